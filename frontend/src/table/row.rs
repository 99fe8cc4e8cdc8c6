//! One row.

use std::collections::HashMap;

use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_model::query::Part;
use leptos::prelude::*;

use super::TableContext;
use super::cells::{AddressCell, AgeCell, ClassCell, HostsCell, PathsCell, TlsCell, marked, tab_index};
use crate::state::Row;

/// A row of the grid; its cells follow the row's signal. Tab leads into the row that the keyboard is on, and into no
/// other.
#[component]
pub fn TableRow(
    context: TableContext,
    shown: Row,
    key: IngressKey,
    indices: Memo<HashMap<IngressKey, usize>>,
) -> impl IntoView {
    let text_key = key.to_string();
    let index_key = key.clone();
    let index = move || indices.with(|indices| indices.get(&index_key).copied().unwrap_or_default());
    let (first_index, tab_key) = (index.clone(), key.clone());
    let active = Memo::new(move |_| {
        context.cursor.with(|cursor| match cursor {
            Some(cursor) => *cursor == tab_key,
            None => first_index() == 0,
        })
    });
    let selected_key = key.clone();
    let selected = move || context.cursor.with(|cursor| cursor.as_ref() == Some(&selected_key));
    let focused_key = key.clone();
    let (namespace, name) = (key.namespace.clone(), key.name.clone());
    let (namespace_title, name_title) = (namespace.clone(), name.clone());
    let tint = move || match shown.changes.get() {
        0 => "",
        changes if changes % 2 == 1 => "odd",
        _ => "even",
    };
    view! {
        <div
            role="row"
            class="row"
            data-testid="row"
            data-key=text_key
            data-tint=tint
            aria-rowindex=move || (index() + 2).to_string()
            aria-selected=move || selected().to_string()
            tabindex=move || tab_index(active.get())
            on:focusin=move |_| context.cursor.set(Some(focused_key.clone()))
        >
            <div role="gridcell" class="cell namespace" data-testid="cell-namespace" title=namespace_title>
                {move || context.query.with(|query| marked(Part::Namespace, &namespace, query))}
            </div>
            <div role="gridcell" class="cell name" data-testid="cell-name" title=name_title>
                {move || context.query.with(|query| marked(Part::Name, &name, query))}
            </div>
            <ClassCell context=context shown=shown/>
            <HostsCell context=context shown=shown active=active/>
            <PathsCell context=context shown=shown active=active/>
            <TlsCell shown=shown/>
            <AddressCell context=context shown=shown/>
            <AgeCell context=context shown=shown/>
        </div>
    }
}
