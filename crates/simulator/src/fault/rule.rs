//! Which requests fail, when, how often, and how.

use std::num::NonZeroU32;
use std::time::Duration;

use super::{Effect, Share};
use crate::matching::Match;

/// A fault and the requests that it takes.
///
/// ```
/// use http::StatusCode;
/// use http::header::HeaderValue;
/// use kube_ingress_dash_simulator::{Answer, Effect, Match, Rule, Share, Verb};
///
/// let overloaded = Answer::text(StatusCode::TOO_MANY_REQUESTS, "Too many requests, please try again later.");
/// let overloaded = overloaded.retry_after(HeaderValue::from_static("1"));
/// let every_third_get = Rule::new(Match::any().verb(Verb::Get), Effect::Answer(overloaded))
///     .share(Share::new(1, 3).unwrap());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub(super) when: Match,
    pub(super) effect: Effect,
    pub(super) from: Duration,
    pub(super) until: Option<Duration>,
    pub(super) after: u32,
    pub(super) share: Share,
    pub(super) times: Option<NonZeroU32>,
    pub(super) cuts_watches: bool,
}

impl Rule {
    /// Takes all requests that `when` matches, for ever.
    pub const fn new(when: Match, effect: Effect) -> Self {
        Self {
            when,
            effect,
            from: Duration::ZERO,
            until: None,
            after: 0,
            share: Share::ALL,
            times: None,
            cuts_watches: false,
        }
    }

    /// Sleeps for this long once it is in force.
    #[must_use]
    pub fn from(self, from: Duration) -> Self {
        Self { from, ..self }
    }

    /// Takes nothing from this long after it came into force.
    #[must_use]
    pub fn until(self, until: Duration) -> Self {
        Self { until: Some(until), ..self }
    }

    /// Lets as many matching requests pass first.
    #[must_use]
    pub fn after(self, requests: u32) -> Self {
        Self { after: requests, ..self }
    }

    /// Takes no more than this share of the matching requests.
    #[must_use]
    pub fn share(self, share: Share) -> Self {
        Self { share, ..self }
    }

    /// Is spent when it has taken as many requests.
    #[must_use]
    pub fn times(self, times: NonZeroU32) -> Self {
        Self { times: Some(times), ..self }
    }

    /// Begins by cutting the open watches that it matches, as a server does that falls over.
    #[must_use]
    pub fn cuts_watches(self) -> Self {
        Self { cuts_watches: true, ..self }
    }
}
