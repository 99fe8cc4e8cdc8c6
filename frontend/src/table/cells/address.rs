//! The addresses that the controller reports; none is not a fault by itself.

use kube_ingress_dash_model::query::Part;
use leptos::prelude::*;

use super::copy_place::CopyPlace;
use super::marked;
use crate::state::Row;
use crate::table::TableContext;

#[component]
pub fn AddressCell(context: TableContext, shown: Row, pointed: Memo<bool>) -> impl IntoView {
    let addresses = Memo::new(move |_| shown.ingress.with(|ingress| ingress.addresses.clone()));
    let inside = move || match addresses.get().split_first() {
        Some((first, rest)) => {
            let more =
                (!rest.is_empty()).then(|| view! { <span class="share">{format!("+{}", rest.len())}</span> });
            view! { {context.query.with(|query| marked(first, Part::Address, query))} {more} }.into_any()
        }
        None => view! { <span class="absent">"none"</span> }.into_any(),
    };
    let copied =
        Signal::derive(move || addresses.with(|addresses| addresses.first().cloned().unwrap_or_default()));
    view! {
        <div role="gridcell" class="cell address" data-testid="cell-address" title=move || addresses.get().join(", ")>
            <span class="first">{inside}</span>
            <CopyPlace text=copied label="address" pointed=pointed/>
        </div>
    }
}
