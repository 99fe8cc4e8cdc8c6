//! The headings, which order the rows.

use kube_ingress_dash_model::order::{Direction, Order};
use leptos::prelude::*;

use super::column::{self, HEADINGS, Heading};

/// One button for each column.
#[component]
pub fn Headings(order: Memo<Order>, set_order: Callback<Order>) -> impl IntoView {
    let heading = move |heading: &'static Heading| {
        let direction = move || {
            let order = order.get();
            (order.column == heading.column).then_some(order.direction)
        };
        let sort = move || match direction() {
            Some(Direction::Ascending) => "ascending",
            Some(Direction::Descending) => "descending",
            None => "none",
        };
        let arrow = move || match direction() {
            Some(Direction::Ascending) => "↑",
            Some(Direction::Descending) => "↓",
            None => "",
        };
        view! {
            <div role="columnheader" class=format!("heading {}", heading.name) aria-sort=sort>
                <button
                    data-testid=format!("sort-{}", heading.name)
                    on:click=move |_| set_order.run(column::clicked(order.get_untracked(), heading.column))
                >
                    {heading.title}
                    <span class="arrow" aria-hidden="true">{arrow}</span>
                </button>
            </div>
        }
    };
    view! {
        <div role="rowgroup" class="headings">
            <div role="row" class="row" aria-rowindex="1">
                {HEADINGS.iter().map(heading).collect_view()}
            </div>
        </div>
    }
}
