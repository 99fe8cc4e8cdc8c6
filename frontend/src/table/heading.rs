//! The headings, which order the rows and give the columns their widths.

use kube_ingress_dash_model::order::{Direction, Order};
use leptos::ev::PointerEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::column::{self, Columns, Heading};
use super::widths::Widths;

/// One button for each column.
#[component]
pub fn Headings(
    columns: Memo<Columns>,
    widths: Widths,
    order: Memo<Order>,
    shown_order: Memo<Option<Order>>,
    set_order: Callback<Order>,
) -> impl IntoView {
    let heading = move |heading: &'static Heading| {
        let direction = move || column::direction(shown_order.get(), heading.column);
        let sort = move || match direction() {
            Some(Direction::Ascending) => "ascending",
            Some(Direction::Descending) => "descending",
            None => "none",
        };
        view! {
            <div role="columnheader" class=format!("heading {}", heading.name) aria-sort=sort>
                <button
                    data-testid=format!("sort-{}", heading.name)
                    on:click=move |_| set_order.run(column::clicked(order.get_untracked(), heading.column))
                >
                    {heading.title}
                    <span class="arrow" aria-hidden="true">{move || column::arrow(direction())}</span>
                </button>
                <Edge heading=heading widths=widths/>
            </div>
        }
    };
    view! {
        <div role="rowgroup" class="headings">
            <div role="row" class="row" aria-rowindex="1">
                <For each=move || columns.get().headings().to_vec() key=|heading| heading.name children=heading/>
            </div>
        </div>
    }
}

/// The edge of a column: dragging it gives the column a width, a double click the usual one.
#[component]
fn Edge(heading: &'static Heading, widths: Widths) -> impl IntoView {
    let begin: StoredValue<Option<(f64, f64)>> = StoredValue::new(None);
    let width = |element: &HtmlElement| {
        element.parent_element().map_or(0.0, |column| column.get_bounding_client_rect().width())
    };
    let target = |event: &web_sys::Event| event.current_target()?.dyn_into::<HtmlElement>().ok();
    let down = move |event: PointerEvent| {
        if let Some(edge) = target(&event) {
            begin.set_value(Some((f64::from(event.client_x()), width(&edge))));
            let _ = edge.set_pointer_capture(event.pointer_id());
            event.prevent_default();
        }
    };
    let drag = move |event: PointerEvent| {
        if let Some((from, width)) = begin.get_value() {
            widths.set(heading, Some(width + f64::from(event.client_x()) - from));
        }
    };
    let end = move |_: PointerEvent| {
        if begin.try_update_value(Option::take).flatten().is_some() {
            widths.keep();
        }
    };
    let usual = move |_| {
        widths.set(heading, None);
        widths.keep();
    };
    view! {
        <div
            class="edge"
            aria-hidden="true"
            data-testid=format!("edge-{}", heading.name)
            on:pointerdown=down
            on:pointermove=drag
            on:pointerup=end
            on:pointercancel=end
            on:dblclick=usual
        ></div>
    }
}
