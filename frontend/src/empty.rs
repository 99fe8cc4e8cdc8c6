//! What stands in the table's place when there are no rows, and why there are none.

use kube_ingress_dash_model::status::{NamespaceStatus, SHARED, WatchState};
use leptos::prelude::*;

use crate::feed::link::Link;
use crate::state::Store;

/// Why there are no rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nothing is known yet.
    Connecting,
    /// The server does not answer, and never did.
    Offline,
    /// No namespace may be read.
    AllDenied,
    /// There is no Ingress.
    NoIngress,
    /// There are rows, and the query matches none.
    NothingMatches,
}

impl Kind {
    /// Why there are no rows; null if there are.
    pub fn of(store: Store, visible: usize, query_is_empty: bool) -> Option<Self> {
        let complete = store.complete.get();
        if visible > 0 {
            return None;
        }
        if store.total() > 0 && !query_is_empty {
            return Some(Self::NothingMatches);
        }
        let connecting = store
            .namespaces
            .with(|all| !all.is_empty() && all.iter().all(|status| status.state == WatchState::Connecting));
        let denied = store.namespaces.with(|all| all_denied(all));
        Some(match store.link.get() {
            Link::Lost { .. } if !complete => Self::Offline,
            _ if !complete || connecting => Self::Connecting,
            _ if denied => Self::AllDenied,
            _ => Self::NoIngress,
        })
    }

    fn name(self) -> &'static str {
        match self {
            Self::Connecting => "connecting",
            Self::Offline => "offline",
            Self::AllDenied => "all-denied",
            Self::NoIngress => "no-ingress",
            Self::NothingMatches => "nothing-matches",
        }
    }
}

fn all_denied(namespaces: &[NamespaceStatus]) -> bool {
    !namespaces.is_empty() && namespaces.iter().all(|status| status.state == WatchState::Denied)
}

/// The explanation.
#[component]
pub fn Empty(store: Store, kind: Kind, text: RwSignal<String>, clear: Callback<()>) -> impl IntoView {
    let content = match kind {
        Kind::Connecting => view! { <h2>"Connecting…"</h2> }.into_any(),
        Kind::Offline => view! {
            <h2>"The server does not answer"</h2>
            <p>"The page tries again by itself and shows the rows as soon as it can."</p>
        }
        .into_any(),
        Kind::AllDenied => view! {
            <h2>"No namespace may be read"</h2>
            <p>"The API server refuses every namespace that is watched. What is missing is the right to list and watch Ingresses:"</p>
            <pre><code>{GRANT}</code></pre>
            <p>{move || first_message(store)}</p>
        }
        .into_any(),
        Kind::NoIngress => view! {
            <h2>"There is no Ingress"</h2>
            <p>{move || looked_at(store)}</p>
        }
        .into_any(),
        Kind::NothingMatches => view! {
            <h2>"Nothing matches"</h2>
            <p>"No Ingress has every word of " <q>{move || text.get()}</q> "."</p>
            <button class="button" on:click=move |_| clear.run(())>"Clear the search"</button>
        }
        .into_any(),
    };
    view! { <section class="empty" data-testid="empty-state" data-kind=kind.name()>{content}</section> }
}

/// The least rule that lets the server read.
const GRANT: &str = "rules:
- apiGroups: [networking.k8s.io]
  resources: [ingresses]
  verbs: [get, list, watch]";

fn first_message(store: Store) -> String {
    store.namespaces.with(|all| {
        all.iter()
            .find_map(|status| status.error.as_ref())
            .map(|error| error.message.clone())
            .unwrap_or_default()
    })
}

fn looked_at(store: Store) -> String {
    store.namespaces.with(|all| {
        let names: Vec<&str> =
            all.iter().map(|status| status.namespace.as_str()).filter(|name| *name != SHARED).collect();
        match names.as_slice() {
            [] => "The server looks at all namespaces of the cluster.".to_owned(),
            [one] => format!("The server looks at the namespace {one}."),
            some => format!("The server looks at the namespaces {}.", some.join(", ")),
        }
    })
}
