//! The rules of the breaker, without clock, lock or I/O.
//!
//! Each turn begins a new generation. A ticket belongs to the generation that it was given in: what it brings later,
//! when the breaker has turned meanwhile, changes nothing.

use std::time::Duration;

use tokio::time::Instant;

use super::window::Window;
use super::{Open, Settings};
use crate::observe::BreakerState;

/// How soon to come back while a probe is out: it is decided as soon as that ends.
const WHILE_PROBING: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(super) struct Machine {
    settings: Settings,
    phase: Phase,
    generation: u64,
}

#[derive(Debug)]
enum Phase {
    Closed(Window),
    Open { until: Instant },
    HalfOpen(Probe),
}

#[derive(Debug, Clone, Copy)]
enum Probe {
    /// The next call is the probe.
    Awaited,
    /// A probe is out. From this moment on it counts as lost.
    Out { lost_at: Instant },
}

/// The right to make one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ticket {
    generation: u64,
    probe: bool,
}

impl Ticket {
    pub(super) fn is_probe(self) -> bool {
        self.probe
    }
}

/// A change of state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Turn {
    pub(super) from: BreakerState,
    pub(super) to: BreakerState,
}

impl Machine {
    pub(super) fn new(settings: Settings, now: Instant) -> Self {
        Self { settings, phase: Phase::Closed(Window::new(settings.window, now)), generation: 0 }
    }

    pub(super) fn state(&self) -> BreakerState {
        match self.phase {
            Phase::Closed(_) => BreakerState::Closed,
            Phase::Open { .. } => BreakerState::Open,
            Phase::HalfOpen(_) => BreakerState::HalfOpen,
        }
    }

    pub(super) fn refuses_for(&self, now: Instant) -> Option<Duration> {
        let (end, longest) = match self.phase {
            Phase::Closed(_) | Phase::HalfOpen(Probe::Awaited) => return None,
            Phase::Open { until } => (until, Duration::MAX),
            Phase::HalfOpen(Probe::Out { lost_at }) => (lost_at, WHILE_PROBING),
        };
        Some(end.saturating_duration_since(now).min(longest)).filter(|wait| !wait.is_zero())
    }

    pub(super) fn admit(&mut self, now: Instant) -> (Result<Ticket, Open>, Option<Turn>) {
        if let Some(retry_after) = self.refuses_for(now) {
            return (Err(Open { retry_after }), None);
        }
        if matches!(self.phase, Phase::Closed(_)) {
            return (Ok(Ticket { generation: self.generation, probe: false }), None);
        }
        // Also where a probe is lost: should it come back after all, it is of an older generation.
        let turn = self.turn(Phase::HalfOpen(Probe::Out { lost_at: now + self.settings.wait }));
        (Ok(Ticket { generation: self.generation, probe: true }), turn)
    }

    /// Takes note of how a call ended.
    pub(super) fn record(&mut self, ticket: Ticket, failed: bool, now: Instant) -> Option<Turn> {
        if ticket.generation != self.generation {
            return None;
        }
        let opens = match &mut self.phase {
            Phase::Closed(window) => {
                window.record(failed, now);
                let counts = window.counts(now);
                let (calls, failures) = (f64::from(counts.calls), f64::from(counts.failures));
                if counts.calls < self.settings.minimum_calls || failures < self.settings.failure_rate * calls
                {
                    return None;
                }
                true
            }
            Phase::HalfOpen(_) => failed,
            Phase::Open { .. } => return None,
        };
        let next = if opens {
            Phase::Open { until: now + self.settings.wait }
        } else {
            Phase::Closed(Window::new(self.settings.window, now))
        };
        self.turn(next)
    }

    /// The call was given up.
    pub(super) fn release(&mut self, ticket: Ticket) {
        if let Phase::HalfOpen(probe) = &mut self.phase
            && ticket.generation == self.generation
        {
            *probe = Probe::Awaited;
        }
    }

    fn turn(&mut self, next: Phase) -> Option<Turn> {
        let from = self.state();
        self.phase = next;
        self.generation += 1;
        let to = self.state();
        (from != to).then_some(Turn { from, to })
    }
}
