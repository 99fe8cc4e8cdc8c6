//! The row of tabs, by the ARIA pattern: one stop for Tab, arrows move and show.

use leptos::ev::KeyboardEvent;
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::details::Details;
use super::tab::Tab;
use crate::browser;

/// The element that a tab shows its part in.
pub(super) const PANEL: &str = "drawer-panel";

/// The tabs.
#[component]
pub fn Tabs(details: Details) -> impl IntoView {
    let list: NodeRef<Div> = NodeRef::new();
    let on_key = move |event: KeyboardEvent| {
        let is_plain = !(event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key());
        let next = details.tab.get_untracked().after(&event.key()).filter(|_| is_plain);
        if let Some(next) = next {
            event.prevent_default();
            details.show(next);
            browser::soon(move || focus_selected(list));
        }
    };
    let tab = |tab: Tab| {
        let is_selected = move || details.tab.get() == tab;
        view! {
            <button
                role="tab"
                id=id(tab)
                data-testid=id(tab)
                aria-selected=move || is_selected().to_string()
                aria-controls=PANEL
                tabindex=move || if is_selected() { "0" } else { "-1" }
                on:click=move |_| details.show(tab)
            >
                {tab.title()}
            </button>
        }
    };
    view! {
        <div class="tabs" role="tablist" aria-label="Details" node_ref=list on:keydown=on_key>
            {Tab::ALL.into_iter().map(tab).collect_view()}
        </div>
    }
}

/// The element of a tab.
pub(super) const fn id(tab: Tab) -> &'static str {
    match tab {
        Tab::Overview => "tab-overview",
        Tab::Labels => "tab-labels",
        Tab::Yaml => "tab-yaml",
        Tab::Events => "tab-events",
    }
}

fn focus_selected(list: NodeRef<Div>) {
    let selected =
        list.get_untracked().and_then(|list| list.query_selector("[aria-selected=true]").ok().flatten());
    if let Some(selected) = selected.and_then(|selected| selected.dyn_into::<HtmlElement>().ok()) {
        let _: Result<(), _> = selected.focus();
    }
}
