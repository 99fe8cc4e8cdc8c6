//! One row.

use std::collections::HashMap;

use kube_ingress_dash_model::key::IngressKey;
use leptos::prelude::*;

use super::TableContext;
use super::cells::{
    AddressCell, AgeCell, ChangedCell, ClassCell, HostsCell, NameCell, NamespaceCell, PathsCell, TlsCell,
    tab_index,
};
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
    let line = StoredValue::new(LineKey::Row(key.clone()));
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
    let is_under_pointer = RwSignal::new(false);
    let pointed = Memo::new(move |_| is_under_pointer.get() || selected());
    let tint = move || match shown.changes.get() {
        0 => "",
        changes if changes % 2 == 1 => "odd",
        _ => "even",
    };
    let (opened_key, text_key) = (key.clone(), key.to_string());
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
            on:focusin=move |_| context.cursor.set(Some(line.get_value()))
            on:pointerenter=move |_| is_under_pointer.set(true)
            on:pointerleave=move |_| is_under_pointer.set(false)
            on:click=move |event| context.details.clicked(&event, &opened_key)
        >
            <NamespaceCell context=context key=key.clone()/>
            <NameCell context=context shown=shown key=key active=active pointed=pointed/>
            <ClassCell context=context shown=shown/>
            <HostsCell context=context shown=shown active=active pointed=pointed/>
            <PathsCell context=context shown=shown active=active pointed=pointed/>
            <TlsCell shown=shown/>
            <AddressCell context=context shown=shown pointed=pointed/>
            <ChangedCell context=context shown=shown/>
            <AgeCell context=context shown=shown/>
        </div>
    }
}
