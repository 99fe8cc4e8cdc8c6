//! The addresses that the controller reports; none is not a fault by itself.

use kube_ingress_dash_model::query::Part;
use leptos::prelude::*;

use super::Look;
use super::copy_place::copy_place;
use super::mark::marked;

pub fn address_cell(look: Look) -> AnyView {
    let first = move || {
        look.of(|ingress, query| match ingress.addresses.first() {
            Some(first) => marked(first, Part::Address, query),
            None => "none".to_owned().into_any(),
        })
    };
    let is_absent = move || look.row.ingress.with(|ingress| ingress.addresses.is_empty());
    let more = move || match look.row.ingress.with(|ingress| ingress.addresses.len()) {
        0 | 1 => String::new(),
        addresses => format!("+{}", addresses - 1),
    };
    let all = move || look.row.ingress.with(|ingress| ingress.addresses.join(", "));
    view! {
        <div role="gridcell" class="cell address" data-testid="cell-address" title=all>
            <span class="first" class:absent=is_absent>{first}</span>
            <span class="share">{more}</span>
            {copy_place(look, "address", |ingress, _| ingress.addresses.first().cloned())}
        </div>
    }
    .into_any()
}
