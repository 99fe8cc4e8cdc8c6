//! The table: a grid of which only the lines in view exist.

mod anchor;
mod cells;
pub mod column;
mod group;
mod heading;
mod keys;
mod popover;
mod row;
mod shown;
mod skeleton;
mod slots;
mod target;
mod viewport;
mod widths;
mod window;

use kube_ingress_dash_model::order::Order;
use kube_ingress_dash_model::query::Query;
use leptos::ev::{FocusEvent, MouseEvent};
use leptos::prelude::*;

use crate::drawer::Details;
use crate::settings::Settings;
use crate::state::{LineKey, Store};
use anchor::Anchor;
use column::Columns;
use heading::Headings;
use keys::Keyboard;
use popover::Popover;
pub use popover::Routes;
pub use skeleton::Skeleton;
use slots::Slots;
use target::row_of;
use viewport::Viewport;
use widths::Widths;

/// What the table's parts share.
#[derive(Clone, Copy)]
pub struct TableContext {
    /// The page's state.
    pub store: Store,
    /// The filter, for marks.
    pub query: Memo<Query>,
    /// The line that the keyboard is on.
    pub cursor: RwSignal<Option<LineKey>>,
    /// The routes that are shown whole.
    pub routes: RwSignal<Option<Routes>>,
    /// The Ingress that is shown whole.
    pub details: Details,
    /// How high rows are, and whether letters are keys.
    pub settings: Settings,
}

/// The table of the rows that match.
#[component]
pub fn Table(
    context: TableContext,
    /// The columns that are shown.
    columns: Memo<Columns>,
    /// The order that is asked for.
    order: Memo<Order>,
    /// The order that the headings show.
    shown_order: Memo<Option<Order>>,
    /// Asks for another order.
    set_order: Callback<Order>,
) -> impl IntoView {
    let lines = context.store.lines;
    let viewport = Viewport::new(lines, context.settings);
    let anchor = Anchor::new(lines, viewport, context.cursor);
    let widths = Widths::stored();
    let in_view = Memo::new(move |_| viewport.geometry().drawn(viewport.scrolled()));
    let drawn = NodeRef::new();
    Slots::follow(context, drawn, in_view);
    let on_scroll = move |_| {
        viewport.follow();
        if !viewport.was_shifted() {
            Routes::close(context.routes);
        }
    };
    let focused = move |event: FocusEvent| {
        if let Some(key) = row_of(&event) {
            context.cursor.set(Some(LineKey::Row(key)));
        }
    };
    let clicked = move |event: MouseEvent| {
        let Some(key) = row_of(&event) else { return };
        match Routes::asked_by(&event, || lines.shown(&key)) {
            Some(routes) => context.routes.set(Some(routes)),
            None => context.details.clicked(&event, &key),
        }
    };
    let height = move || viewport.geometry().height() + viewport.room();
    let place = move || {
        let scrolled = viewport.scrolled();
        viewport.geometry().place(in_view.get().start, scrolled) + viewport.room()
    };
    let keyboard = Keyboard { context, viewport };
    keyboard.listen();
    shown::follow(keyboard);
    view! {
        <div
            class="viewport"
            data-testid="viewport"
            tabindex="-1"
            node_ref=viewport.node
            on:scroll=on_scroll
            on:click=clicked
            on:focusin=focused
            on:pointerover=move |event| anchor.pointer_moved(&event)
            on:pointerleave=move |_| anchor.pointer_left()
        >
            <div
                class="grid"
                role="grid"
                data-testid="table"
                data-columns=move || columns.with(|columns| columns.names(" "))
                aria-label="Ingresses"
                aria-colcount=move || columns.with(|columns| columns.headings().len()).to_string()
                aria-rowcount=move || (lines.len() + 1).to_string()
                style:--wide=move || columns.with(|columns| columns.wide(|heading| widths.of(heading)))
                style:--narrow=move || columns.with(Columns::narrow)
            >
                <Headings columns=columns widths=widths order=order shown_order=shown_order set_order=set_order/>
                <div class="rows" role="rowgroup" style:height=move || format!("{}px", height())>
                    <div
                        class="drawn"
                        role="presentation"
                        node_ref=drawn
                        style:transform=move || format!("translateY({}px)", place())
                    ></div>
                </div>
            </div>
        </div>
        <Popover context=context/>
    }
}
