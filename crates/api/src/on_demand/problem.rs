//! What a failed fetch means for the one who asked.

use std::time::Duration;

use actix_web::http::StatusCode;
use kube_ingress_dash_model::status::ErrorClass;
use kube_ingress_dash_watcher::failure::Failure;

use super::Unanswered;
use crate::problem::Problem;

/// When to come back after a failure that passes by itself and does not say when.
const RETRY: Duration = Duration::from_secs(5);

impl From<Unanswered> for Problem {
    fn from(unanswered: Unanswered) -> Self {
        match unanswered {
            Unanswered::Crashed => Self::Status(StatusCode::INTERNAL_SERVER_ERROR),
            Unanswered::Failed(failure) => of_failure(&failure),
        }
    }
}

fn of_failure(failure: &Failure) -> Problem {
    let report = failure.report();
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
