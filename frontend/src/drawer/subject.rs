//! What is known of the Ingress that is shown: its row as it is now, or as it was last, and why there is none.

use std::sync::Arc;

use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_model::status::{NamespaceStatus, SHARED, WatchState};
use leptos::prelude::*;

use crate::state::Store;

/// What is known. Without row and absence, rows are still on their way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Subject {
    /// The row, or the last one where it is absent by now.
    pub row: Option<Arc<Ingress>>,
    /// Why it is absent, if it is.
    pub absence: Option<Absence>,
}

/// Why there is no such row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Absence {
    /// There is no Ingress of this name.
    NoIngress,
    /// Its namespace may not be read.
    Denied {
        /// What the API server said.
        message: String,
    },
    /// There is no such namespace.
    NoNamespace,
    /// The server does not look at its namespace.
    Unwatched,
}

/// What is known of the selected Ingress, as long as the present owner lives.
pub fn follow(store: Store, selection: Memo<Option<IngressKey>>) -> Memo<Subject> {
    Memo::new(move |before: Option<&Subject>| {
        let Some(key) = selection.get() else { return Subject::default() };
        let row = store.find(&key);
        let is_known = store.complete.get();
        let absence = || store.namespaces.with(|statuses| absence(statuses, &key.namespace));
        let seen = || store.history.last_content(&key);
        next(before, &key, row, seen, || is_known.then(absence))
    })
}

fn next(
    before: Option<&Subject>,
    key: &IngressKey,
    row: Option<Arc<Ingress>>,
    seen: impl FnOnce() -> Option<Arc<Ingress>>,
    absence: impl FnOnce() -> Option<Absence>,
) -> Subject {
    if row.is_some() {
        return Subject { row, absence: None };
    }
    let shown = before.and_then(|before| before.row.clone()).filter(|last| last.key() == *key);
    Subject { row: shown.or_else(seen), absence: absence() }
}

fn absence(statuses: &[NamespaceStatus], namespace: &str) -> Absence {
    let status_of = |name: &str| statuses.iter().find(|status| status.namespace == name);
    let Some(status) = status_of(namespace).or_else(|| status_of(SHARED)) else { return Absence::NoIngress };
    match status.state {
        WatchState::Denied => {
            let error = status.error.as_ref();
            Absence::Denied { message: error.map(|error| error.message.clone()).unwrap_or_default() }
        }
        WatchState::Missing => Absence::NoNamespace,
        WatchState::Unwatched => Absence::Unwatched,
        _ => Absence::NoIngress,
    }
}

impl Subject {
    /// What to tell of an absence, first in a few words and then in a sentence. Null if there is none.
    pub fn notice(&self) -> Option<(&'static str, String)> {
        let was_shown = self.row.is_some();
        let last_content = if was_shown { "This is its last known content." } else { "" };
        Some(match self.absence.as_ref()? {
            Absence::NoIngress if was_shown => ("Deleted", last_content.to_owned()),
            Absence::NoIngress => (
                "No such Ingress",
                "There is no Ingress of this name, or it is not among those that the server shows."
                    .to_owned(),
            ),
            Absence::Denied { message } => {
                ("Its namespace cannot be read", [message, " ", last_content].concat().trim().to_owned())
            }
            Absence::NoNamespace => ("Its namespace does not exist", last_content.to_owned()),
            Absence::Unwatched => ("The server does not look at its namespace", last_content.to_owned()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{self, status};

    fn key() -> IngressKey {
        IngressKey::new("shop", "web")
    }

    #[test]
    fn a_deleted_row_keeps_its_last_content() {
        let shown = next(None, &key(), Some(Arc::new(sample::ingress("shop", "web"))), || None, || None);
        assert_eq!(shown.notice(), None);
        let gone = next(Some(&shown), &key(), None, || None, || Some(Absence::NoIngress));
        assert_eq!(gone.row, shown.row);
        assert_eq!(gone.notice().map(|(title, _)| title), Some("Deleted"));
    }

    #[test]
    fn a_row_that_was_seen_to_go_has_its_last_content() {
        let seen = || Some(Arc::new(sample::ingress("shop", "web")));
        let gone = next(None, &key(), None, seen, || Some(Absence::NoIngress));
        assert_eq!(gone.row, seen());
        assert_eq!(gone.notice().map(|(title, _)| title), Some("Deleted"));
    }

    #[test]
    fn the_content_of_another_row_is_never_shown() {
        let shown = next(None, &key(), Some(Arc::new(sample::ingress("shop", "other"))), || None, || None);
        let unknown = next(Some(&shown), &key(), None, || None, || Some(Absence::NoIngress));
        assert_eq!(unknown.row, None);
        assert_eq!(unknown.notice().map(|(title, _)| title), Some("No such Ingress"));
    }

    #[test]
    fn rows_that_are_on_their_way_are_not_absent() {
        assert_eq!(next(None, &key(), None, || None, || None), Subject::default());
    }

    #[test]
    fn an_absence_is_explained_by_the_state_of_the_namespace() {
        let of = |statuses: &[NamespaceStatus]| absence(statuses, "shop");
        assert_eq!(of(&[status("shop", WatchState::Missing)]), Absence::NoNamespace);
        assert_eq!(of(&[status("shop", WatchState::Unwatched)]), Absence::Unwatched);
        assert_eq!(of(&[status("shop", WatchState::Live)]), Absence::NoIngress);
        assert_eq!(of(&[status("pay", WatchState::Missing)]), Absence::NoIngress);
        assert!(matches!(of(&[status(SHARED, WatchState::Denied)]), Absence::Denied { .. }));
    }
}
