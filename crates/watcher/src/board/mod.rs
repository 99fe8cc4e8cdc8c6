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
mod insight;
mod log;
mod partition;
mod plan;
mod publish;
mod published;
mod reader;
mod renewal;
mod restricted;
mod row;
mod rows;
mod segment;
mod snapshot;
mod state;
mod statuses;
mod turn;
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
pub use renewal::Renewal;
pub use row::Row;
pub use segment::Segment;
pub use snapshot::Snapshot;

use std::sync::Arc;

use jiff::Timestamp;
use kube_ingress_dash_insight::{Facts, Index};
use kube_ingress_dash_model::position::Epoch;
use parking_lot::{RwLock, RwLockWriteGuard};
use tokio::sync::watch;

use crate::narrowing::Narrowing;
use insight::Settlement;
use state::State;
use turn::{Turn, Turns};

/// The writing side of the board.
#[derive(Debug)]
pub struct Board {
    state: Arc<RwLock<State>>,
    index: Arc<RwLock<Index>>,
    published: watch::Sender<u64>,
}

impl Board {
    /// An empty board of this plan, all its sources connecting since `now`.
    ///
    /// `replay` is how many published events are kept for clients that resume.
    pub fn new(epoch: Epoch, replay: usize, plan: &Plan, narrowing: Narrowing, now: Timestamp) -> Self {
        let state = State::new(epoch, replay, plan, narrowing, now);
        let (published, _) = watch::channel(state.latest());
        Self { state: Arc::new(RwLock::new(state)), index: Arc::default(), published }
    }

    /// The same empty board, where this is known beside the rows.
    #[must_use]
    pub fn with_facts(self, facts: Facts) -> Self {
        *self.index.write() = Index::new(facts);
        self
    }

    /// A reading side; any number may be taken.
    pub fn reader(&self) -> BoardReader {
        BoardReader::new(Arc::clone(&self.state), Arc::clone(&self.index), self.published.subscribe())
    }

    /// Whether everything is found out about the rows that were taken in. If not, the next change does it.
    pub fn is_settled(&self) -> bool {
        self.index.read().is_settled()
    }

    /// Applies a source's change, seen at `now`, and publishes what it changes for readers.
    pub fn apply(&mut self, mut change: Change, now: Timestamp) {
        let (decided, settlement) = {
            let state = self.state.read();
            let settlement = state.settlement(&change.partition, &change.kind);
            (state.decide(&change.partition, &mut change.kind, now), settlement)
        };
        self.write(decided, settlement, |state, turns| state.apply(change, turns, now));
    }

    /// Goes over to another plan at `now`, and publishes what that changes for readers.
    pub fn replan(&mut self, plan: &Plan, now: Timestamp) {
        let decided = self.state.read().decide_plan(plan);
        self.write(decided, Settlement::Now, |state, turns| state.replan(plan, turns, now));
    }

    /// Goes over to what is found by other facts, and publishes what that changes for readers.
    pub fn renew(&mut self, renewal: Renewal) {
        let renewed = renewal.caught_up(&self.reader());
        let of_others = self.state.read().found_otherwise(&renewed);
        let mut index = self.index.write();
        let before = std::mem::replace(&mut *index, renewed);
        self.commit(index, |state| drop(state.turn(Turns { of_objects: Vec::new(), of_others })));
        drop(before);
    }

    /// Takes a step. It was decided what this does to rows, which readers see until all that follows from it is known.
    fn write(&self, decided: Vec<Turn>, settlement: Settlement, step: impl FnOnce(&mut State, Turns)) {
        let mut index = self.index.write();
        let turns = insight::follow(&mut index, decided, settlement);
        self.commit(index, |state| step(state, turns));
    }

    /// Takes a step that makes the rows as the index is, and wakes readers where it published something.
    fn commit(&self, index: RwLockWriteGuard<'_, Index>, step: impl FnOnce(&mut State)) {
        let mut state = self.state.write();
        let before = state.latest();
        step(&mut state);
        let latest = state.latest();
        drop((state, index));
        if latest != before {
            self.published.send_replace(latest);
        }
    }
}

#[cfg(test)]
mod insight_tests;
#[cfg(test)]
mod renewal_tests;
#[cfg(test)]
mod replan_tests;
#[cfg(test)]
mod restricted_tests;
#[cfg(test)]
pub(crate) mod tests;
#[cfg(test)]
mod warm_tests;
