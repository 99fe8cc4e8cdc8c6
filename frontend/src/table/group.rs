//! The heading of a group, which hides its rows and shows them again.

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
    group: RwSignal<Group>,
    /// The number of the line.
    index: RwSignal<usize>,
    /// The line that Tab leads into while the one that the keyboard is on is not drawn.
    entrance: Memo<Option<usize>>,
) -> impl IntoView {
    let label = move || group.with(|group| group.label.clone());
    let words = move || label().unwrap_or_else(|| "none".to_owned());
    let is_absent = move || group.with(|group| group.label.is_none());
    let is_collapsed = move || group.with(|group| group.is_collapsed);
    let active = Memo::new(move |_| {
        let is_cursor = context.cursor.with(|cursor| *cursor == Some(LineKey::Group(label())));
        is_cursor || entrance.get() == Some(index.get())
    });
    view! {
        <div
            role="row"
            class="row group"
            data-testid="group"
            data-group=words
            aria-rowindex=move || (index.get() + 2).to_string()
            tabindex=move || tab_index(active.get())
            on:focusin=move |_| context.cursor.set(Some(LineKey::Group(group.with_untracked(|group| group.label.clone()))))
            on:click=move |_| context.store.lines.toggle(group.with_untracked(|group| group.label.clone()).as_deref())
        >
            <div role="gridcell" class="group-heading">
                <button data-testid="fold" tabindex="-1" aria-expanded=move || (!is_collapsed()).to_string()>
                    <span class="fold" aria-hidden="true">{move || if is_collapsed() { "▸" } else { "▾" }}</span>
                    <b class:absent=is_absent>{words}</b>
                    <span class="share">{move || count(group.with(|group| group.rows))}</span>
                </button>
            </div>
        </div>
    }
}
