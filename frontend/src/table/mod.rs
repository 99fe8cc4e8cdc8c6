//! The table: a grid of which only the rows in view exist.

mod cells;
pub mod column;
mod heading;
mod keys;
mod popover;
mod row;
mod skeleton;
pub mod window;

use std::collections::HashMap;

use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_model::order::Order;
use kube_ingress_dash_model::query::Query;
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

use crate::state::{Store, Visible};
use heading::Headings;
use popover::Popover;
pub use popover::Routes;
use row::TableRow;
pub use skeleton::Skeleton;

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
    let viewport: NodeRef<Div> = NodeRef::new();
    let top = RwSignal::new(0.0);
    let height = measured_height(viewport);
    let in_view = Memo::new(move |_| {
        window::rows(top.get(), height.get(), window::ROW_HEIGHT, visible.with(|rows| rows.len()))
    });
    let drawn = move || {
        visible.with(|rows| {
            rows[in_view.get().start.min(rows.len())..in_view.get().end.min(rows.len())].to_vec()
        })
    };
    let indices = Memo::new(move |_| {
        let start = in_view.get().start;
        drawn().iter().enumerate().map(|(offset, row)| (row.key(), start + offset)).collect::<HashMap<_, _>>()
    });
    let on_scroll = move |_| {
        if let Some(viewport) = viewport.get_untracked() {
            top.set(f64::from(viewport.scroll_top()));
            context.routes.set(None);
        }
    };
    let total_height = move || visible.with(|rows| window::count(rows.len())) * window::ROW_HEIGHT;
    let offset = move || window::count(in_view.get().start) * window::ROW_HEIGHT;

    view! {
        <div
            class="viewport"
            data-testid="viewport"
            node_ref=viewport
            on:scroll=on_scroll
            on:keydown=move |event| keys::act(&event, context, visible, viewport)
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

/// The height of the viewport in CSS pixels, followed as it changes.
fn measured_height(viewport: NodeRef<Div>) -> ReadSignal<f64> {
    let (height, set_height) = signal(800.0);
    Effect::new(move |_| {
        let Some(element) = viewport.get() else { return };
        let measured = element.clone();
        let callback: Closure<dyn FnMut()> =
            Closure::new(move || set_height.set(f64::from(measured.client_height())));
        if let Ok(observer) = web_sys::ResizeObserver::new(callback.as_ref().unchecked_ref()) {
            observer.observe(&element);
        }
        callback.forget();
    });
    height
}
