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

/// Rows go this long before it is told why, at most, in milliseconds.
const MOMENT: f64 = 2_000.0;

/// One change, and when it was seen.
#[derive(Clone)]
pub struct Seen {
    /// A number that no other change of this page has.
    pub number: u64,
    /// What became of the row.
    pub change: Change,
    /// When, in milliseconds by the browser's clock.
    pub at: f64,
    /// Whether the row came or went with the right to read its namespace, and nobody changed it.
    pub is_of_access: bool,
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
    /// How many of them somebody made.
    made: RwSignal<u64>,
}

impl History {
    pub(super) fn new() -> Self {
        Self { seen: StoredValue::new(VecDeque::new()), count: RwSignal::new(0), made: RwSignal::new(0) }
    }

    /// `is_of_access` says of a namespace whether its rows come and go with the right to read it.
    pub(super) fn record<'a>(
        &self,
        changes: impl Iterator<Item = &'a Change>,
        is_of_access: impl Fn(&str) -> bool,
    ) {
        let at = browser::now();
        let (mut count, mut made) = (self.count.get_untracked(), self.made.get_untracked());
        let before = count;
        self.seen.update_value(|seen| {
            for change in changes {
                count += 1;
                let is_of_access = match change {
                    Change::Updated { .. } => false,
                    Change::Added(row) | Change::Removed(row) => is_of_access(&row.namespace),
                };
                made += u64::from(!is_of_access);
                seen.push_front(Seen { number: count, change: change.clone(), at, is_of_access });
            }
            seen.truncate(MOST);
        });
        if count != before {
            self.made.set(made);
            self.count.set(count);
        }
    }

    /// Takes back that somebody removed what went a moment before it was told that its namespace may not be read.
    pub(super) fn take_back_removals(&self, is_denied: impl Fn(&str) -> bool) {
        let since = browser::now() - MOMENT;
        let taken_back = self.seen.try_update_value(|seen| {
            let mut taken_back = 0;
            for seen in seen.iter_mut().take_while(|seen| seen.at >= since) {
                let is_removal = matches!(&seen.change, Change::Removed(row) if is_denied(&row.namespace));
                if is_removal && !seen.is_of_access {
                    seen.is_of_access = true;
                    taken_back += 1;
                }
            }
            taken_back
        });
        if let Some(taken_back) = taken_back.filter(|taken_back| *taken_back > 0) {
            self.made.update(|made| *made -= taken_back);
        }
    }

    /// How many changes this page has seen. Tracks them.
    pub fn count(&self) -> u64 {
        self.count.get()
    }

    /// How many of them somebody made. Tracks them.
    pub fn made(&self) -> u64 {
        self.made.get()
    }

    /// How many changes this page has seen by now.
    pub fn count_untracked(&self) -> u64 {
        self.count.get_untracked()
    }

    /// Tracks the changes.
    pub fn track(&self) {
        self.count.track();
        self.made.track();
    }

    /// The last changes, the newest first. Tracks them.
    pub fn newest(&self, most: usize) -> Vec<Seen> {
        self.track();
        self.pick(most, |_| true)
    }

    /// The last changes up to this number that somebody made and that are wanted, the newest first. Does not track them.
    pub fn newest_made(&self, last: u64, most: usize, is_wanted: impl Fn(&Change) -> bool) -> Vec<Seen> {
        self.pick(most, |seen| seen.number <= last && !seen.is_of_access && is_wanted(&seen.change))
    }

    /// The last changes of one Ingress that somebody made, the newest first. Does not track them.
    pub fn newest_of(&self, key: &IngressKey, most: usize) -> Vec<Seen> {
        self.newest_made(u64::MAX, most, |change| change.latest().has_key(key))
    }

    /// The last content of an Ingress that was seen to change or to go. Does not track it.
    pub fn last_content(&self, key: &IngressKey) -> Option<Arc<Ingress>> {
        let last = self.pick(1, |seen| seen.change.latest().has_key(key)).pop();
        last.map(|seen| Arc::clone(seen.change.latest()))
    }

    fn pick(&self, most: usize, is_wanted: impl Fn(&Seen) -> bool) -> Vec<Seen> {
        self.seen.with_value(|seen| seen.iter().filter(|seen| is_wanted(seen)).take(most).cloned().collect())
    }
}
