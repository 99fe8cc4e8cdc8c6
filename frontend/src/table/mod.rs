//! The table: a grid of which only the rows in view exist.

mod cells;
pub mod column;
mod heading;
mod keys;
mod popover;
mod row;
mod skeleton;
mod viewport;
mod window;

use std::collections::HashMap;

use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_model::order::Order;
use kube_ingress_dash_model::query::Query;
use leptos::prelude::*;

use crate::state::{Store, Visible};
use heading::Headings;
use keys::Keyboard;
use popover::Popover;
pub use popover::Routes;
use row::TableRow;
pub use skeleton::Skeleton;
use viewport::Viewport;

/// What the table's parts share.
#[derive(Clone, Copy)]
pub struct TableContext {
    /// The page's state.
    pub store: Store,
    /// The filter, for marks.
    pub query: Memo<Query>,
    /// The row that the keyboard is on.
    pub cursor: RwSignal<Option<IngressKey>>,
    /// The routes that are shown whole.
    pub routes: RwSignal<Option<Routes>>,
}

/// The table of these rows.
#[component]
pub fn Table(
    /// The page's state.
    store: Store,
    /// The rows to show.
    visible: Memo<Visible>,
    /// The filter.
    query: Memo<Query>,
    /// The order that the headings show.
    order: Memo<Order>,
    /// Asks for another order.
    set_order: Callback<Order>,
) -> impl IntoView {
    let context = TableContext { store, query, cursor: RwSignal::new(None), routes: RwSignal::new(None) };
    let viewport = Viewport::new();
    let in_view = Memo::new(move |_| {
        let count = visible.with(|rows| rows.len());
        window::rows(viewport.top(), viewport.height(), viewport.row_height(), count)
    });
    let drawn = move || {
        let in_view = in_view.get();
        visible.with(|rows| rows.get(in_view).map(<[_]>::to_vec).unwrap_or_default())
    };
    let indices = Memo::new(move |_| {
        let start = in_view.get().start;
        drawn().iter().enumerate().map(|(offset, row)| (row.key(), start + offset)).collect::<HashMap<_, _>>()
    });
    let on_scroll = move |_| {
        viewport.scrolled();
        context.routes.set(None);
    };
    let total_height = move || visible.with(|rows| window::count(rows.len())) * viewport.row_height();
    let offset = move || window::count(in_view.get().start) * viewport.row_height();
    Keyboard { cursor: context.cursor, visible, viewport }.listen();

    view! {
        <div
            class="viewport"
            data-testid="viewport"
            tabindex="-1"
            node_ref=viewport.node
            on:scroll=on_scroll
        >
            <div
                class="grid"
                role="grid"
                data-testid="table"
                aria-label="Ingresses"
                aria-colcount=column::HEADINGS.len().to_string()
                aria-rowcount=move || (visible.with(|rows| rows.len()) + 1).to_string()
            >
                <Headings order=order set_order=set_order/>
                <div class="rows" role="rowgroup" style:height=move || format!("{}px", total_height())>
                    <div class="drawn" role="presentation" style:transform=move || format!("translateY({}px)", offset())>
                        <For each=drawn key=|row| row.key() let:row>
                            <TableRow context=context shown=store.row(&row) key=row.key() indices=indices/>
                        </For>
                    </div>
                </div>
            </div>
        </div>
        <Popover context=context/>
    }
}
