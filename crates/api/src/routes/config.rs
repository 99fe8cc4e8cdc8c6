//! `GET /api/config`: what the browser client needs to know before it draws.

use actix_web::{HttpRequest, HttpResponse, web};
use kube_ingress_dash_model::client_config::ClientConfig;

use crate::openapi::{Failure, MalformedRequest, TooManyRequests};
use crate::parameters::Parameters;
use crate::problem::Problem;

/// What the page needs to know of the server
#[utoipa::path(
    get,
    path = "/api/config",
    tag = "Server",
    responses(
        (status = 200, description = "The configuration", body = ClientConfig),
        MalformedRequest,
        TooManyRequests,
        Failure,
    ),
)]
pub(super) async fn config(
    request: HttpRequest,
    config: web::Data<ClientConfig>,
) -> Result<HttpResponse, Problem> {
    Parameters::read(&request, &[])?;
    Ok(HttpResponse::Ok().json(&**config))
}
