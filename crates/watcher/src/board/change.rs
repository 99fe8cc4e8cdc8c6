//! What a source tells the board.

use jiff::Timestamp;
use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_model::status::WatchError;

use super::{Partition, Row};

/// A change of one partition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Whose change it is.
    pub partition: Partition,
    /// What changed.
    pub kind: ChangeKind,
}

/// What a source learnt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeKind {
    /// A list is complete: these are all rows of the partition, and it is live.
    Listed(Vec<Row>),
    /// The rows as a process before this one knew them. They are shown as stale, and only where nothing newer is known.
    Warmed {
        /// All rows of the partition.
        rows: Vec<Row>,
        /// When they were known to be right.
        known: Timestamp,
    },
    /// A list is complete and empty because the namespace does not exist.
    Missing,
    /// An object was added or modified.
    Upserted(Row),
    /// An object was deleted.
    Removed(IngressKey),
    /// The API server confirmed that nothing else happened: a watch was opened or sent a bookmark.
    Confirmed,
    /// The watch is lost; what is known stays and is tried again.
    Failed {
        /// What went wrong.
        error: WatchError,
        /// When it is tried again.
        next_attempt: Timestamp,
    },
    /// The API server refuses to show the partition: its rows are removed.
    Denied {
        /// What the API server said.
        error: WatchError,
        /// When it is tried again.
        next_attempt: Timestamp,
    },
}
