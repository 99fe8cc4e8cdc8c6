//! The merged state of all sources: one writer, any number of readers.
//!
//! The [`Board`] takes the changes of the sources and publishes what really changed. A reader takes a [`Snapshot`]
//! and follows it with a [`Cursor`] over the log of what was published: there is no queue for each reader, so a slow
//! one costs nothing and delays nobody.

mod change;
mod counts;
mod cursor;
mod log;
mod partition;
mod published;
mod reader;
mod rows;
mod segment;
mod snapshot;
mod state;
mod statuses;

pub use change::{Change, ChangeKind};
pub use counts::Counts;
pub use cursor::{Cursor, Overflow};
pub use partition::Partition;
pub use published::{Audience, Published};
pub use reader::BoardReader;
pub use segment::Segment;
pub use snapshot::Snapshot;

use std::sync::Arc;

use jiff::Timestamp;
use kube_ingress_dash_model::position::Epoch;
use kube_ingress_dash_model::status::Scope;
use parking_lot::RwLock;
use tokio::sync::watch;

use state::State;

/// The writing side of the board.
#[derive(Debug)]
pub struct Board {
    state: Arc<RwLock<State>>,
    published: watch::Sender<u64>,
}

impl Board {
    /// An empty board with one source for each of `partitions`, all of them connecting since `now`.
    ///
    /// `replay` is how many published events are kept for clients that resume.
    pub fn new(
        epoch: Epoch,
        replay: usize,
        scope: Scope,
        partitions: impl IntoIterator<Item = Partition>,
        now: Timestamp,
    ) -> Self {
        let state = State::new(epoch, replay, scope, partitions, now);
        let (published, _) = watch::channel(state.latest());
        Self { state: Arc::new(RwLock::new(state)), published }
    }

    /// A reading side; any number may be taken.
    pub fn reader(&self) -> BoardReader {
        BoardReader::new(Arc::clone(&self.state), self.published.subscribe())
    }

    /// Applies a source's change, seen at `now`, and publishes what it changes for readers.
    pub fn apply(&mut self, change: Change, now: Timestamp) {
        let mut state = self.state.write();
        let before = state.latest();
        state.apply(change, now);
        let latest = state.latest();
        drop(state);
        if latest != before {
            self.published.send_replace(latest);
        }
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod warm_tests;
