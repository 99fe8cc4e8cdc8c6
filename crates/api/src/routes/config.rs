//! `GET /api/config`: what the browser client needs to know before it draws.

use actix_web::{HttpRequest, HttpResponse, web};
use kube_ingress_dash_model::client_config::ClientConfig;

use crate::openapi::{Failure, LoginNeeded, MalformedRequest, TooManyRequests};
use crate::parameters::Parameters;
use crate::problem::Problem;
use crate::viewer::Caller;

/// What the page needs to know of the server
#[utoipa::path(
    get,
    path = "/api/config",
    tag = "Server",
    responses(
        (status = 200, description = "The configuration", body = ClientConfig),
        MalformedRequest,
        LoginNeeded,
        TooManyRequests,
        Failure,
    ),
)]
pub(super) async fn config(
    request: HttpRequest,
    caller: Caller,
    config: web::Data<ClientConfig>,
) -> Result<HttpResponse, Problem> {
    Parameters::read(&request, &[])?;
    let viewer = caller.name().map(str::to_owned);
    Ok(HttpResponse::Ok().json(ClientConfig { viewer, ..ClientConfig::clone(&config) }))
}
