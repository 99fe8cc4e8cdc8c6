//! The throttle as a layer of a client.

use std::task::{Context, Poll};
use std::time::SystemTime;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use http::{Request, Response, StatusCode};
use tower::{BoxError, Layer, Service};

use super::{LONGEST_PAUSE, Throttle};
use crate::deadline::Deadline;
use crate::purpose::Purpose;
use crate::ready::take_ready;
use crate::retry::retry_after;

/// Makes each call wait for its turn.
#[derive(Clone)]
pub struct ThrottleLayer(Throttle);

impl ThrottleLayer {
    /// Calls wait for turns of this throttle.
    pub fn new(throttle: Throttle) -> Self {
        Self(throttle)
    }
}

impl<S> Layer<S> for ThrottleLayer {
    type Service = Throttled<S>;

    fn layer(&self, inner: S) -> Throttled<S> {
        Throttled { throttle: self.0.clone(), inner }
    }
}

/// Waits for its turn, calls, and leaves the upstream alone where it wishes so.
#[derive(Clone)]
pub struct Throttled<S> {
    throttle: Throttle,
    inner: S,
}

impl<S, B, R> Service<Request<B>> for Throttled<S>
where
    S: Service<Request<B>, Response = Response<R>> + Clone + Send + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send,
    B: Send + 'static,
{
    type Response = Response<R>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Response<R>, BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let mut inner = take_ready(&mut self.inner);
        let throttle = self.throttle.clone();
        async move {
            let purpose = Purpose::of(&request);
            throttle.turn(purpose, Deadline::of(&request)).await?;
            let answer = inner.call(request).await.map_err(Into::into)?;
            if answer.status() == StatusCode::TOO_MANY_REQUESTS
                && let Some(wish) = retry_after(answer.headers(), SystemTime::now(), LONGEST_PAUSE)
            {
                throttle.pause(purpose, wish);
            }
            Ok(answer)
        }
        .boxed()
    }
}
