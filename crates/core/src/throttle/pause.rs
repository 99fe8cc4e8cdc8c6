//! Until when calls of each purpose are held back, since the upstream wished so.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use crate::purpose::Purpose;

/// The ends of the pauses, shared by all who hold a clone.
#[derive(Debug, Clone)]
pub(super) struct Pauses(watch::Sender<Ends>);

/// The end of each purpose's pause, where it has one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Ends {
    list: Option<Instant>,
    on_demand: Option<Instant>,
}

impl Default for Pauses {
    fn default() -> Self {
        Self(watch::Sender::new(Ends::default()))
    }
}

impl Pauses {
    pub(super) fn subscribe(&self) -> watch::Receiver<Ends> {
        self.0.subscribe()
    }

    /// Holds back whatever is no more urgent than `purpose`. Watches are never held back: a source whose watch is
    /// refused waits by itself, and must not hold up another's.
    pub(super) fn extend(&self, purpose: Purpose, until: Instant) {
        self.0.send_modify(|ends| {
            if purpose <= Purpose::List {
                ends.list = ends.list.max(Some(until));
            }
            ends.on_demand = ends.on_demand.max(Some(until));
        });
    }

    pub(super) fn remaining(&self, purpose: Purpose, now: Instant) -> Duration {
        self.0.borrow().remaining(purpose, now)
    }
}

impl Ends {
    pub(super) fn remaining(&self, purpose: Purpose, now: Instant) -> Duration {
        let end = match purpose {
            Purpose::Probe | Purpose::Watch => None,
            Purpose::List => self.list,
            Purpose::OnDemand => self.on_demand,
        };
        end.map_or(Duration::ZERO, |end| end.saturating_duration_since(now))
    }

    /// When the first of the pauses that still run ends.
    pub(super) fn next(&self, now: Instant) -> Option<Instant> {
        [self.list, self.on_demand].into_iter().flatten().filter(|end| *end > now).min()
    }
}
