//! Bounds a whole call, with all its attempts and waits, where somebody waits for the answer.

use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use http::Request;
use tokio::time::{Instant, timeout_at};
use tower::{BoxError, Layer, Service};

use crate::deadline::Deadline;
use crate::purpose::Purpose;

/// The call took longer than its caller waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no answer came within {} s, attempts and waits included", .0.as_secs_f32())]
pub struct TooLate(pub Duration);

/// Bounds calls on demand. Others wait and try again by themselves.
#[derive(Debug, Clone, Copy)]
pub struct TimeoutLayer(Duration);

impl TimeoutLayer {
    /// Calls may take so long.
    pub fn new(bound: Duration) -> Self {
        Self(bound)
    }
}

impl<S> Layer<S> for TimeoutLayer {
    type Service = Timeout<S>;

    fn layer(&self, inner: S) -> Timeout<S> {
        Timeout { bound: self.0, inner }
    }
}

/// Calls, and gives up at the deadline.
#[derive(Debug, Clone)]
pub struct Timeout<S> {
    bound: Duration,
    inner: S,
}

impl<S, B> Service<Request<B>> for Timeout<S>
where
    S: Service<Request<B>>,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<S::Response, BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        let bound = self.bound;
        if Purpose::of(&request) != Purpose::OnDemand {
            return self.inner.call(request).map(|answer| answer.map_err(Into::into)).boxed();
        }
        let deadline = Instant::now() + bound;
        request.extensions_mut().insert(Deadline(deadline));
        let call = self.inner.call(request);
        async move {
            match timeout_at(deadline, call).await {
                Ok(answer) => answer.map_err(Into::into),
                Err(_) => Err(TooLate(bound).into()),
            }
        }
        .boxed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tower::{ServiceExt as _, service_fn};

    async fn call(purpose: Purpose) -> (Duration, Result<(), BoxError>) {
        let slow = service_fn(|_: Request<()>| async {
            tokio::time::sleep(Duration::from_mins(1)).await;
            Ok::<_, BoxError>(())
        });
        let mut request = Request::new(());
        request.extensions_mut().insert(purpose);
        let began = Instant::now();
        let answer = TimeoutLayer::new(Duration::from_secs(30)).layer(slow).oneshot(request).await;
        (began.elapsed(), answer)
    }

    #[tokio::test(start_paused = true)]
    async fn who_asked_is_not_left_waiting() {
        let (took, answer) = call(Purpose::OnDemand).await;
        assert_eq!(took, Duration::from_secs(30));
        assert_eq!(
            answer.unwrap_err().to_string(),
            "no answer came within 30 s, attempts and waits included"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn who_follows_waits_as_long_as_it_takes() {
        let (took, answer) = call(Purpose::Watch).await;
        assert_eq!(took, Duration::from_mins(1));
        assert!(answer.is_ok());
    }
}
