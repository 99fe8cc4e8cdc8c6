//! Statuses that the tests here make.

use kube_ingress_dash_model::Timestamp;
use kube_ingress_dash_model::status::{NamespaceStatus, WatchState};

/// A namespace in this state since the second 1,000, without an error.
pub fn status(namespace: &str, state: WatchState) -> NamespaceStatus {
    NamespaceStatus {
        namespace: namespace.to_owned(),
        state,
        since: Timestamp::from_second(1_000).unwrap(),
        last_sync: None,
        next_attempt: None,
        ingresses: 0,
        error: None,
    }
}
