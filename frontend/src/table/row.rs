//! One row.

use std::collections::HashMap;

use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_model::query;
use leptos::prelude::*;

use super::TableContext;
use super::cells::{Look, age_cell, cells, changed_cell, tab_index};
use crate::state::{LineKey, Row};

/// A row of the grid; its cells follow the row's signal. Tab leads into the row that the keyboard is on, and into no
/// other.
#[component]
pub fn TableRow(
    context: TableContext,
    shown: Row,
    key: IngressKey,
    /// Whether the row is gone and only fades.
    leaves: bool,
    indices: Memo<HashMap<LineKey, usize>>,
) -> impl IntoView {
    let text_key = key.to_string();
    let line = StoredValue::new(LineKey::Row(key));
    let index = move || {
        line.with_value(|line| indices.with(|indices| indices.get(line).copied().unwrap_or_default()))
    };
    let active = Memo::new(move |_| {
        context.cursor.with(|cursor| match cursor {
            Some(cursor) => line.with_value(|line| cursor == line),
            None => index() == 0,
        })
    });
    let selected =
        move || context.cursor.with(|cursor| line.with_value(|line| cursor.as_ref() == Some(line)));
    let is_under_pointer = move || {
        let under_pointer = context.store.lines.under_pointer;
        under_pointer.with(|key| key.is_some() && line.with_value(|line| line.row() == key.as_ref()))
    };
    let pointed = Memo::new(move |_| selected() || is_under_pointer());
    let has_changed = Memo::new(move |_| shown.has_just_changed(context.store.now));
    let tint = move || match shown.changes.get() {
        0 => "",
        changes if changes % 2 == 1 => "odd",
        _ => "even",
    };
    let drawn = move || {
        let ingress = shown.ingress.get();
        context.query.with(|query| {
            cells(&Look {
                context,
                ingress: &ingress,
                query,
                shown: query::shown(&ingress, query),
                active: active.get(),
                pointed: pointed.get(),
                has_changed: has_changed.get(),
            })
        })
    };
    view! {
        <div
            role="row"
            class="row"
            class:leaves=leaves
            data-testid="row"
            data-key=text_key
            data-tint=tint
            aria-rowindex=move || (index() + 2).to_string()
            aria-selected=move || selected().to_string()
            tabindex=move || tab_index(active.get())
        >
            {drawn}
            {changed_cell(context, shown)}
            {age_cell(context, shown)}
        </div>
    }
}
