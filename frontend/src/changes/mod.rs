//! What changed: the last changes that this page has seen, the newest first, each with what differs.

mod differences;

use kube_ingress_dash_model::Timestamp;
use kube_ingress_dash_model::change::Change;
use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_model::query::Query;
use leptos::ev::KeyboardEvent;
use leptos::html::Aside;
use leptos::prelude::*;

use crate::browser;
use crate::state::{MOST_CHANGES, Seen, Store};
pub use differences::{differences_view, word};

/// Changes that are listed at first, and with each further step.
const STEP: usize = 50;

/// The panel.
#[component]
pub fn Changes(
    store: Store,
    /// What the table goes by.
    query: Memo<Query>,
    close: Callback<()>,
    open: Callback<IngressKey>,
) -> impl IntoView {
    let most = RwSignal::new(STEP);
    // What is under the pointer stays there: the last change that is shown meanwhile.
    let last = RwSignal::new(None);
    let only_found = RwSignal::new(true);
    let is_searched = Memo::new(move |_| query.with(|query| !query.is_empty()));
    let panel: NodeRef<Aside> = NodeRef::new();
    Effect::new(move |_| {
        if let Some(panel) = panel.get() {
            let _ = panel.focus();
        }
    });
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            close.run(());
        }
    };
    // One more than is listed, which tells whether there are more.
    let found = Memo::new(move |_| {
        let last = last.get();
        if last.is_none() {
            store.history.track();
        }
        let (takes_all, now) = (!only_found.get(), browser::timestamp());
        query.with(|query| {
            let is_wanted = |change: &Change| takes_all || finds(query, change, now);
            store.history.newest_made(last.unwrap_or(u64::MAX), most.get() + 1, is_wanted)
        })
    });
    let listed = move || found.with(|found| found.iter().take(most.get()).cloned().collect::<Vec<_>>());
    let is_none = Memo::new(move |_| found.with(Vec::is_empty));
    let has_more = move || found.with(Vec::len) > most.get();
    let nothing = move || {
        let (made, is_filtered) = (store.history.made(), only_found.get() && is_searched.get());
        match usize::try_from(made) {
            Ok(0) => "Nothing has changed since this page was opened.".to_owned(),
            _ if !is_filtered => "What changes is listed once the pointer has left.".to_owned(),
            Ok(made) if made <= MOST_CHANGES => {
                "Nothing that the search finds has changed since this page was opened.".to_owned()
            }
            _ => format!("None of the last {MOST_CHANGES} changes is of what the search finds."),
        }
    };
    view! {
        <aside
            class="changes"
            data-testid="changes"
            aria-label="What changed"
            tabindex="-1"
            node_ref=panel
            on:keydown=on_key
            on:pointerenter=move |_| last.set(Some(store.history.count_untracked()))
            on:pointerleave=move |_| last.set(None)
        >
            <header>
                <h2>"What changed"</h2>
                <button class="button" aria-label="Close" on:click=move |_| close.run(())>"×"</button>
            </header>
            <Show when=move || is_searched.get()>
                <label class="only-found">
                    <input
                        type="checkbox"
                        data-testid="changes-only-found"
                        prop:checked=only_found
                        on:change=move |event| only_found.set(event_target_checked(&event))
                    />
                    " Only what the search finds"
                </label>
            </Show>
            <Show when=move || is_none.get()>
                <p class="absent">{nothing}</p>
            </Show>
            <ol>
                <For
                    each=listed
                    key=|seen| seen.number
                    children=move |seen| view! { <Entry store=store seen=seen open=open/> }
                />
            </ol>
            <Show when=has_more>
                <button class="button more-changes" on:click=move |_| most.update(|most| *most += STEP)>
                    "Show more"
                </button>
            </Show>
        </aside>
    }
}

/// Whether the query finds the row as it was or as it is: what leaves the table changed as well.
fn finds(query: &Query, change: &Change, now: Timestamp) -> bool {
    change.before().into_iter().chain(change.after()).any(|row| query.matches(row, now))
}

#[component]
fn Entry(store: Store, seen: Seen, open: Callback<IngressKey>) -> impl IntoView {
    let key = seen.change.latest().key();
    let (kind, word) = word(&seen.change);
    let hosts = match &seen.change {
        Change::Updated { .. } => None,
        change => Some(change.latest().hosts().flatten().take(3).collect::<Vec<_>>().join(", ")),
    };
    let name = key.to_string();
    let differences = differences_view(&seen.change);
    view! {
        <li data-testid="change" data-kind=kind>
            <span class="kind">{word}</span>
            <button class="link" on:click=move |_| open.run(key.clone())>{name}</button>
            <span class="share">{move || seen.ago(store.now)}</span>
            {hosts.map(|hosts| view! { <p class="absent">{hosts}</p> })}
            {differences}
        </li>
    }
}
