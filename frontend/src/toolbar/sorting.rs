//! What rows are ordered by, where cards leave no room for the headings that say and change it.

use kube_ingress_dash_model::order::Direction;
use leptos::prelude::*;

use super::Controls;
use crate::menu::Menu;
use crate::table::column::{self, HEADINGS, Heading};

/// The menu. It is shown where rows are cards.
#[component]
pub fn SortingMenu(controls: Controls) -> impl IntoView {
    let direction = move |heading: &Heading| column::direction(controls.shown_order.get(), heading.column);
    let label = move || match controls.shown_order.get() {
        Some(order) => ["Sort: ", &column::words(order)].concat(),
        None => "Sort: best answers".to_owned(),
    };
    let choice = move |heading: &'static Heading| {
        let sort = move |_| {
            controls.set_order.run(column::clicked(controls.order.get_untracked(), heading.column));
        };
        let words = move || match direction(heading) {
            Some(Direction::Ascending) => "ascending",
            Some(Direction::Descending) => "descending",
            None => "",
        };
        view! {
            <button
                class="value"
                data-testid=format!("sort-by-{}", heading.name)
                aria-pressed=move || direction(heading).is_some().to_string()
                on:click=sort
            >
                <span class="words">{heading.title}</span>
                <span class="share">{words} " " <span aria-hidden="true">{move || column::arrow(direction(heading))}</span></span>
            </button>
        }
    };
    view! {
        <div class="where-narrow">
            <Menu name="sort" label=Signal::derive(label) is_set=Signal::stored(false)>
                <div class="values">{HEADINGS.iter().map(choice).collect_view()}</div>
            </Menu>
        </div>
    }
}
