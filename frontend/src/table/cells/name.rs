//! The namespace and the name, cut in the middle where they are too long: names that belong together differ at their end.

use kube_ingress_dash_model::query::{Part, Query};
use leptos::prelude::*;

use super::copy_place::copy_place;
use super::mark::{marked, marked_parts};
use super::{Look, tab_index};

/// Bytes at the end of a name that stay when it is cut.
const KEPT: usize = 8;

pub fn namespace_cell(look: &Look) -> AnyView {
    let namespace = &look.ingress.namespace;
    view! {
        <div role="gridcell" class="cell namespace" data-testid="cell-namespace" title=namespace.clone()>
            {cut(namespace, Part::Namespace, look.query)}
        </div>
    }
    .into_any()
}

pub fn name_cell(look: &Look) -> AnyView {
    let name = &look.ingress.name;
    let dot = look.has_changed.then(|| {
        view! {
            <span class="changed-dot" data-testid="changed-dot" role="img" aria-label="changed just now"></span>
        }
    });
    let link = look.context.details.link(&look.ingress.key());
    view! {
        <div role="gridcell" class="cell name" data-testid="cell-name" title=name.clone()>
            {dot}
            <a data-opens="" href=link tabindex=tab_index(look.active)>{cut(name, Part::Name, look.query)}</a>
            {copy_place(Some(name), "name", look.pointed)}
        </div>
    }
    .into_any()
}

/// The text in two parts, of which the first is cut where there is no room for both.
fn cut(text: &str, part: Part, query: &Query) -> AnyView {
    let split = text.len().checked_sub(KEPT).filter(|split| *split >= KEPT && text.is_char_boundary(*split));
    match split {
        Some(split) => {
            let (beginning, end) = marked_parts(text, split, part, query);
            view! { <span class="cut"><span class="beginning">{beginning}</span><span>{end}</span></span> }
                .into_any()
        }
        None => marked(text, part, query),
    }
}
