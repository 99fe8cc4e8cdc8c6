//! Which columns are shown.

use kube_ingress_dash_model::order::Column;
use leptos::prelude::*;

use super::Controls;
use crate::menu::Menu;
use crate::table::column::{HEADINGS, Heading};

/// The menu.
#[component]
pub fn ColumnsMenu(controls: Controls) -> impl IntoView {
    let column = move |heading: &'static Heading| {
        let toggle = move |_| {
            controls.set_columns.run(controls.columns.with_untracked(|columns| columns.toggled(heading)));
        };
        view! {
            <label class="value">
                <input
                    type="checkbox"
                    data-testid=format!("column-{}", heading.name)
                    disabled=heading.column == Column::Name
                    prop:checked=move || controls.columns.with(|columns| columns.contains(heading))
                    on:change=toggle
                />
                <span class="words">{heading.title}</span>
            </label>
        }
    };
    let is_set = move || controls.columns.get() != controls.usual_columns.get();
    view! {
        <Menu name="columns" label=Signal::stored("Columns".to_owned()) is_set=Signal::derive(is_set) at_end=true>
            <div class="values">{HEADINGS.iter().map(column).collect_view()}</div>
        </Menu>
    }
}
