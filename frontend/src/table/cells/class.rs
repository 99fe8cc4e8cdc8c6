//! The class.

use kube_ingress_dash_model::query::Part;
use leptos::prelude::*;

use super::Look;
use super::mark::marked;

pub fn class_cell(look: Look) -> AnyView {
    let class = move || look.row.ingress.with(|ingress| ingress.class.clone());
    let is_absent = move || look.row.ingress.with(|ingress| ingress.class.is_none());
    let text = move || {
        look.of(|ingress, query| match &ingress.class {
            Some(class) => marked(class, Part::Class, query),
            None => "none".to_owned().into_any(),
        })
    };
    view! {
        <div role="gridcell" class="cell class" data-testid="cell-class" title=class>
            <span class:absent=is_absent>{text}</span>
        </div>
    }
    .into_any()
}
