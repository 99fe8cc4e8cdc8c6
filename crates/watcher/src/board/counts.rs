//! How much a reader finds on a board.

use std::collections::BTreeMap;

use kube_ingress_dash_model::status::WatchState;

/// Numbers of a selection at one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows.
    pub ingresses: usize,
    /// Namespaces that have rows.
    pub namespaces: usize,
    /// Sources, by the state of their watch.
    pub sources: BTreeMap<WatchState, usize>,
}
