//! The last published events, for readers that follow and for clients that come back.

use std::collections::VecDeque;
use std::sync::Arc;

use kube_ingress_dash_model::event::Event;
use kube_ingress_dash_model::position::Epoch;

use super::{Audience, Published};
use crate::viewer::Selection;

/// Where a board stands that has published nothing, so that sequence 0 is never one to resume from.
const START: u64 = 1;

/// A bounded run of events with consecutive sequence numbers.
#[derive(Debug)]
pub(super) struct Log {
    epoch: Epoch,
    events: VecDeque<Arc<Published>>,
    capacity: usize,
    latest: u64,
}

/// What a reader finds after the sequence that it has.
pub(super) enum Found {
    /// The next event of its selection.
    Event(Arc<Published>),
    /// Nothing of its selection up to this sequence, the latest.
    Nothing(u64),
    /// Events were dropped that it has not seen.
    Dropped,
}

impl Log {
    pub(super) fn new(epoch: Epoch, capacity: usize) -> Self {
        Self { epoch, events: VecDeque::new(), capacity, latest: START }
    }

    pub(super) fn epoch(&self) -> &Epoch {
        &self.epoch
    }

    pub(super) fn latest(&self) -> u64 {
        self.latest
    }

    pub(super) fn publish(&mut self, audience: Audience, event: Event) {
        self.latest += 1;
        let published = Published::new(self.epoch.at(self.latest), audience, event);
        self.events.push_back(Arc::new(published));
        if self.events.len() > self.capacity {
            self.events.pop_front();
        }
    }

    /// Whether everything published after `sequence` is still here.
    pub(super) fn reaches_back_to(&self, sequence: u64) -> bool {
        (self.before_oldest()..=self.latest).contains(&sequence)
    }

    pub(super) fn after(&self, sequence: u64, selection: &Selection) -> Found {
        if !self.reaches_back_to(sequence) {
            return Found::Dropped;
        }
        let seen = usize::try_from(sequence - self.before_oldest()).unwrap_or(usize::MAX);
        match self.events.iter().skip(seen).find(|event| event.concerns(selection)) {
            Some(event) => Found::Event(Arc::clone(event)),
            None => Found::Nothing(self.latest),
        }
    }

    fn before_oldest(&self) -> u64 {
        self.latest - self.events.len() as u64
    }
}
