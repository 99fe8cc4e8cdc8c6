//! The search box.

use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::html::Input;
use leptos::prelude::*;

/// How long typing must rest before it stands in the URL.
const REST: Duration = Duration::from_millis(300);

/// The text filters at once; the URL follows when typing rests.
#[component]
pub fn Search(text: RwSignal<String>, set_query: Callback<String>) -> impl IntoView {
    let input: NodeRef<Input> = NodeRef::new();
    let pending: StoredValue<Option<TimeoutHandle>> = StoredValue::new(None);
    let cancel = move || {
        if let Some(pending) = pending.try_update_value(Option::take).flatten() {
            pending.clear();
        }
    };
    let on_input = move |event| {
        text.set(event_target_value(&event));
        cancel();
        let timer = set_timeout_with_handle(move || set_query.run(text.get_untracked()), REST);
        pending.set_value(timer.ok());
    };
    let clear = move || {
        cancel();
        text.set(String::new());
        set_query.run(String::new());
    };
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "Escape" if text.with_untracked(String::is_empty) => {
            if let Some(input) = input.get_untracked() {
                let _ = input.blur();
            }
        }
        "Escape" => clear(),
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
    }
}
