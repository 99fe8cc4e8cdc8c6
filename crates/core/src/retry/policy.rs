//! Which calls are made again, and when.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use http::{Request, Response};
use tokio::time::{Instant, Sleep, sleep};
use tower::BoxError;
use tower::retry::Policy;
use tower::retry::budget::{Budget as _, TpsBudget};

use super::{LONGEST_WISH, Settings, TryCloneBody, retry_after};
use crate::breaker::{Breaker, was_not_made};
use crate::classify;
use crate::deadline::Deadline;
use crate::delays::Delays;
use crate::observe::{NoRetry, Observer, Outcome};
use crate::purpose::Purpose;

/// How far back calls count for the budget.
const BUDGET_WINDOW: Duration = Duration::from_secs(10);
/// So many retries a second are always allowed.
const BUDGET_FLOOR: u32 = 1;
/// Retries beyond the floor, as a share of all calls.
const BUDGET_SHARE: f32 = 0.2;

/// A policy for [`tower::retry`]; clones share the budget.
#[derive(Clone)]
pub struct RetryPolicy {
    shared: Arc<Shared>,
    attempt: u32,
    delays: Delays,
}

struct Shared {
    attempts: u32,
    budget: TpsBudget,
    breaker: Breaker,
    observer: Arc<dyn Observer>,
}

impl RetryPolicy {
    /// Makes calls again while this breaker, which guards each attempt, lets them through.
    pub fn new(settings: Settings, breaker: Breaker, observer: Arc<dyn Observer>) -> Self {
        let budget = TpsBudget::new(BUDGET_WINDOW, BUDGET_FLOOR, BUDGET_SHARE);
        let shared = Arc::new(Shared { attempts: settings.attempts, budget, breaker, observer });
        Self { shared, attempt: 1, delays: Delays::new(settings.growth) }
    }

    /// How long to wait before the call is made again, or why it is not.
    fn delay<B, R>(
        &mut self,
        request: &Request<B>,
        result: &Result<Response<R>, BoxError>,
    ) -> Result<Duration, NoRetry> {
        if self.attempt >= self.shared.attempts {
            return Err(NoRetry::Attempts);
        }
        if self.shared.breaker.refuses_for().is_some() {
            return Err(NoRetry::Breaker);
        }
        let wish = result
            .as_ref()
            .ok()
            .and_then(|answer| retry_after(answer.headers(), SystemTime::now(), Duration::MAX))
            .unwrap_or_default();
        if wish > LONGEST_WISH {
            return Err(NoRetry::Time);
        }
        let delay = self.delays.next_delay().max(wish);
        if Deadline::of(request).is_some_and(|deadline| Instant::now() + delay >= deadline) {
            return Err(NoRetry::Time);
        }
        if self.shared.budget.withdraw() { Ok(delay) } else { Err(NoRetry::Budget) }
    }
}

impl<B, R> Policy<Request<B>, Response<R>, BoxError> for RetryPolicy
where
    B: TryCloneBody,
{
    type Future = Sleep;

    fn retry(
        &mut self,
        request: &mut Request<B>,
        result: &mut Result<Response<R>, BoxError>,
    ) -> Option<Sleep> {
        if was_not_made(result) {
            return None;
        }
        if self.attempt == 1 {
            self.shared.budget.deposit();
        }
        if classify::outcome(result) != Outcome::Transient {
            return None;
        }
        match self.delay(request, result) {
            Ok(delay) => {
                self.attempt += 1;
                self.shared.observer.retry(delay);
                Some(sleep(delay))
            }
            Err(reason) => {
                self.shared.observer.no_retry(reason);
                None
            }
        }
    }

    fn clone_request(&mut self, request: &Request<B>) -> Option<Request<B>> {
        if !may_be_repeated(request) {
            return None;
        }
        let body = request.body().try_clone()?;
        let mut clone = Request::new(());
        *clone.method_mut() = request.method().clone();
        *clone.uri_mut() = request.uri().clone();
        *clone.version_mut() = request.version();
        *clone.headers_mut() = request.headers().clone();
        *clone.extensions_mut() = request.extensions().clone();
        Some(clone.map(|()| body))
    }
}

/// Whether nothing is done twice when the request is sent twice, and nobody else will send it again.
fn may_be_repeated<B>(request: &Request<B>) -> bool {
    Purpose::of(request) == Purpose::OnDemand && request.method().is_idempotent()
}
