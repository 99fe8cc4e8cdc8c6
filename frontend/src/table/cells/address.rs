//! The addresses that the controller reports; none is not a fault by itself.

use kube_ingress_dash_model::query::Part;
use leptos::prelude::*;

use super::copy_place::copy_place;
use super::{Look, marked};

pub fn address_cell(look: &Look) -> AnyView {
    let addresses = &look.ingress.addresses;
    let inside = match addresses.split_first() {
        Some((first, rest)) => {
            let more =
                (!rest.is_empty()).then(|| view! { <span class="share">{format!("+{}", rest.len())}</span> });
            view! { {marked(first, Part::Address, look.query)} {more} }.into_any()
        }
        None => view! { <span class="absent">"none"</span> }.into_any(),
    };
    let first = addresses.first().map(String::as_str);
    view! {
        <div role="gridcell" class="cell address" data-testid="cell-address" title=addresses.join(", ")>
            <span class="first">{inside}</span>
            {copy_place(first, "address", look.pointed)}
        </div>
    }
    .into_any()
}
