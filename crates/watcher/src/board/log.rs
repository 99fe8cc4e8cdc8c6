//! The last published events, for readers that follow and for clients that come back: so many, and no more than so
//! many bytes of them.

use std::collections::VecDeque;
use std::sync::Arc;

use kube_ingress_dash_model::position::Epoch;

use super::{Audience, Event, Published, weight};
use crate::viewer::Selection;

/// Where a board stands that has published nothing, so that sequence 0 is never one to resume from.
const START: u64 = 1;

/// What all events weigh at most, in bytes. Their rows are in part those of the board, and what is encoded weighs as
/// much again.
const HEAVIEST: usize = 32 << 20;

/// A bounded run of events with consecutive sequence numbers.
#[derive(Debug)]
pub(super) struct Log {
    epoch: Epoch,
    events: VecDeque<Kept>,
    capacity: usize,
    weight: usize,
    latest: u64,
}

#[derive(Debug)]
struct Kept {
    event: Arc<Published>,
    weight: usize,
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
        Self { epoch, events: VecDeque::new(), capacity, weight: 0, latest: START }
    }

    pub(super) fn epoch(&self) -> &Epoch {
        &self.epoch
    }

    pub(super) fn latest(&self) -> u64 {
        self.latest
    }

    pub(super) fn publish(&mut self, audience: Audience, event: Event) {
        self.latest += 1;
        let weight = weight::of_event(&event);
        let event = Arc::new(Published::new(self.epoch.at(self.latest), audience, event));
        self.events.push_back(Kept { event, weight });
        self.weight += weight;
        while self.events.len() > self.capacity || (self.weight > HEAVIEST && self.events.len() > 1) {
            let dropped = self.events.pop_front();
            self.weight -= dropped.map_or(0, |kept| kept.weight);
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
        match self.events.range(seen..).find(|kept| kept.event.concerns(selection)) {
            Some(kept) => Found::Event(Arc::clone(&kept.event)),
            None => Found::Nothing(self.latest),
        }
    }

    fn before_oldest(&self) -> u64 {
        self.latest - self.events.len() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::Row;
    use crate::board::tests::{everything, ingress};

    fn upsert(annotation: usize) -> Event {
        let mut row = ingress("shop", "web", "1");
        row.annotations.insert("a".to_owned(), "x".repeat(annotation));
        Event::Upserted(vec![Arc::new(Row::new(&row).unwrap())])
    }

    #[test]
    fn heavy_events_leave_earlier_than_light_ones() {
        let mut log = Log::new(Epoch::from_bits(1), 1000);
        for _ in 0..100 {
            log.publish(Audience::Everybody, upsert(1 << 20));
        }
        assert!((25..=32).contains(&log.events.len()), "{}", log.events.len());
        assert!(matches!(log.after(log.latest() - 1, &everything()), Found::Event(_)));
        for _ in 0..1000 {
            log.publish(Audience::Everybody, upsert(1));
        }
        assert_eq!((log.events.len(), log.reaches_back_to(log.latest() - 1000)), (1000, true));
    }

    #[test]
    fn an_event_heavier_than_all_may_be_is_still_handed_out() {
        let mut log = Log::new(Epoch::from_bits(1), 1000);
        log.publish(Audience::Everybody, upsert(HEAVIEST + 1));
        assert!(matches!(log.after(START, &everything()), Found::Event(_)));
    }
}
