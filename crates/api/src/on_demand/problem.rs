//! What a failed fetch means for the one who asked.

use std::time::Duration;

use actix_web::http::StatusCode;
use kube_ingress_dash_model::status::ErrorClass;
use kube_ingress_dash_watcher::failure::Failure;

use super::Unanswered;
use crate::problem::Problem;
use crate::viewer::Caller;

/// When to come back after a failure that passes by itself and does not say when.
const RETRY: Duration = Duration::from_secs(5);

/// A refusal without the API server's words, which name the account of this server and where it lives.
const REFUSED: &str = "the API server does not let this server read it";

impl Unanswered {
    /// What this caller is told.
    pub(crate) fn told_to(&self, caller: &Caller) -> Problem {
        match self {
            Self::Crashed => Problem::fault(),
            Self::Failed(failure) => of_failure(failure, caller),
        }
    }
}

fn of_failure(failure: &Failure, caller: &Caller) -> Problem {
    let mut report = failure.report();
    if report.status == Some(StatusCode::FORBIDDEN.as_u16()) && caller.is_restricted() {
        REFUSED.clone_into(&mut report.message);
    }
    let transient = report.class == ErrorClass::Transient;
    // To a browser a 401 of the API server would mean that its own user is to log in.
    let (status, advice) = match (report.status, failure) {
        (Some(401), _) => (StatusCode::BAD_GATEWAY, "; the credentials of this server are not accepted"),
        (Some(403), _) => (StatusCode::FORBIDDEN, "; the account of this server needs a role that grants it"),
        (_, Failure::Silent) => (StatusCode::GATEWAY_TIMEOUT, ""),
        _ if transient => (StatusCode::SERVICE_UNAVAILABLE, ""),
        _ => (StatusCode::BAD_GATEWAY, ""),
    };
    Problem::Upstream {
        status,
        detail: format!("{}{advice}", report.message),
        class: report.class,
        retry_after: transient.then(|| failure.retry_after().unwrap_or(RETRY)),
    }
}
