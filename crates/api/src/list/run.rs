//! Rows that are written in one piece.

use std::sync::Arc;

use kube_ingress_dash_watcher::board::{Row, Segment};

/// Neighbouring rows of a list.
pub(super) trait Run: Send + 'static {
    /// The rows, at least one.
    fn rows(&self) -> &[Arc<Row>];
}

impl Run for Arc<Segment> {
    fn rows(&self) -> &[Arc<Row>] {
        Segment::rows(self)
    }
}

impl Run for Vec<Arc<Row>> {
    fn rows(&self) -> &[Arc<Row>] {
        self
    }
}
