//! The class.

use kube_ingress_dash_model::query::Part;
use leptos::prelude::*;

use super::{Look, marked};

pub fn class_cell(look: &Look) -> AnyView {
    let class = look.ingress.class.as_deref();
    let inside = match class {
        Some(class) => marked(class, Part::Class, look.query),
        None => view! { <span class="absent">"none"</span> }.into_any(),
    };
    view! {
        <div role="gridcell" class="cell class" data-testid="cell-class" title=class.map(str::to_owned)>{inside}</div>
    }
    .into_any()
}
