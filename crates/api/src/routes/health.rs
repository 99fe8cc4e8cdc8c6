//! `GET /api/health`: whether the API server answers, and what probes ask.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use kube_ingress_dash_model::health::{Health, HealthStatus};

use crate::health::{HealthCheck, Probe};
use crate::openapi::{Failure, MalformedRequest};
use crate::parameters::Parameters;
use crate::problem::Problem;

/// Whether the API server answers, and what probes ask
#[utoipa::path(
    get,
    path = "/api/health",
    tag = "Server",
    params((
        "probe" = Option<String>, Query,
        pattern = "^(liveness|readiness)?$",
        description = "What is asked; none is whether the API server answers",
    )),
    responses(
        (status = 200, description = "Healthy", body = Health),
        (status = 503, description = "Unhealthy", body = Health),
        MalformedRequest,
        Failure,
    ),
)]
pub(super) async fn health(
    request: HttpRequest,
    check: web::Data<HealthCheck>,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::read(&request, &["probe"])?;
    let health = check.report(probe(&parameters)?).await;
    let status = match health.status {
        HealthStatus::Healthy => StatusCode::OK,
        HealthStatus::Unhealthy => StatusCode::SERVICE_UNAVAILABLE,
    };
    Ok(HttpResponseBuilder::new(status).json(health))
}

fn probe(parameters: &Parameters) -> Result<Probe, Problem> {
    match parameters.get("probe") {
        None => Ok(Probe::Connectivity),
        Some("liveness") => Ok(Probe::Liveness),
        Some("readiness") => Ok(Probe::Readiness),
        Some(_) => Err(Problem::MalformedParameter {
            name: "probe",
            expected: "expected liveness or readiness".to_owned(),
        }),
    }
}
