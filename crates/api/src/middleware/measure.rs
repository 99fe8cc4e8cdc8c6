//! Counts requests by their route, which is the pattern that their path matches: paths are without number.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error, web};
use tokio::time::Instant;

use crate::metrics::Metrics;

/// What is no route of the API: the page and its files, and paths that nothing answers.
const OTHER: &str = "other";

/// Tells the metrics of the request and its answer.
pub(crate) async fn measure(
    metrics: web::Data<Metrics>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let began = Instant::now();
    let route = request.match_pattern();
    let answer = next.call(request).await;
    let status = match &answer {
        Ok(answer) => answer.status(),
        Err(error) => error.as_response_error().status_code(),
    };
    metrics.http.answered(route.as_deref().unwrap_or(OTHER), status.as_u16(), began.elapsed());
    answer.map(ServiceResponse::map_into_boxed_body)
}
