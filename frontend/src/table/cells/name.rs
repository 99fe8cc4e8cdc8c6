//! The namespace and the name, cut in the middle where they are too long: names that belong together differ at their end.

use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_model::query::Part;
use leptos::prelude::*;

use super::copy_place::CopyPlace;
use super::mark::{marked, marked_parts};
use super::tab_index;
use crate::state::Row;
use crate::table::TableContext;

/// Bytes at the end of a name that stay when it is cut.
const KEPT: usize = 8;

#[component]
pub fn NamespaceCell(context: TableContext, key: IngressKey) -> impl IntoView {
    let title = key.namespace.clone();
    view! {
        <div role="gridcell" class="cell namespace" data-testid="cell-namespace" title=title>
            {move || cut(&key.namespace, Part::Namespace, context)}
        </div>
    }
}

#[component]
pub fn NameCell(
    context: TableContext,
    shown: Row,
    key: IngressKey,
    active: Memo<bool>,
    pointed: Memo<bool>,
) -> impl IntoView {
    let title = key.name.clone();
    let (name, copied) = (key.name.clone(), key.name.clone());
    let has_changed = Memo::new(move |_| shown.has_just_changed(context.store.now));
    view! {
        <div role="gridcell" class="cell name" data-testid="cell-name" title=title>
            <Show when=move || has_changed.get()>
                <span class="changed-dot" data-testid="changed-dot" role="img" aria-label="changed just now"></span>
            </Show>
            <a data-opens="" href=move || context.details.link(&key) tabindex=move || tab_index(active.get())>
                {move || cut(&name, Part::Name, context)}
            </a>
            <CopyPlace text=Signal::stored(copied) label="name" pointed=pointed/>
        </div>
    }
}

/// The text in two parts, of which the first is cut where there is no room for both.
fn cut(text: &str, part: Part, context: TableContext) -> AnyView {
    context.query.with(|query| {
        let split = text.len().checked_sub(KEPT).filter(|split| *split >= KEPT && text.is_char_boundary(*split));
        match split {
            Some(split) => {
                let (beginning, end) = marked_parts(text, split, part, query);
                view! { <span class="cut"><span class="beginning">{beginning}</span><span>{end}</span></span> }
                    .into_any()
            }
            None => marked(text, part, query),
        }
    })
}
