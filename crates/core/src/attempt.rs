//! One attempt: bounded in time, with its answer whole.
//!
//! A client sees an answer as soon as its head has arrived. Where the body counts as well, it is read here, within
//! the attempt: a body that is cut or hangs is then a failed attempt, which a retry can mend and a breaker counts. The
//! body of a watch is its events, and stays a stream, of which each line is bounded.

mod lines;

use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use http::{Request, Response};
use http_body::Body;
use http_body_util::{BodyExt as _, Either, Full, Limited};
use tokio::time::{Instant, timeout};
use tower::{BoxError, Layer, Service};

use crate::classify;
use crate::observe::Observer;
use crate::purpose::Purpose;
pub use lines::{LineTooLong, Lines};

/// What an attempt may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// How long it may take until its answer is whole, or until the head of a watch's answer is there.
    pub timeout: Duration,
    /// The longest body of an answer on demand, in bytes.
    pub longest_answer: usize,
    /// The longest body of one page of a list, in bytes.
    pub longest_page: usize,
    /// The longest line of a watch, in bytes.
    pub longest_line: usize,
}

impl Settings {
    fn longest_body(&self, purpose: Purpose) -> usize {
        match purpose {
            Purpose::Probe | Purpose::OnDemand => self.longest_answer,
            Purpose::Watch | Purpose::List => self.longest_page,
        }
    }
}

/// The upstream did not answer within the bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no whole answer came within {} ms", .0.as_millis())]
pub struct TimedOut(pub Duration);

/// The body of an answer: read already, or a stream of lines.
pub type Answer<R> = Response<Either<Full<Bytes>, Lines<R>>>;

/// Bounds each attempt.
#[derive(Clone)]
pub struct AttemptLayer {
    settings: Settings,
    observer: Arc<dyn Observer>,
}

impl AttemptLayer {
    /// Attempts that may cost so much, and whose ends are told to the observer.
    pub fn new(settings: Settings, observer: Arc<dyn Observer>) -> Self {
        Self { settings, observer }
    }
}

impl<S> Layer<S> for AttemptLayer {
    type Service = Attempt<S>;

    fn layer(&self, inner: S) -> Attempt<S> {
        Attempt { layer: self.clone(), inner }
    }
}

/// Calls, and reads the answer.
#[derive(Clone)]
pub struct Attempt<S> {
    layer: AttemptLayer,
    inner: S,
}

impl<S, B, R> Service<Request<B>> for Attempt<S>
where
    S: Service<Request<B>, Response = Response<R>>,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
    R: Body<Data = Bytes> + Send + 'static,
    R::Error: Into<BoxError>,
{
    type Response = Answer<R>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Answer<R>, BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let AttemptLayer { settings, observer } = self.layer.clone();
        let purpose = Purpose::of(&request);
        let answer = self.inner.call(request);
        async move {
            let began = Instant::now();
            let whole = async {
                let answer = answer.await.map_err(Into::into)?;
                if purpose == Purpose::Watch && answer.status().is_success() {
                    return Ok(answer.map(|body| Either::Right(Lines::new(body, settings.longest_line))));
                }
                read(answer, settings.longest_body(purpose)).await
            };
            let result = match timeout(settings.timeout, whole).await {
                Ok(result) => result,
                Err(_) => Err(TimedOut(settings.timeout).into()),
            };
            observer.attempt(purpose, classify::outcome(&result), began.elapsed());
            result
        }
        .boxed()
    }
}

async fn read<R>(answer: Response<R>, longest: usize) -> Result<Answer<R>, BoxError>
where
    R: Body<Data = Bytes>,
    R::Error: Into<BoxError>,
{
    let (head, body) = answer.into_parts();
    let body = Limited::new(body, longest).collect().await?.to_bytes();
    Ok(Response::from_parts(head, Either::Left(Full::new(body))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    use crate::observe::Outcome;
    use futures_util::stream;
    use http::StatusCode;
    use http_body::Frame;
    use http_body_util::StreamBody;
    use parking_lot::Mutex;
    use tower::{ServiceExt as _, service_fn};

    const SETTINGS: Settings = Settings {
        timeout: Duration::from_secs(8),
        longest_answer: 100,
        longest_page: 100,
        longest_line: 100,
    };

    #[derive(Default)]
    struct Notes(Mutex<Vec<(Purpose, Outcome, Duration)>>);

    impl Observer for Notes {
        fn attempt(&self, purpose: Purpose, outcome: Outcome, took: Duration) {
            self.0.lock().push((purpose, outcome, took));
        }
    }

    /// Attempts a call whose answer's head comes at once, and whose body begins and never ends.
    async fn attempt(purpose: Purpose, status: StatusCode) -> (Option<BoxError>, Notes) {
        let endless = service_fn(move |_: Request<()>| async move {
            let words = stream::iter([Ok::<_, Infallible>(Frame::data(Bytes::from_static(b"half")))]);
            let body = StreamBody::new(futures_util::StreamExt::chain(words, stream::pending()));
            let mut answer = Response::new(body);
            *answer.status_mut() = status;
            Ok::<_, BoxError>(answer)
        });
        let notes = Arc::new(Notes::default());
        let layer = AttemptLayer::new(SETTINGS, Arc::<Notes>::clone(&notes));
        let mut request = Request::new(());
        request.extensions_mut().insert(purpose);
        let answer = layer.layer(endless).oneshot(request).await;
        drop(layer);
        (answer.err(), Arc::into_inner(notes).unwrap())
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_hangs_is_a_failed_attempt() {
        for purpose in [Purpose::OnDemand, Purpose::List, Purpose::Probe] {
            let (error, notes) = attempt(purpose, StatusCode::OK).await;
            assert!(error.unwrap().is::<TimedOut>());
            assert_eq!(*notes.0.lock(), [(purpose, Outcome::Transient, SETTINGS.timeout)]);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_body_of_a_watch_is_its_events() {
        let (error, notes) = attempt(Purpose::Watch, StatusCode::OK).await;
        assert!(error.is_none());
        assert_eq!(*notes.0.lock(), [(Purpose::Watch, Outcome::Success, Duration::ZERO)]);
    }

    #[tokio::test(start_paused = true)]
    async fn the_body_of_a_watch_that_is_refused_is_not_waited_for_longer() {
        let (error, _) = attempt(Purpose::Watch, StatusCode::FORBIDDEN).await;
        assert!(error.unwrap().is::<TimedOut>());
    }
}
