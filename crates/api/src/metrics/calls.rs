//! Calls to the API server: how they end, and what their guards do.

use std::time::Duration;

use kube_ingress_dash_core::observe::{BreakerState, NoRetry, Observer, Outcome};
use kube_ingress_dash_core::purpose::Purpose;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use super::{DURATIONS, Label, SECONDS};

type Durations = Family<[Label; 1], Histogram, fn() -> Histogram>;

/// Counts and logs what the guards tell.
#[derive(Debug)]
pub(crate) struct CallMetrics {
    attempts: Family<[Label; 2], Counter>,
    durations: Durations,
    waits: Durations,
    retries: Counter,
    not_retried: Family<[Label; 1], Counter>,
    overflows: Family<[Label; 1], Counter>,
    turns: Family<[Label; 2], Counter>,
    skipped: Counter,
    lag: Histogram,
}

fn durations() -> Durations {
    Family::new_with_constructor(|| Histogram::new(DURATIONS))
}

impl CallMetrics {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let metrics = Self {
            attempts: Family::default(),
            durations: durations(),
            waits: durations(),
            retries: Counter::default(),
            not_retried: Family::default(),
            overflows: Family::default(),
            turns: Family::default(),
            skipped: Counter::default(),
            lag: Histogram::new(DURATIONS),
        };
        registry.register(
            "kube_attempts",
            "Attempts to call the API server, by what they are for and how they ended",
            metrics.attempts.clone(),
        );
        registry.register_with_unit(
            "kube_attempt_duration",
            "How long attempts took; of a watch, until it was open",
            SECONDS,
            metrics.durations.clone(),
        );
        registry.register_with_unit(
            "kube_throttle_wait",
            "How long calls waited for their turn (--kube-qps)",
            SECONDS,
            metrics.waits.clone(),
        );
        registry.register(
            "kube_throttle_overflows",
            "Calls that were refused since too many waited",
            metrics.overflows.clone(),
        );
        registry.register("kube_retries", "Calls on demand that were made again", metrics.retries.clone());
        registry.register(
            "kube_retries_omitted",
            "Calls on demand that failed in passing and were not made again, by the reason",
            metrics.not_retried.clone(),
        );
        registry.register(
            "kube_breaker_turns",
            "Changes of the circuit breaker's state",
            metrics.turns.clone(),
        );
        registry.register(
            "objects_skipped",
            "Times that an Ingress came that cannot be read and is not shown",
            metrics.skipped.clone(),
        );
        registry.register_with_unit(
            "change_lag",
            "From a change of an Ingress, which the API server dates to the second, to its arrival here",
            SECONDS,
            metrics.lag.clone(),
        );
        metrics.fill();
        metrics
    }

    /// What has not happened yet is zero, not absent.
    fn fill(&self) {
        for purpose in Purpose::ALL {
            for outcome in Outcome::ALL {
                self.attempts
                    .get_or_create(&[purpose_label(purpose), ("outcome", outcome.as_str())])
                    .inc_by(0);
            }
            if purpose != Purpose::Probe {
                self.overflows.get_or_create(&[purpose_label(purpose)]).inc_by(0);
            }
        }
        for (from, to) in TURNS {
            self.turn(from, to).inc_by(0);
        }
        for reason in NoRetry::ALL {
            self.not_retried.get_or_create(&[("reason", reason.as_str())]).inc_by(0);
        }
    }

    fn turn(&self, from: BreakerState, to: BreakerState) -> impl std::ops::Deref<Target = Counter> {
        self.turns.get_or_create(&[("from", from.as_str()), ("to", to.as_str())])
    }
}

/// The turns that a breaker takes.
const TURNS: [(BreakerState, BreakerState); 4] = [
    (BreakerState::Closed, BreakerState::Open),
    (BreakerState::Open, BreakerState::HalfOpen),
    (BreakerState::HalfOpen, BreakerState::Open),
    (BreakerState::HalfOpen, BreakerState::Closed),
];

fn purpose_label(purpose: Purpose) -> Label {
    ("purpose", purpose.as_str())
}

impl Observer for CallMetrics {
    fn attempt(&self, purpose: Purpose, outcome: Outcome, took: Duration) {
        self.attempts.get_or_create(&[purpose_label(purpose), ("outcome", outcome.as_str())]).inc();
        self.durations.get_or_create(&[purpose_label(purpose)]).observe(took.as_secs_f64());
    }

    fn retry(&self, delay: Duration) {
        tracing::debug!(?delay, "a call to the API server failed and is made again");
        self.retries.inc();
    }

    fn no_retry(&self, reason: NoRetry) {
        self.not_retried.get_or_create(&[("reason", reason.as_str())]).inc();
    }

    fn breaker(&self, from: BreakerState, to: BreakerState) {
        self.turn(from, to).inc();
        match to {
            BreakerState::Open => {
                tracing::warn!(
                    "the circuit breaker is open: calls on demand to the API server are held back"
                );
            }
            BreakerState::HalfOpen => tracing::info!("the circuit breaker lets one call through"),
            BreakerState::Closed => {
                tracing::info!("the circuit breaker is closed: the API server answers again");
            }
        }
    }

    fn throttled(&self, purpose: Purpose, waited: Duration) {
        self.waits.get_or_create(&[purpose_label(purpose)]).observe(waited.as_secs_f64());
    }

    fn overflow(&self, purpose: Purpose) {
        self.overflows.get_or_create(&[purpose_label(purpose)]).inc();
    }

    fn skipped(&self) {
        self.skipped.inc();
    }

    fn lag(&self, lag: Duration) {
        self.lag.observe(lag.as_secs_f64());
    }
}
