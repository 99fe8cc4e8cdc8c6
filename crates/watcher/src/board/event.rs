//! What the board publishes.

use std::sync::Arc;

use kube_ingress_dash_model::event::Status;
use kube_ingress_dash_model::key::IngressKey;

use super::Row;

/// A change that readers hear of: of one namespace only, or of the scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Rows that are new or differ from before, as many as fit into one frame.
    Upserted(Vec<Arc<Row>>),
    /// Keys of rows that are gone.
    Removed(Vec<IngressKey>),
    /// Watches whose state changed.
    Status(Status),
}
