//! What rows are put together by.

use kube_ingress_dash_model::view::Grouping;
use leptos::prelude::*;

use super::Controls;
use crate::menu::Menu;

/// The menu.
#[component]
pub fn GroupingMenu(controls: Controls) -> impl IntoView {
    let label = move || format!("Group: {}", controls.grouping.get().as_str());
    let grouping = move |grouping: Grouping| {
        view! {
            <label class="value">
                <input
                    type="radio"
                    name="grouping"
                    data-testid=format!("group-{}", grouping.as_str())
                    prop:checked=move || controls.grouping.get() == grouping
                    on:change=move |_| controls.set_grouping.run(grouping)
                />
                <span class="words">{grouping.as_str()}</span>
            </label>
        }
    };
    view! {
        <Menu
            name="group"
            label=Signal::derive(label)
            is_set=Signal::derive(move || controls.grouping.get() != Grouping::None)
            at_end=true
        >
            <fieldset class="values">
                <legend>"Group by"</legend>
                {Grouping::ALL.map(grouping).collect_view()}
            </fieldset>
        </Menu>
    }
}
