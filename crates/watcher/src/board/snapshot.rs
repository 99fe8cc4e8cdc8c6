//! The state of a selection at one position.

use std::sync::Arc;

use kube_ingress_dash_model::position::Position;
use kube_ingress_dash_model::status::{NamespaceStatus, Scope};

use super::{Cursor, Difference, Row, Segment};
use crate::viewer::Sight;

/// What a reader may see, all of it at the same position; later changes do not touch it.
#[derive(Debug)]
pub struct Snapshot {
    /// What is watched.
    pub scope: Scope,
    /// The state of each namespace's watch, by name.
    pub namespaces: Vec<NamespaceStatus>,
    pub(super) segments: Vec<Arc<Segment>>,
    pub(super) cursor: Cursor,
}

impl Snapshot {
    /// Where in the stream it stands.
    pub fn position(&self) -> Position {
        self.cursor.position()
    }

    /// How many rows there are.
    pub fn count(&self) -> usize {
        self.segments.iter().map(|segment| segment.rows().len()).sum()
    }

    /// The rows, by namespace and name.
    pub fn rows(&self) -> impl Iterator<Item = &Arc<Row>> {
        self.segments.iter().flat_map(|segment| segment.rows())
    }

    /// The rows in runs of one namespace each, by namespace and name.
    pub fn segments(&self) -> &[Arc<Segment>] {
        &self.segments
    }

    /// How much the reader may know of what is found about the rows.
    pub fn sight(&self) -> Sight {
        self.cursor.sight()
    }

    /// What leads here from an earlier snapshot of the same selection.
    pub fn difference(&self, earlier: &Self) -> Difference {
        Difference::between(&earlier.segments, &self.segments, self.sight())
    }

    /// A cursor over what is published after this snapshot.
    pub fn follow(&self) -> Cursor {
        self.cursor.clone()
    }
}
