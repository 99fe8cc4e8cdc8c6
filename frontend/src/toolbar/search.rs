//! The search box.

use std::time::Duration;

use kube_ingress_dash_model::query::Query;
use leptos::ev::KeyboardEvent;
use leptos::html::Input;
use leptos::prelude::*;

/// How long typing must rest before it stands in the URL.
const REST: Duration = Duration::from_millis(300);

/// How a query enters the browser's history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Entry {
    /// In place of the present entry.
    #[default]
    Replace,
    /// As a new entry, from which one can go back to the present one.
    Add,
}

/// The text filters at once; the URL follows when typing rests. Enter ends a search: the next one adds an entry to the
/// history.
#[component]
pub fn Search(
    text: RwSignal<String>,
    query: Memo<Query>,
    set_query: Callback<(String, Entry)>,
) -> impl IntoView {
    let input: NodeRef<Input> = NodeRef::new();
    let pending: StoredValue<Option<TimeoutHandle>> = StoredValue::new(None);
    let cancel = move || {
        if let Some(pending) = pending.try_update_value(Option::take).flatten() {
            pending.clear();
        }
    };
    let next_entry = StoredValue::new(Entry::default());
    let write = move || {
        let entry = next_entry.try_update_value(std::mem::take).unwrap_or_default();
        set_query.run((text.get_untracked(), entry));
    };
    let on_input = move |event| {
        text.set(event_target_value(&event));
        cancel();
        pending.set_value(set_timeout_with_handle(write, REST).ok());
    };
    let clear = move || {
        cancel();
        text.set(String::new());
        write();
    };
    let enter = move || {
        cancel();
        write();
        next_entry.set_value(Entry::Add);
    };
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "Escape" if text.with_untracked(String::is_empty) => {
            if let Some(input) = input.get_untracked() {
                let _ = input.blur();
            }
        }
        "Escape" => clear(),
        "Enter" => enter(),
        _ => {}
    };
    let clear_and_stay = move |_| {
        clear();
        if let Some(input) = input.get_untracked() {
            let _ = input.focus();
        }
    };
    view! {
        <div class="search" role="search">
            <kbd aria-hidden="true">"/"</kbd>
            <input
                id="search"
                data-testid="search"
                type="text"
                aria-describedby="search-remarks"
                aria-invalid=move || query.with(|query| !query.problems().is_empty()).to_string()
                aria-label="Search namespace, name, host, path, service, class and address"
                placeholder="Search namespace, name, host, path, service…"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                enterkeyhint="search"
                node_ref=input
                prop:value=move || text.get()
                on:input=on_input
                on:keydown=on_key
            />
            <Show when=move || text.with(|text| !text.is_empty())>
                <button data-testid="search-clear" aria-label="Clear the search" on:click=clear_and_stay>"×"</button>
            </Show>
        </div>
        <Remarks query=query/>
    }
}

/// What is wrong with the search, and what may have been meant.
#[component]
fn Remarks(query: Memo<Query>) -> impl IntoView {
    let problems = move || {
        query.with(|query| {
            let remark = |class: &'static str, words: String| view! { <p class=class>{words}</p> };
            let problems = query.problems().iter().map(|problem| remark("problem", problem.to_string()));
            let hints = query.hints().iter().map(|hint| remark("hint", hint.to_string()));
            problems.chain(hints).collect_view()
        })
    };
    view! { <div id="search-remarks" class="remarks" data-testid="search-remarks" aria-live="polite">{problems}</div> }
}
