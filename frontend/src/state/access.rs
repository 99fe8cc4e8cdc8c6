//! The namespaces that may not be read: with the right to it rows come and go that nobody added or removed.

use std::collections::BTreeSet;

use kube_ingress_dash_model::status::{NamespaceStatus, SHARED, WatchState};

/// Names of namespaces, or of the watch that all of them share.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Denied(BTreeSet<String>);

impl Denied {
    /// By the states of the watches.
    pub(super) fn of<'a>(statuses: impl Iterator<Item = &'a NamespaceStatus>) -> Self {
        let denied = statuses.filter(|status| status.state == WatchState::Denied);
        Self(denied.map(|status| status.namespace.clone()).collect())
    }

    /// Whether the rows of this namespace may not be read.
    pub(super) fn holds(&self, namespace: &str) -> bool {
        self.0.contains(namespace) || self.0.contains(SHARED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::status;

    #[test]
    fn a_shared_watch_that_is_denied_holds_every_namespace() {
        let of = |statuses: &[NamespaceStatus]| Denied::of(statuses.iter());
        let one = of(&[status("vault", WatchState::Denied), status("shop", WatchState::Stale)]);
        assert_eq!([one.holds("vault"), one.holds("shop")], [true, false]);
        assert!(of(&[status(SHARED, WatchState::Denied)]).holds("shop"));
    }
}
