//! `GET /metrics`: what Prometheus is told.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use crate::aside::aside;
use crate::metrics::Metrics;
use crate::openapi::{Failure, LoginNeeded};
use crate::problem::Problem;
use crate::viewer::Caller;

const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What Prometheus is told
#[utoipa::path(
    get,
    path = "/metrics",
    tag = "Server",
    responses(
        (
            status = 200,
            description = "The metrics in OpenMetrics' text format",
            body = String,
            content_type = "application/openmetrics-text",
        ),
        LoginNeeded,
        Failure,
    ),
)]
pub(super) async fn metrics(caller: Caller, metrics: web::Data<Metrics>) -> Result<HttpResponse, Problem> {
    let selection = caller.all();
    // Findings are counted behind a lock that is held while a long list is taken in.
    match aside(move || metrics.text(&selection)).await? {
        Ok(text) => Ok(HttpResponse::Ok().content_type(OPEN_METRICS).body(text)),
        Err(error) => {
            tracing::error!(%error, "the metrics cannot be written");
            Err(Problem::Status(StatusCode::INTERNAL_SERVER_ERROR))
        }
    }
}
