//! What a reader who may not see everything is told of the watches: nothing that names, counts or explains the rest.
//!
//! Rows need no such care, since each belongs to one namespace. Words about the watches can be about all of them: the
//! scope lists namespaces, its reason quotes the command line, and the shared source counts every row.

use kube_ingress_dash_model::event::Status;
use kube_ingress_dash_model::status::{NamespaceStatus, SHARED, Scope, WatchState};

use super::rows::Rows;
use super::state::State;
use super::{Event, Published};
use crate::viewer::Selection;

/// The one status whose words are the API server's own: see [`Failure::report`](crate::failure::Failure::report).
const FORBIDDEN: u16 = 403;
const REASON: &str = "you are shown the namespaces that you may see";
const UNWATCHED: &str = "this server does not watch the namespace";
/// The API server's words for a refusal name the account and where it lives.
const REFUSED: &str = "the API server does not let this server read them";

impl State {
    /// The scope as this reader may know it.
    pub(super) fn scope_for(&self, selection: &Selection) -> Scope {
        scope_for(selection, self.scope().clone())
    }

    /// The status as this reader may know it.
    pub(super) fn status_for(&self, selection: &Selection, status: NamespaceStatus) -> NamespaceStatus {
        if !selection.is_restricted() {
            return status;
        }
        let NamespaceStatus { mut ingresses, mut error, .. } = status;
        if status.namespace == SHARED {
            let visible = self.rows.iter().filter(|(namespace, _)| selection.may_see(namespace));
            ingresses = visible.map(|(_, rows)| Rows::len(rows)).sum();
        }
        if let Some(error) = &mut error {
            if status.state == WatchState::Unwatched {
                UNWATCHED.clone_into(&mut error.message);
            } else if error.status == Some(FORBIDDEN) {
                REFUSED.clone_into(&mut error.message);
            }
        }
        NamespaceStatus { ingresses, error, ..status }
    }

    /// What this reader is told in place of what was published for all; nothing where that is what it may know.
    pub(super) fn instead_of(&self, published: &Published, selection: &Selection) -> Option<Status> {
        let Event::Status(status) = published.event() else {
            return None;
        };
        selection.is_restricted().then(|| Status {
            scope: status.scope.clone().map(|scope| scope_for(selection, scope)),
            namespaces: status
                .namespaces
                .iter()
                .map(|status| self.status_for(selection, status.clone()))
                .collect(),
        })
    }
}

fn scope_for(selection: &Selection, mut scope: Scope) -> Scope {
    if selection.is_restricted() {
        if let Some(namespaces) = &mut scope.namespaces {
            namespaces.retain(|namespace| selection.may_see(namespace));
        }
        REASON.clone_into(&mut scope.reason);
    }
    scope
}
