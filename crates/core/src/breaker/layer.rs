//! The breaker as a layer of a client.

use std::task::{Context, Poll};

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use http::{Request, Response};
use tower::{BoxError, Layer, Service};

use super::{Breaker, Open};
use crate::classify;
use crate::observe::Outcome;
use crate::purpose::Purpose;
use crate::ready::take_ready;
use crate::throttle::Refused;

/// Guards calls on demand. Others wait and try again by themselves, and are never delayed by an open breaker.
#[derive(Clone)]
pub struct BreakerLayer(Breaker);

impl BreakerLayer {
    /// Calls need a permit of this breaker.
    pub fn new(breaker: Breaker) -> Self {
        Self(breaker)
    }
}

impl<S> Layer<S> for BreakerLayer {
    type Service = Breaking<S>;

    fn layer(&self, inner: S) -> Breaking<S> {
        Breaking { breaker: self.0.clone(), inner }
    }
}

/// Calls with a permit, and tells the breaker how the call ended.
#[derive(Clone)]
pub struct Breaking<S> {
    breaker: Breaker,
    inner: S,
}

impl<S, B, R> Service<Request<B>> for Breaking<S>
where
    S: Service<Request<B>, Response = Response<R>, Error = BoxError> + Clone + Send + 'static,
    S::Future: Send,
    B: Send + 'static,
{
    type Response = Response<R>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Response<R>, BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        if Purpose::of(&request) != Purpose::OnDemand {
            return self.inner.call(request).boxed();
        }
        let breaker = self.breaker.clone();
        let mut inner = take_ready(&mut self.inner);
        async move {
            let permit = breaker.admit()?;
            let result = inner.call(request).await;
            if was_not_made(&result) {
                return result;
            }
            match (classify::outcome(&result), &result) {
                (Outcome::Transient, _) => permit.failure(),
                (_, Ok(_)) => permit.success(),
                // Nobody answered, so it did not recover; and no wait mends a certificate, so nothing is to be spared.
                (_, Err(_)) => drop(permit),
            }
            result
        }
        .boxed()
    }
}

/// A call that a guard refused never left the process: it says nothing of the upstream, and would meet the same again.
pub(crate) fn was_not_made<R>(result: &Result<R, BoxError>) -> bool {
    result.as_ref().is_err_and(|error| error.is::<Open>() || error.is::<Refused>())
}
