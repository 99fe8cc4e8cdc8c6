//! One row.

use leptos::prelude::*;

use super::TableContext;
use super::cells::{Look, cells, tab_index};
use crate::state::{LineKey, Row};

/// An element of the grid for rows, one after the other: all of it follows the signals of the row. Tab leads into the row
/// that the keyboard is on, else into the first that is drawn, and into no other.
#[component]
pub fn TableRow(
    context: TableContext,
    row: Row,
    /// The number of the line.
    index: RwSignal<usize>,
    /// Whether a divider is above it.
    is_divided: RwSignal<bool>,
    /// The line that Tab leads into while the one that the keyboard is on is not drawn.
    entrance: Memo<Option<usize>>,
) -> impl IntoView {
    let key = Memo::new(move |_| row.ingress.with(|ingress| ingress.key()));
    let selected = Memo::new(move |_| {
        context.cursor.with(|cursor| key.with(|key| cursor.as_ref().and_then(LineKey::row) == Some(key)))
    });
    let active = Memo::new(move |_| selected.get() || entrance.get() == Some(index.get()));
    let is_under_pointer = move || {
        context.store.lines.under_pointer.with(|pointed| key.with(|key| pointed.as_ref() == Some(key)))
    };
    let pointed = Memo::new(move |_| selected.get() || is_under_pointer());
    let has_changed = Memo::new(move |_| row.has_just_changed(context.store.now));
    let tint = move || match row.changes.get() {
        0 => "",
        changes if changes % 2 == 1 => "odd",
        _ => "even",
    };
    let look = Look::new(context, row, active, pointed, has_changed);
    view! {
        <div
            role="row"
            class="row"
            class:leaves=move || row.leaves.get()
            class:divided=is_divided
            data-testid="row"
            data-key=move || key.with(ToString::to_string)
            data-tint=tint
            aria-rowindex=move || (index.get() + 2).to_string()
            aria-selected=move || selected.get().to_string()
            tabindex=move || tab_index(active.get())
        >
            {cells(look)}
        </div>
    }
}
