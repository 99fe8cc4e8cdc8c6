//! What stands in the table's place when there are no rows, and why there are none.

mod nothing_matches;

use kube_ingress_dash_model::status::{NamespaceStatus, SHARED, WatchState};
use leptos::prelude::*;

use crate::connection::trouble;
use crate::dialog::Modal;
use crate::feed::link::Link;
use crate::grants::MissingGrant;
use crate::state::Store;
use crate::toolbar::Controls;
use nothing_matches::NothingMatches;

/// Why there are no rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nothing is known yet.
    Connecting,
    /// The server does not answer, and never did.
    Offline,
    /// Nothing can be shown before somebody signs in.
    SignedOut,
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
        if store.lines.total() > 0 && !query_is_empty {
            return Some(Self::NothingMatches);
        }
        let connecting = store
            .namespaces
            .with(|all| !all.is_empty() && all.iter().all(|status| status.state == WatchState::Connecting));
        let denied = store.namespaces.with(|all| all_denied(all));
        Some(match store.link.get() {
            Link::Lost { .. } if !complete => Self::Offline,
            Link::SignedOut { .. } if !complete => Self::SignedOut,
            _ if !complete || connecting => Self::Connecting,
            _ if denied => Self::AllDenied,
            _ => Self::NoIngress,
        })
    }

    fn name(self) -> &'static str {
        match self {
            Self::Connecting => "connecting",
            Self::Offline => "offline",
            Self::SignedOut => "signed-out",
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
pub fn Empty(
    store: Store,
    kind: Kind,
    controls: Controls,
    /// The grants that denied namespaces lack.
    grants: Modal,
    clear: Callback<()>,
) -> impl IntoView {
    let content = match kind {
        Kind::Connecting => view! { <h2>"Connecting…"</h2> }.into_any(),
        Kind::Offline => view! {
            <h2>"There is no connection to the server"</h2>
            <p>{move || trouble(store)}</p>
            <p>"The page tries again by itself and shows the rows as soon as it can."</p>
        }
        .into_any(),
        Kind::SignedOut => view! {
            <h2>"Signed out"</h2>
            <p>"The rows are shown again when you have signed in."</p>
        }
        .into_any(),
        Kind::AllDenied => view! {
            <h2>"No namespace may be read"</h2>
            <p>{move || first_message(store)}</p>
            <MissingGrant store=store/>
        }
        .into_any(),
        Kind::NoIngress => view! {
            <h2>"There is no Ingress"</h2>
            <p>{move || looked_at(store)}</p>
        }
        .into_any(),
        Kind::NothingMatches => {
            view! { <NothingMatches controls=controls grants=grants clear=clear/> }.into_any()
        }
    };
    view! { <section class="empty" data-testid="empty-state" data-kind=kind.name()>{content}</section> }
}

fn first_message(store: Store) -> String {
    store.namespaces.with(|all| {
        all.iter()
            .find_map(|status| status.error.as_ref())
            .map(|error| ["The API server says: ", &error.message].concat())
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
