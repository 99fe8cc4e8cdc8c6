//! Whoever was let in, for as long as that holds.

use std::collections::BTreeSet;
use std::sync::Arc;

use kube_ingress_dash_watcher::viewer::Viewer;

use super::Authentication;
use super::basic::Account;

/// A viewer and how it came to be one; clones are the same.
#[derive(Clone)]
pub(crate) struct Admitted {
    authentication: Authentication,
    identity: Identity,
    viewer: Viewer,
}

/// As whom somebody was let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Identity {
    /// As one of all.
    Anonymous,
    /// As the user that a proxy named.
    Proxied { name: String, groups: BTreeSet<String> },
    /// As the owner of an account.
    Account(Arc<Account>),
}

impl Admitted {
    pub(super) fn new(authentication: Authentication, identity: Identity) -> Self {
        let viewer = authentication.viewer(&identity);
        Self { authentication, identity, viewer }
    }

    /// Who it is.
    pub(crate) fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    /// Waits until it would not be let in any more, or not to see the same.
    pub(crate) async fn until_it_changes(self) {
        loop {
            // Listens before it looks, so that no change falls between.
            let changed = self.authentication.changed();
            let is_known = self.authentication.still_knows(&self.identity);
            if !is_known || self.authentication.viewer(&self.identity) != self.viewer {
                return;
            }
            changed.await;
        }
    }
}
