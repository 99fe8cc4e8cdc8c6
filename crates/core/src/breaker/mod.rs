//! A circuit breaker: stops asking an upstream that fails, and finds out with one call whether it has recovered.
//!
//! Closed, it lets all calls through and counts how many of the recent ones failed. Too many failures open it: calls
//! are refused at once, which is quicker for their callers and gentler to the upstream. After a wait it is half open
//! and lets exactly one call through, the probe, whose end decides. See [`machine`] for the rules.

mod layer;
mod machine;
mod window;

use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::time::Instant;

use crate::observe::{BreakerState, Observer};
pub(crate) use layer::was_not_made;
pub use layer::{BreakerLayer, Breaking};
use machine::{Machine, Ticket, Turn};

/// When a breaker opens, and for how long.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// The share of failures among the calls of the window that opens it, above 0 and at most 1.
    pub failure_rate: f64,
    /// How far back calls count.
    pub window: Duration,
    /// How long it stays open before a probe, and how long a probe may take before another one is let through.
    pub wait: Duration,
    /// With fewer calls in the window it never opens.
    pub minimum_calls: u32,
}

/// The call is not made, since the breaker is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("calls are held back, since too many have failed; the next one is tried in {} s", retry_after.as_secs().max(1))]
pub struct Open {
    /// When another call makes sense.
    pub retry_after: Duration,
}

/// A breaker; clones are the same one.
#[derive(Clone)]
pub struct Breaker {
    shared: Arc<Shared>,
}

struct Shared {
    machine: Mutex<Machine>,
    observer: Arc<dyn Observer>,
}

/// The right to make one call. Dropped without a word, the call does not count, and a probe's right goes to the next.
#[must_use = "a permit that is dropped counts as a call that was given up"]
pub struct Permit {
    shared: Arc<Shared>,
    ticket: Option<Ticket>,
}

impl Breaker {
    /// A closed breaker whose turns are told to the observer.
    pub fn new(settings: Settings, observer: Arc<dyn Observer>) -> Self {
        let machine = Mutex::new(Machine::new(settings, Instant::now()));
        Self { shared: Arc::new(Shared { machine, observer }) }
    }

    /// Asks for the right to make a call.
    pub fn admit(&self) -> Result<Permit, Open> {
        let (admitted, turn) = self.shared.machine.lock().admit(Instant::now());
        self.shared.tell(turn);
        let ticket = Some(admitted?);
        Ok(Permit { shared: Arc::clone(&self.shared), ticket })
    }

    /// What it does with calls.
    pub fn state(&self) -> BreakerState {
        self.shared.machine.lock().state()
    }

    /// How long calls will be refused from now on; none where the next one may be let through.
    pub fn refuses_for(&self) -> Option<Duration> {
        self.shared.machine.lock().refuses_for(Instant::now())
    }
}

impl Shared {
    fn tell(&self, turn: Option<Turn>) {
        if let Some(Turn { from, to }) = turn {
            self.observer.breaker(from, to);
        }
    }
}

impl Permit {
    /// Whether the call decides over the breaker's state.
    pub fn is_probe(&self) -> bool {
        self.ticket.is_some_and(Ticket::is_probe)
    }

    /// The upstream works: it has answered, be it with a refusal.
    pub fn success(self) {
        self.record(false);
    }

    /// The upstream has failed.
    pub fn failure(self) {
        self.record(true);
    }

    fn record(mut self, failed: bool) {
        if let Some(ticket) = self.ticket.take() {
            let turn = self.shared.machine.lock().record(ticket, failed, Instant::now());
            self.shared.tell(turn);
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket {
            self.shared.machine.lock().release(ticket);
        }
    }
}

#[cfg(test)]
mod model_tests;
#[cfg(test)]
mod tests;
