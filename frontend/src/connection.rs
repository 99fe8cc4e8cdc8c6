//! What is said of the connection: the pill in the header, and the lines above the table.

use kube_ingress_dash_model::age;
use kube_ingress_dash_model::status::{NamespaceStatus, WatchState};
use leptos::prelude::*;

use crate::browser;
use crate::feed::link::{Link, Shown};
use crate::state::Store;

/// The pill that says whether the page follows.
#[component]
pub fn Pill(store: Store) -> impl IntoView {
    let shown = shown(store);
    let cluster_is_lost =
        Memo::new(move |_| store.namespaces.with(|namespaces| are_all(namespaces, WatchState::Stale)));
    let cluster_is_new =
        Memo::new(move |_| store.namespaces.with(|all| are_all(all, WatchState::Connecting)));
    let words = Memo::new(move |_| match shown.get() {
        Shown::Connecting => ("connecting", "Connecting"),
        Shown::Live | Shown::Polling if cluster_is_lost.get() => ("stale", "Stale"),
        Shown::Live | Shown::Polling if cluster_is_new.get() => ("connecting", "Connecting"),
        Shown::Live | Shown::Polling if store.pause.is_on() => ("paused", "Paused"),
        Shown::Live => ("live", "Live"),
        Shown::Polling => ("polling", "Polling"),
        Shown::Reconnecting => ("reconnecting", "Reconnecting"),
        Shown::Offline => ("offline", "Offline"),
        Shown::SignedOut => ("signed-out", "Signed out"),
    });
    let detail = move || match store.link.get() {
        Link::Lost { .. } => trouble(store),
        Link::Polling => Some(
            "The stream of changes does not come through. The list is asked for every 5 s instead."
                .to_owned(),
        ),
        _ => None,
    };
    view! {
        <span class="pill" role="status" data-testid="connection" data-state=move || words.get().0 title=detail>
            <span class="dot" aria-hidden="true"></span>
            {move || words.get().1}
        </span>
    }
}

/// Whether that is the state of all that may be read, and there is such.
fn are_all(namespaces: &[NamespaceStatus], state: WatchState) -> bool {
    let mut watched = namespaces.iter().filter(|status| status.state != WatchState::Denied).peekable();
    watched.peek().is_some() && watched.all(|status| status.state == state)
}

/// What is wrong with the connection, and what can be done about it.
#[component]
pub fn ConnectionLines(store: Store) -> impl IntoView {
    let shown = shown(store);
    let line = move || {
        match shown.get() {
        Shown::Reconnecting => view! {
            <div class="line">
                <p><span class="sign" aria-hidden="true">"▲"</span> {move || trouble(store)} {move || rows(store)}</p>
            </div>
        }
        .into_any(),
        Shown::SignedOut => view! {
            <div class="line">
                <p>
                    <span class="sign" aria-hidden="true">"▲"</span>
                    "You are signed out: the session at the proxy in front of this server has ended."
                    {move || rows(store)}
                </p>
                <button class="button" on:click=|_| browser::reload()>"Sign in again"</button>
            </div>
        }
        .into_any(),
        _ => ().into_any(),
    }
    };
    let newer = move || {
        store.newer_build.with(Option::is_some).then(|| {
            view! {
                <div class="line notice">
                    <p>"Updated. "</p>
                    <button class="button" on:click=|_| browser::reload()>"Reload"</button>
                </div>
            }
        })
    };
    view! { {line} {newer} }
}

fn shown(store: Store) -> Memo<Shown> {
    Memo::new(move |_| {
        let has_rows = store.complete.get();
        store.link.with(|link| link.shown(store.now.get(), has_rows))
    })
}

/// What is wrong and when the next attempt is; null while nothing is.
pub fn trouble(store: Store) -> Option<String> {
    store.link.with(|link| match link {
        Link::Lost { next_attempt, cause, .. } => {
            let seconds = seconds(next_attempt - store.now.get());
            let words = cause.words();
            Some(if seconds > 0 {
                format!("{words}. Next attempt in {seconds} s.")
            } else {
                [&words, ". Trying again now."].concat()
            })
        }
        _ => None,
    })
}

/// How old the rows are.
fn rows(store: Store) -> Option<String> {
    let since = store.link.with(Link::since).filter(|_| store.complete.get())?;
    Some([" Rows are as they were ", &age::written(seconds(store.now.get() - since)), " ago."].concat())
}

/// Whole seconds, at least none.
#[expect(clippy::cast_possible_truncation, reason = "no such time is that long")]
fn seconds(milliseconds: f64) -> i64 {
    (milliseconds / 1_000.0).ceil().max(0.0) as i64
}
