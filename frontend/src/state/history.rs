//! The changes that this page has seen, the last ones.

use std::collections::VecDeque;
use std::sync::Arc;

use kube_ingress_dash_model::age;
use kube_ingress_dash_model::change::Change;
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::key::IngressKey;
use leptos::prelude::*;

use crate::browser;
use crate::moment;

/// How many changes are kept.
pub const MOST: usize = 500;

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

impl PartialEq for Seen {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Seen {
    /// How long ago it was seen, as kubectl writes ages. Tracks the clock.
    pub fn ago(&self, now: ReadSignal<f64>) -> String {
        age::written(moment::seconds(now.get().max(self.at) - self.at))
    }
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

    /// Tracks the changes.
    pub fn track(&self) {
        self.count.track();
    }

    /// The last changes, the newest first. Tracks them.
    pub fn newest(&self, most: usize) -> Vec<Seen> {
        self.track();
        self.newest_of(u64::MAX, most, |_| true)
    }

    /// The last changes of those up to this number that are wanted, the newest first. Does not track them.
    pub fn newest_of(&self, last: u64, most: usize, is_wanted: impl Fn(&Change) -> bool) -> Vec<Seen> {
        let is_one = |seen: &&Seen| seen.number <= last && is_wanted(&seen.change);
        self.seen.with_value(|seen| seen.iter().filter(is_one).take(most).cloned().collect())
    }

    /// The last changes of one Ingress, the newest first. Does not track them.
    pub fn newest_of_one(&self, key: &IngressKey, most: usize) -> Vec<Seen> {
        self.newest_of(u64::MAX, most, |change| {
            let row = change.latest();
            row.name == key.name && row.namespace == key.namespace
        })
    }

    /// The last content of an Ingress that was seen to change or to go. Does not track it.
    pub fn last_content(&self, key: &IngressKey) -> Option<Arc<Ingress>> {
        self.newest_of_one(key, 1).pop().map(|seen| Arc::clone(seen.change.latest()))
    }
}
