//! The one error type at the edge: everything that a request can be refused for, as `application/problem+json`.

mod login_needed;

use std::time::Duration;

use actix_web::http::header::{ALLOW, CONTENT_TYPE, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpResponse, HttpResponseBuilder, ResponseError};
use kube_ingress_dash_core::limit::Quota;
use kube_ingress_dash_model::problem;
use kube_ingress_dash_model::status::ErrorClass;

pub(crate) use login_needed::LoginNeeded;

/// The media type of a problem.
pub(crate) const MEDIA_TYPE: &str = "application/problem+json";

/// Why a request is refused. The text is the detail that its sender reads.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Problem {
    /// Nothing lives at the path.
    #[error("there is nothing at this path")]
    NotFound,
    /// The path lies outside the base path.
    #[error("there is nothing at this path; everything is under {0}")]
    OutsideBasePath(String),
    /// The path exists, the method does not.
    #[error("this path can only be read, with GET or HEAD")]
    MethodNotAllowed,
    /// A query parameter that the path does not know.
    #[error("the parameter {name:?} is not known here; known: {}", listed(.known))]
    UnknownParameter {
        /// The name as it was given, cut if it is long.
        name: String,
        /// What the path knows.
        known: &'static [&'static str],
    },
    /// A query parameter that was given more than once.
    #[error("the parameter {0:?} is given more than once")]
    RepeatedParameter(&'static str),
    /// A query parameter whose value makes no sense.
    #[error("the parameter {name:?} is malformed: {expected}")]
    MalformedParameter {
        /// The parameter.
        name: &'static str,
        /// What is expected.
        expected: String,
    },
    /// A name in the path that nothing can have.
    #[error("no {what} can have this name: expected {rule}")]
    MalformedName {
        /// What is named.
        what: &'static str,
        /// What names look like.
        rule: &'static str,
    },
    /// The board has no such row.
    #[error("there is no such Ingress, or it is not among those that this server shows")]
    UnknownIngress,
    /// The board cannot have the row yet.
    #[error("the Ingresses of this namespace have not been read yet")]
    NotReadYet,
    /// The API server did not answer as hoped.
    #[error("{detail}")]
    Upstream {
        /// What this server answers with.
        status: StatusCode,
        /// What happened, and what to do about it.
        detail: String,
        /// Whether waiting can help.
        class: ErrorClass,
        /// When it can.
        retry_after: Option<Duration>,
    },
    /// The Host header names somebody else, as it does when a foreign name was pointed at this machine.
    #[error(
        "this service does not answer by the name in the Host header; --allowed-hosts accepts more names"
    )]
    HostNotAllowed,
    /// It is not known who asks.
    #[error(transparent)]
    LoginNeeded(LoginNeeded),
    /// The proxy says who asks in a way that cannot be understood.
    #[error("it is not clear who is asking: {0}")]
    MalformedIdentity(String),
    /// The client tries to guess a password.
    #[error("too many logins with this user name; try again later")]
    TooManyTries {
        /// When it may try again.
        retry_after: Duration,
    },
    /// Checking a password takes time, and too many wait for it.
    #[error("too many logins at once; try again soon")]
    TooManyLogins,
    /// The server is about to end.
    #[error("the server is shutting down")]
    ShuttingDown,
    /// The client asks for more than it may.
    #[error("too many requests: {} for each client, and {} at once (--rate-limit, --rate-burst)", .quota.rate, .quota.burst)]
    TooManyRequests {
        /// What it may ask for.
        quota: Quota,
        /// When it may ask again.
        retry_after: Duration,
    },
    /// The client has as many streams as it may.
    #[error("this client has as many streams as --max-streams-per-client allows")]
    TooManyStreamsOfClient,
    /// There are as many streams as there may be.
    #[error("there are as many streams as --max-streams allows")]
    TooManyStreams,
    /// The client has as many filtered lists under way as it may.
    #[error("this client reads as many filtered lists and CSV files at once as it may; try again soon")]
    TooManyListsOfClient,
    /// As many filtered lists are under way as there may be, or take too long.
    #[error("too many filtered lists and CSV files at once; try again soon")]
    TooManyLists,
    /// The browser client is not part of the binary.
    #[error("the web app is not part of this binary: build it with ./just build")]
    NoWebApp,
    /// A status without words of ours, from the web framework.
    #[error("{}", canonical(*.0))]
    Status(StatusCode),
}

/// When to come back after a refusal that passes by itself.
const RETRY: Duration = Duration::from_secs(5);

impl Problem {
    /// A fault of the server, which was logged.
    pub(crate) const fn fault() -> Self {
        Self::Status(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The status of the answer.
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::NotFound | Self::OutsideBasePath(_) | Self::UnknownIngress => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::LoginNeeded(_) => StatusCode::UNAUTHORIZED,
            Self::UnknownParameter { .. }
            | Self::RepeatedParameter(_)
            | Self::MalformedParameter { .. }
            | Self::MalformedName { .. }
            | Self::MalformedIdentity(_) => StatusCode::BAD_REQUEST,
            Self::TooManyRequests { .. }
            | Self::TooManyTries { .. }
            | Self::TooManyStreamsOfClient
            | Self::TooManyListsOfClient => StatusCode::TOO_MANY_REQUESTS,
            Self::HostNotAllowed => StatusCode::MISDIRECTED_REQUEST,
            Self::NotReadYet
            | Self::ShuttingDown
            | Self::TooManyLogins
            | Self::TooManyStreams
            | Self::TooManyLists
            | Self::NoWebApp => StatusCode::SERVICE_UNAVAILABLE,
            Self::Status(status) | Self::Upstream { status, .. } => *status,
        }
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::TooManyRequests { retry_after, .. } | Self::TooManyTries { retry_after } => {
                Some(*retry_after)
            }
            Self::NotReadYet
            | Self::ShuttingDown
            | Self::TooManyLogins
            | Self::TooManyStreams
            | Self::TooManyStreamsOfClient
            | Self::TooManyLists
            | Self::TooManyListsOfClient => Some(RETRY),
            Self::Upstream { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    fn class(&self) -> ErrorClass {
        match self {
            Self::Upstream { class, .. } => *class,
            _ if self.retry_after().is_some() => ErrorClass::Transient,
            _ => ErrorClass::Permanent,
        }
    }

    /// The body of the answer.
    pub(crate) fn body(&self) -> problem::Problem {
        let status = self.status();
        let retry_after = self.retry_after();
        problem::Problem {
            kind: "about:blank".to_owned(),
            title: canonical(status).to_owned(),
            status: status.as_u16(),
            detail: self.to_string(),
            class: Some(self.class()),
            retry_after: retry_after.map(whole_seconds),
        }
    }
}

/// A time in whole seconds, as headers tell it: never too early.
pub(crate) fn whole_seconds(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}

fn listed(names: &[&str]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

fn canonical(status: StatusCode) -> &'static str {
    status.canonical_reason().unwrap_or("Error")
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    fn error_response(&self) -> HttpResponse {
        let mut answer = HttpResponseBuilder::new(self.status());
        if let Some(wait) = self.retry_after() {
            answer.insert_header((RETRY_AFTER, whole_seconds(wait)));
        }
        if *self == Self::MethodNotAllowed {
            let allowed = [Method::GET, Method::HEAD].map(|method| method.to_string()).join(", ");
            answer.insert_header((ALLOW, allowed));
        }
        if let Self::LoginNeeded(needed) = self {
            for challenge in needed.challenges() {
                answer.append_header((WWW_AUTHENTICATE, *challenge));
            }
        }
        let mut answer = answer.json(self.body());
        answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        answer
    }
}
