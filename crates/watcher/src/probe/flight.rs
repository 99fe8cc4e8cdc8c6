//! One check of the API server for however many callers: those that come while it runs share it, and for a second
//! after its start they share its outcome.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Shared};
use kube_ingress_dash_model::health::{Check, CheckStatus};
use parking_lot::Mutex;
use tokio::time::{Instant, timeout};

/// Finds out whether the API server answers.
pub trait ApiServerProbe: Send + Sync + 'static {
    /// Asks the API server once.
    fn check(&self) -> BoxFuture<'_, Result<(), Outage>>;
}

/// Why the API server does not answer, in words without tokens, credentials or internal addresses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Outage(pub String);

/// A check takes no longer.
const BOUND: Duration = Duration::from_secs(5);
/// Checks do not begin more often.
const INTERVAL: Duration = Duration::from_secs(1);
/// Callers that cannot wait get the outcome before this one after so long.
const SOON: Duration = Duration::from_millis(500);

/// Checks the API server when asked, but not more often than makes sense.
pub struct SharedCheck {
    probe: Arc<dyn ApiServerProbe>,
    flights: Mutex<Flights>,
}

impl std::fmt::Debug for SharedCheck {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("SharedCheck").finish_non_exhaustive()
    }
}

#[derive(Default)]
struct Flights {
    latest: Option<Flight>,
    landed: Option<Check>,
}

struct Flight {
    began: Instant,
    outcome: Shared<BoxFuture<'static, Check>>,
}

impl SharedCheck {
    /// Checks by this probe.
    pub fn new(probe: impl ApiServerProbe) -> Self {
        Self { probe: Arc::new(probe), flights: Mutex::default() }
    }

    /// The outcome of a check that began less than a second ago or still runs.
    pub async fn outcome(&self) -> Check {
        let flight = self.join();
        flight.await
    }

    /// The same if it comes soon, else the outcome of the check before.
    pub async fn outcome_soon(&self) -> Check {
        let flight = self.join();
        match timeout(SOON, flight).await {
            Ok(check) => check,
            Err(_) => self.flights.lock().landed.clone().unwrap_or_else(|| down(SOON, "no answer yet")),
        }
    }

    fn join(&self) -> Shared<BoxFuture<'static, Check>> {
        let mut flights = self.flights.lock();
        if let Some(flight) = &flights.latest {
            let landed = flight.outcome.peek().cloned();
            if landed.is_none() || flight.began.elapsed() < INTERVAL {
                return flight.outcome.clone();
            }
            flights.landed = landed;
        }
        let outcome = fly(Arc::clone(&self.probe)).boxed().shared();
        // In a task of its own, so that a caller who leaves takes nothing from the others.
        tokio::spawn(outcome.clone());
        flights.latest = Some(Flight { began: Instant::now(), outcome: outcome.clone() });
        outcome
    }
}

async fn fly(probe: Arc<dyn ApiServerProbe>) -> Check {
    let began = Instant::now();
    let check = AssertUnwindSafe(async { timeout(BOUND, probe.check()).await });
    // Whoever asks later would meet the same panic again.
    let Ok(outcome) = check.catch_unwind().await else {
        return down(began.elapsed(), "the check itself failed");
    };
    match outcome {
        Ok(Ok(())) => Check { status: CheckStatus::Up, latency: milliseconds(began.elapsed()), error: None },
        Ok(Err(outage)) => down(began.elapsed(), &outage.to_string()),
        Err(_) => down(began.elapsed(), "the API server did not answer within 5 s"),
    }
}

fn down(latency: Duration, error: &str) -> Check {
    Check { status: CheckStatus::Down, latency: milliseconds(latency), error: Some(error.to_owned()) }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Takes a while, and counts.
    struct Slow {
        takes: Duration,
        calls: Arc<AtomicUsize>,
    }

    impl ApiServerProbe for Slow {
        fn check(&self) -> BoxFuture<'_, Result<(), Outage>> {
            self.calls.fetch_add(1, Ordering::Relaxed);
            Box::pin(tokio::time::sleep(self.takes).map(Ok))
        }
    }

    fn slow(takes: Duration) -> (SharedCheck, Arc<AtomicUsize>) {
        let calls = Arc::new(AtomicUsize::new(0));
        (SharedCheck::new(Slow { takes, calls: Arc::clone(&calls) }), calls)
    }

    #[tokio::test(start_paused = true)]
    async fn many_callers_cost_one_call_a_second() {
        let (check, calls) = slow(Duration::from_millis(45));
        for _ in 0..100 {
            let (one, other) = tokio::join!(check.outcome(), check.outcome());
            assert_eq!((one.status, one.latency), (CheckStatus::Up, 45));
            assert_eq!(one, other);
        }
        assert_eq!(calls.load(Ordering::Relaxed), 1);
        tokio::time::sleep(INTERVAL).await;
        check.outcome().await;
        assert_eq!(calls.load(Ordering::Relaxed), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_check_that_panics_is_a_failure_and_not_the_end() {
        struct Panics;
        impl ApiServerProbe for Panics {
            fn check(&self) -> BoxFuture<'_, Result<(), Outage>> {
                async { panic!("on purpose") }.boxed()
            }
        }
        let check = SharedCheck::new(Panics);
        for _ in 0..2 {
            assert_eq!(check.outcome().await.status, CheckStatus::Down);
            tokio::time::sleep(INTERVAL).await;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_check_is_bounded() {
        let (check, _) = slow(Duration::from_hours(1));
        let outcome = check.outcome().await;
        assert_eq!((outcome.status, outcome.latency), (CheckStatus::Down, 5000));
        assert!(outcome.error.is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn a_caller_who_leaves_takes_nothing_from_the_others() {
        let (check, calls) = slow(Duration::from_secs(2));
        assert!(timeout(Duration::from_millis(10), check.outcome()).await.is_err());
        tokio::time::sleep(Duration::from_secs(1)).await;
        let outcome = check.outcome().await;
        assert_eq!((outcome.latency, calls.load(Ordering::Relaxed)), (2000, 1));
    }

    #[tokio::test(start_paused = true)]
    async fn who_cannot_wait_gets_what_was_known_before() {
        let (check, _) = slow(Duration::from_secs(2));
        let hurried = check.outcome_soon().await;
        assert_eq!((hurried.status, hurried.latency), (CheckStatus::Down, 500));
        check.outcome().await;
        assert_eq!(check.outcome_soon().await.status, CheckStatus::Up);
    }
}
