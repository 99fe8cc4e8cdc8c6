//! All layers in their order around one transport, so that no call can go around any of them.
//!
//! Outermost first: the bound of the whole call, retry, breaker (these three for calls on demand alone), throttle,
//! attempt, transport. What a call is made for travels with it as its [`Purpose`](crate::purpose::Purpose).

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body::Body;
use tower::retry::RetryLayer;
use tower::{BoxError, Service, ServiceBuilder};

use crate::attempt::{self, Answer, AttemptLayer};
use crate::breaker::{self, Breaker, BreakerLayer};
use crate::delays::Growth;
use crate::observe::Observer;
use crate::retry::{self, RetryPolicy, TryCloneBody};
use crate::throttle::{self, Throttle, ThrottleLayer};
use crate::timeout::TimeoutLayer;

/// How calls are treated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// How long a call on demand may take, with all its attempts and waits.
    pub timeout: Duration,
    /// When calls on demand are made again.
    pub retry: retry::Settings,
    /// When calls on demand are held back.
    pub breaker: breaker::Settings,
    /// How many calls are made.
    pub throttle: throttle::Settings,
    /// What one attempt may cost.
    pub attempt: attempt::Settings,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            retry: retry::Settings {
                attempts: 3,
                growth: Growth {
                    initial: Duration::from_secs(1),
                    multiplier: 2.0,
                    max: Duration::from_secs(30),
                    jitter: 0.2,
                },
            },
            breaker: breaker::Settings {
                failure_rate: 0.5,
                window: Duration::from_secs(30),
                wait: Duration::from_mins(1),
                minimum_calls: 10,
            },
            throttle: throttle::Settings { rate: RATE, burst: BURST, queue: QUEUE },
            attempt: attempt::Settings {
                timeout: Duration::from_secs(8),
                longest_answer: LONGEST_ANSWER,
                longest_page: LONGEST_PAGE,
                longest_line: LONGEST_LINE,
            },
        }
    }
}

const RATE: NonZeroU32 = NonZeroU32::new(50).unwrap();
const BURST: NonZeroU32 = NonZeroU32::new(100).unwrap();
/// More than there are sources in any cluster; what people ask for waits for its deadline at most.
const QUEUE: NonZeroU32 = NonZeroU32::new(10_000).unwrap();
/// Far more than one object and the events around it, in bytes.
const LONGEST_ANSWER: usize = 32 * 1024 * 1024;
/// 500 objects of 256 KiB, or eighty that are as large as etcd allows, in bytes.
const LONGEST_PAGE: usize = 128 * 1024 * 1024;
/// Far more than the largest object that etcd takes, in bytes.
const LONGEST_LINE: usize = 8 * 1024 * 1024;

/// The layers' shared state.
#[derive(Clone)]
pub struct Guards {
    /// Guards calls on demand.
    pub breaker: Breaker,
    retry: RetryPolicy,
    throttle: Throttle,
    attempt: AttemptLayer,
    timeout: Duration,
}

impl Guards {
    /// Guards with these settings, on the current Tokio runtime. What happens is told to the observer.
    pub fn start(settings: Settings, observer: Arc<dyn Observer>) -> Self {
        let breaker = Breaker::new(settings.breaker, Arc::clone(&observer));
        Self {
            retry: RetryPolicy::new(settings.retry, breaker.clone(), Arc::clone(&observer)),
            throttle: Throttle::start(settings.throttle, Arc::clone(&observer)),
            attempt: AttemptLayer::new(settings.attempt, observer),
            timeout: settings.timeout,
            breaker,
        }
    }

    /// The transport behind all layers.
    pub fn around<S, B, R>(
        &self,
        transport: S,
    ) -> impl Service<Request<B>, Response = Answer<R>, Error = BoxError, Future: Send + 'static>
    + Clone
    + Send
    + use<S, B, R>
    where
        S: Service<Request<B>, Response = Response<R>> + Clone + Send + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send + 'static,
        B: TryCloneBody + Send + 'static,
        R: Body<Data = Bytes> + Send + 'static,
        R::Error: Into<BoxError>,
    {
        ServiceBuilder::new()
            .layer(TimeoutLayer::new(self.timeout))
            .layer(RetryLayer::new(self.retry.clone()))
            .layer(BreakerLayer::new(self.breaker.clone()))
            .layer(ThrottleLayer::new(self.throttle.clone()))
            .layer(self.attempt.clone())
            .service(transport)
    }
}

#[cfg(test)]
mod tests;
