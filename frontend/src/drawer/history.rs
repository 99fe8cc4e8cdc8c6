//! What changed of the Ingress while this page was open, as far as it is kept.

use kube_ingress_dash_model::key::IngressKey;
use leptos::prelude::*;

use crate::changes::{differences_view, word};
use crate::state::{Seen, Store};

/// So many changes are listed.
const LISTED: usize = 5;

/// The last changes, the newest first; nothing where none was seen.
#[component]
pub(super) fn HistorySection(store: Store, key: Memo<Option<IngressKey>>) -> impl IntoView {
    let seen = Memo::new(move |_| {
        store.history.track();
        key.with(|key| key.as_ref().map(|key| store.history.newest_of(key, LISTED)).unwrap_or_default())
    });
    let is_any = Memo::new(move |_| seen.with(|seen| !seen.is_empty()));
    view! {
        <Show when=move || is_any.get()>
            <h3>"Changes seen"</h3>
            <ol class="history" data-testid="history">
                <For
                    each=move || seen.get()
                    key=|seen| seen.number
                    children=move |seen| view! { <Entry store=store seen=seen/> }
                />
            </ol>
        </Show>
    }
}

#[component]
fn Entry(store: Store, seen: Seen) -> impl IntoView {
    let (kind, word) = word(&seen.change);
    let differences = differences_view(&seen.change);
    view! {
        <li data-kind=kind>
            <span class="kind">{word}</span> " " <span class="share">{move || seen.ago(store.now)} " ago"</span>
            {differences}
        </li>
    }
}
