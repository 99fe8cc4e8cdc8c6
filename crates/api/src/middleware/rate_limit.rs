//! Holds each client to its rate, and tells it in the headers of every answer how it stands.
//!
//! The headers are those of the IETF's draft "`RateLimit` header fields for HTTP" (draft-ietf-httpapi-ratelimit-headers,
//! version 11).

use std::num::NonZeroUsize;
use std::sync::Arc;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, ResponseError as _, web};
use kube_ingress_dash_core::limit::{Decision, Quota, RateLimiter};

use crate::client::Client;
use crate::problem::{Problem, whole_seconds};

/// So many clients are remembered, in some 10 MB.
const MOST_CLIENTS: NonZeroUsize = NonZeroUsize::MIN.saturating_add(99_999);

const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// The rate of each client; clones share what they know of them.
#[derive(Debug, Clone)]
pub struct RateLimit(Option<Arc<RateLimiter<Client>>>);

impl RateLimit {
    /// Allows each client this quota, or anything.
    pub fn new(quota: Option<Quota>) -> Self {
        Self(quota.map(|quota| Arc::new(RateLimiter::new(quota, MOST_CLIENTS))))
    }

    /// Takes a token of this client's for what is not counted as a request of the API.
    ///
    /// # Errors
    /// The client has none left.
    pub(crate) fn take(&self, client: &Client) -> Result<(), Problem> {
        let Some(limiter) = &self.0 else {
            return Ok(());
        };
        match limiter.check(client) {
            Decision::Allowed { .. } => Ok(()),
            Decision::Refused { retry_after } => {
                Err(Problem::TooManyRequests { quota: limiter.quota(), retry_after })
            }
        }
    }

    /// How many clients are remembered; there is a bound to it.
    pub fn clients(&self) -> usize {
        self.0.as_ref().map_or(0, |limiter| limiter.tracked())
    }
}

/// Refuses requests of a client that has used up what it may ask for.
pub(crate) async fn limit_rate(
    limit: web::Data<RateLimit>,
    client: Client,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let Some(limiter) = &limit.0 else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    let quota = limiter.quota();
    let decision = limiter.check(&client);
    let mut answer = match decision {
        Decision::Allowed { .. } => next.call(request).await?.map_into_boxed_body(),
        Decision::Refused { retry_after } => {
            request.into_response(Problem::TooManyRequests { quota, retry_after }.error_response())
        }
    };
    describe(quota, decision, answer.headers_mut());
    Ok(answer)
}

/// Adds the policy, and what is left of it: so many requests until another token comes back.
fn describe(quota: Quota, decision: Decision, headers: &mut HeaderMap) {
    let (remaining, window) = match decision {
        Decision::Allowed { remaining } => (remaining, quota.interval()),
        Decision::Refused { retry_after } => (0, retry_after),
    };
    let policy = format!("\"client\";q={};w={}", quota.burst, whole_seconds(quota.refill()));
    let state = format!("\"client\";r={remaining};t={}", whole_seconds(window));
    for (name, value) in [(RATE_LIMIT_POLICY, policy), (RATE_LIMIT, state)] {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(name, value);
        }
    }
}
