//! The strip at the top: which cluster this is, and whether the page follows it.

use gloo_net::http::Request;
use kube_ingress_dash_model::client_config::ClientConfig;
use kube_ingress_dash_model::status::WatchState;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser;
use crate::feed::link::{Link, Shown};
use crate::state::Store;
use crate::theme::ThemeToggle;

/// Asks the server what it says of itself.
pub fn load_config(store: Store) {
    spawn_local(async move {
        if let Ok(answer) = Request::get(&browser::url("api/config")).send().await
            && let Ok(config) = answer.json::<ClientConfig>().await
        {
            document().set_title(&format!("{} · kube-ingress-dash", config.cluster_name));
            store.config.set(Some(config));
        }
    });
}

/// The strip.
#[component]
pub fn Header(store: Store) -> impl IntoView {
    let cluster = move || store.config.get().map(|config| config.cluster_name);
    let demo = move || store.config.get().is_some_and(|config| config.demo);
    view! {
        <header>
            <svg class="mark" viewBox="0 0 20 20" aria-hidden="true">
                <path d="M2 10h5c4 0 3-6 7-6h4M7 10c4 0 3 6 7 6h4M7 10h11"/>
            </svg>
            <h1>"kube-ingress-dash"</h1>
            <Show when=move || cluster().is_some()>
                <span class="cluster" data-testid="cluster-name">{cluster}</span>
            </Show>
            <Show when=demo><span class="badge" data-testid="demo-badge">"demo data"</span></Show>
            <span class="spacer"></span>
            <Connection store=store/>
            <ThemeToggle/>
        </header>
    }
}

/// The pill that says whether the page follows.
#[component]
fn Connection(store: Store) -> impl IntoView {
    let shown = Memo::new(move |_| {
        let has_rows = store.complete.get();
        store.link.with(|link| link.shown(store.now.get(), has_rows))
    });
    let cluster_is_lost = Memo::new(move |_| {
        store.namespaces.with(|namespaces| {
            let watched = || namespaces.iter().filter(|status| status.state != WatchState::Denied);
            watched().next().is_some() && watched().all(|status| status.state == WatchState::Stale)
        })
    });
    let state = move || match shown.get() {
        Shown::Connecting => "connecting",
        Shown::Live if cluster_is_lost.get() => "stale",
        Shown::Live => "live",
        Shown::Reconnecting => "reconnecting",
        Shown::Offline => "offline",
    };
    let words = move || match state() {
        "connecting" => "Connecting",
        "stale" => "Stale",
        "live" => "Live",
        "reconnecting" => "Reconnecting",
        _ => "Offline",
    };
    let detail = move || {
        store.link.with(|link| match link {
            Link::Lost { next_attempt, problem, .. } => {
                let seconds = ((next_attempt - store.now.get()) / 1000.0).max(0.0).ceil();
                let problem = problem.as_deref().unwrap_or("the server does not answer");
                Some(format!("{problem}; next attempt in {seconds} s"))
            }
            Link::Connecting | Link::Live => None,
        })
    };
    view! {
        <span class="pill" role="status" data-testid="connection" data-state=state title=detail>
            <span class="dot" aria-hidden="true"></span>
            {words}
        </span>
    }
}
