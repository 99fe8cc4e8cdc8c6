//! The merged state of all sources: one writer, any number of readers.
//!
//! The [`Board`] takes the changes of the sources and publishes what really changed. A reader takes a [`Snapshot`]
//! and follows it with a [`Cursor`] over the log of what was published: there is no queue for each reader, so a slow
//! one costs nothing and delays nobody.

mod apply;
mod change;
mod counts;
mod cursor;
mod difference;
mod event;
mod log;
mod partition;
mod plan;
mod publish;
mod published;
mod reader;
mod restricted;
mod row;
mod rows;
mod segment;
mod snapshot;
mod state;
mod statuses;
mod weight;

pub use change::{Change, ChangeKind};
pub use counts::Counts;
pub use cursor::{Cursor, Overflow};
pub use difference::Difference;
pub use event::Event;
pub use partition::Partition;
pub use plan::Plan;
pub use published::{Audience, Published};
pub use reader::BoardReader;
pub use row::Row;
pub use segment::Segment;
pub use snapshot::Snapshot;

use std::sync::Arc;

use jiff::Timestamp;
use kube_ingress_dash_model::position::Epoch;
use parking_lot::RwLock;
use tokio::sync::watch;

use crate::narrowing::Narrowing;
use state::State;

/// The writing side of the board.
#[derive(Debug)]
pub struct Board {
    state: Arc<RwLock<State>>,
    published: watch::Sender<u64>,
}

impl Board {
    /// An empty board of this plan, all its sources connecting since `now`.
    ///
    /// `replay` is how many published events are kept for clients that resume.
    pub fn new(epoch: Epoch, replay: usize, plan: &Plan, narrowing: Narrowing, now: Timestamp) -> Self {
        let state = State::new(epoch, replay, plan, narrowing, now);
        let (published, _) = watch::channel(state.latest());
        Self { state: Arc::new(RwLock::new(state)), published }
    }

    /// A reading side; any number may be taken.
    pub fn reader(&self) -> BoardReader {
        BoardReader::new(Arc::clone(&self.state), self.published.subscribe())
    }

    /// Applies a source's change, seen at `now`, and publishes what it changes for readers.
    pub fn apply(&mut self, change: Change, now: Timestamp) {
        self.write(|state| state.apply(change, now));
    }

    /// Goes over to another plan at `now`, and publishes what that changes for readers.
    pub fn replan(&mut self, plan: &Plan, now: Timestamp) {
        self.write(|state| state.replan(plan, now));
    }

    fn write(&self, step: impl FnOnce(&mut State)) {
        let mut state = self.state.write();
        let before = state.latest();
        step(&mut state);
        let latest = state.latest();
        drop(state);
        if latest != before {
            self.published.send_replace(latest);
        }
    }
}

#[cfg(test)]
mod replan_tests;
#[cfg(test)]
mod restricted_tests;
#[cfg(test)]
pub(crate) mod tests;
#[cfg(test)]
mod warm_tests;
