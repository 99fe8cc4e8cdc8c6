//! The heading of a group, which hides its rows and shows them again.

use std::collections::HashMap;

use kube_ingress_dash_model::view::Group;
use leptos::prelude::*;

use super::TableContext;
use super::cells::tab_index;
use crate::state::LineKey;
use crate::text::count;

/// One line over all columns.
#[component]
pub fn GroupRow(
    context: TableContext,
    group: Group,
    indices: Memo<HashMap<LineKey, usize>>,
) -> impl IntoView {
    let key = LineKey::Group(group.label.clone());
    let (focused_key, index_key, tab_key) = (key.clone(), key.clone(), key);
    let index = move || indices.with(|indices| indices.get(&index_key).copied().unwrap_or_default());
    let first_index = index.clone();
    let active = Memo::new(move |_| {
        context.cursor.with(|cursor| match cursor {
            Some(cursor) => *cursor == tab_key,
            None => first_index() == 0,
        })
    });
    let label = group.label.clone();
    let toggle = move |_| context.store.lines.toggle(label.as_deref());
    let is_absent = group.label.is_none();
    let words = group.label.unwrap_or_else(|| "none".to_owned());
    let name = words.clone();
    view! {
        <div
            role="row"
            class="row group"
            data-testid="group"
            data-group=name
            aria-rowindex=move || (index() + 2).to_string()
            tabindex=move || tab_index(active.get())
            on:focusin=move |_| context.cursor.set(Some(focused_key.clone()))
            on:click=toggle
        >
            <div role="gridcell" class="group-heading">
                <button data-testid="fold" tabindex="-1" aria-expanded=(!group.is_collapsed).to_string()>
                    <span class="fold" aria-hidden="true">{if group.is_collapsed { "▸" } else { "▾" }}</span>
                    <b class:absent=is_absent>{words}</b>
                    <span class="share">{count(group.rows)}</span>
                </button>
            </div>
        </div>
    }
}
