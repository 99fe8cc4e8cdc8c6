//! Lets the table stand still.

use leptos::prelude::*;

use crate::state::Store;
use crate::text::count;

/// The button, with how many rows wait.
#[component]
pub fn PauseButton(store: Store) -> impl IntoView {
    let words = move || match (store.pause.is_on(), store.pause.waiting()) {
        (false, _) => "Pause live updates".to_owned(),
        (true, 0) => "Paused. Resume live updates".to_owned(),
        (true, waiting) => format!("Paused, {} rows have changed. Resume live updates", count(waiting)),
    };
    let sign = move || if store.pause.is_on() { "▶" } else { "❚❚" };
    let waiting = move || match store.pause.waiting() {
        0 => None,
        waiting => Some(view! { <span class="share" data-testid="waiting">{count(waiting)}</span> }),
    };
    view! {
        <button
            class="choice"
            class:on=move || store.pause.is_on()
            data-testid="pause"
            aria-pressed=move || store.pause.is_on().to_string()
            aria-label=words
            title=words
            on:click=move |_| store.set_paused(!store.pause.is_on_untracked())
        >
            <span aria-hidden="true">{sign}</span> {waiting}
        </button>
    }
}
