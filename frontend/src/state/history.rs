//! The changes that this page has seen, the last ones.

use std::collections::VecDeque;

use kube_ingress_dash_model::change::Change;
use leptos::prelude::*;

use crate::browser;

/// How many changes are kept.
const MOST: usize = 500;

/// One change, and when it was seen.
#[derive(Clone)]
pub struct Seen {
    /// A number that no other change of this page has.
    pub number: u64,
    /// What became of the row.
    pub change: Change,
    /// When, in milliseconds by the browser's clock.
    pub at: f64,
}

/// The last changes. Copies are the same ones.
#[derive(Clone, Copy)]
pub struct History {
    seen: StoredValue<VecDeque<Seen>>,
    /// How many there were in all.
    count: RwSignal<u64>,
}

impl History {
    pub(super) fn new() -> Self {
        Self { seen: StoredValue::new(VecDeque::new()), count: RwSignal::new(0) }
    }

    pub(super) fn record<'a>(&self, changes: impl Iterator<Item = &'a Change>) {
        let at = browser::now();
        let mut count = self.count.get_untracked();
        let before = count;
        self.seen.update_value(|seen| {
            for change in changes {
                count += 1;
                seen.push_front(Seen { number: count, change: change.clone(), at });
            }
            seen.truncate(MOST);
        });
        if count != before {
            self.count.set(count);
        }
    }

    /// How many changes this page has seen. Tracks them.
    pub fn count(&self) -> u64 {
        self.count.get()
    }

    /// How many changes this page has seen by now.
    pub fn count_untracked(&self) -> u64 {
        self.count.get_untracked()
    }

    /// How many of the changes up to this number are kept. Tracks them.
    pub fn kept_up_to(&self, last: u64) -> usize {
        self.count.track();
        self.seen.with_value(|seen| seen.iter().filter(|seen| seen.number <= last).count())
    }

    /// The last changes, the newest first. Tracks them.
    pub fn newest(&self, most: usize) -> Vec<Seen> {
        self.count.track();
        self.newest_up_to(u64::MAX, most)
    }

    /// The last changes of those up to this number, the newest first. Does not track them.
    pub fn newest_up_to(&self, last: u64, most: usize) -> Vec<Seen> {
        let seen_by_then = |seen: &&Seen| seen.number <= last;
        self.seen.with_value(|seen| seen.iter().filter(seen_by_then).take(most).cloned().collect())
    }
}
