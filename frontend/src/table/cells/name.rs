//! The namespace and the name, cut in the middle where they are too long: names that belong together differ at their end.

use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::query::Part;
use leptos::prelude::*;

use super::copy_place::copy_place;
use super::mark::marked_within;
use super::{Look, tab_index};

/// Bytes at the end of a name that stay when it is cut.
const KEPT: usize = 8;

pub fn namespace_cell(look: Look) -> AnyView {
    let namespace = |ingress: &Ingress| ingress.namespace.clone();
    view! {
        <div
            role="gridcell"
            class="cell namespace"
            data-testid="cell-namespace"
            title=move || look.row.ingress.with(|ingress| namespace(ingress))
        >
            {cut(look, Part::Namespace, |ingress| &ingress.namespace)}
        </div>
    }
    .into_any()
}

pub fn name_cell(look: Look) -> AnyView {
    let name = move || look.row.ingress.with(|ingress| ingress.name.clone());
    let link = move || look.context.details.link(&look.row.ingress.with(|ingress| ingress.key()));
    let dot = move || {
        look.has_changed.get().then(|| {
            view! {
                <span class="changed-dot" data-testid="changed-dot" role="img" aria-label="changed just now"></span>
            }
        })
    };
    view! {
        <div role="gridcell" class="cell name" data-testid="cell-name" title=name>
            {dot}
            <a data-opens="" href=link tabindex=move || tab_index(look.active.get())>
                {cut(look, Part::Name, |ingress| &ingress.name)}
            </a>
            {copy_place(look, "name", |ingress, _| Some(ingress.name.clone()))}
        </div>
    }
    .into_any()
}

/// The text in two parts, of which the first is cut where there is no room for both. A short text has no second part. A
/// match that lies in both of them is marked in each.
fn cut(look: Look, part: Part, text: fn(&Ingress) -> &str) -> AnyView {
    let beginning = move || {
        look.of(|ingress, query| {
            let text = text(ingress);
            marked_within(text, 0..split(text), part, query)
        })
    };
    let end = move || {
        look.of(|ingress, query| {
            let text = text(ingress);
            marked_within(text, split(text)..text.len(), part, query)
        })
    };
    view! { <span class="cut"><span class="beginning">{beginning}</span><span>{end}</span></span> }.into_any()
}

/// Where the second part begins.
fn split(text: &str) -> usize {
    let split = text.len().checked_sub(KEPT).filter(|split| *split >= KEPT && text.is_char_boundary(*split));
    split.unwrap_or(text.len())
}
