//! The page as a whole: what the URL says, what follows from it, and which state it is in.

use kube_ingress_dash_model::order::Order;
use kube_ingress_dash_model::query::Query;
use leptos::ev;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::query_signal_with_options;
use wasm_bindgen::JsCast as _;

use crate::announcement::Announcement;
use crate::banner::Banner;
use crate::counts::Counts;
use crate::empty::{Empty, Kind};
use crate::header::Header;
use crate::search::{Entry, Search};
use crate::state::{Store, Visible};
use crate::table::{Skeleton, Table, column};

/// The page.
#[component]
pub fn Page(store: Store) -> impl IntoView {
    let typing = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
    let acting = NavigateOptions { scroll: false, ..NavigateOptions::default() };
    let (url_query, replace_url_query) = query_signal_with_options::<String>("q", typing);
    let (_, add_url_query) = query_signal_with_options::<String>("q", acting.clone());
    let (url_sort, set_url_sort) = query_signal_with_options::<String>("sort", acting);

    let text = RwSignal::new(url_query.get_untracked().unwrap_or_default());
    Effect::new(move |_| text.set(url_query.get().unwrap_or_default()));
    let set_query = Callback::new(move |(query, entry): (String, Entry)| {
        let query = (!query.is_empty()).then_some(query);
        match entry {
            Entry::Replace => replace_url_query.set(query),
            Entry::Add => add_url_query.set(query),
        }
    });

    let query = Memo::new(move |_| Query::parse(&text.get()));
    let order = Memo::new(move |_| column::parse(&url_sort.get().unwrap_or_default()));
    let set_order = Callback::new(move |order: Order| set_url_sort.set(column::written(order)));
    let visible: Memo<Visible> = Memo::new_with_compare(
        move |_| query.with(|query| store.visible(query, order.get())),
        |old, new| match (old, new) {
            (Some(old), Some(new)) => !std::sync::Arc::ptr_eq(old, new),
            _ => true,
        },
    );
    let state =
        Memo::new(move |_| Kind::of(store, visible.with(|rows| rows.len()), query.with(Query::is_empty)));

    focus_search_on_slash();

    view! {
        <Header store=store/>
        <main>
            <div class="toolbar">
                <Search text=text set_query=set_query/>
                <Counts store=store visible=visible/>
            </div>
            <Banner store=store/>
            <Announcement text=text visible=visible/>
            {move || match state.get() {
                None => view! {
                    <Table store=store visible=visible query=query order=order set_order=set_order/>
                }
                .into_any(),
                Some(Kind::Connecting) => view! { <Skeleton/> }.into_any(),
                Some(kind) => {
                    let clear = Callback::new(move |()| {
                        text.set(String::new());
                        set_query.run((String::new(), Entry::Replace));
                    });
                    view! { <Empty store=store kind=kind text=text clear=clear/> }.into_any()
                }
            }}
        </main>
    }
}

/// The key `/` leads to the search from anywhere but a field.
fn focus_search_on_slash() {
    let handle = window_event_listener(ev::keydown, |event| {
        let in_field =
            event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()).is_some_and(
                |element| element.matches("input, textarea, select, [contenteditable]").unwrap_or(false),
            );
        let plain = !(event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing());
        if event.key() != "/" || in_field || !plain {
            return;
        }
        let search = document().get_element_by_id("search").and_then(|search| search.dyn_into().ok());
        if let Some(search) = search {
            let search: web_sys::HtmlInputElement = search;
            event.prevent_default();
            let _ = search.focus();
            search.select();
        }
    });
    on_cleanup(move || handle.remove());
}
