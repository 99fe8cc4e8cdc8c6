//! `GET /api/config`: what the browser client needs to know before it draws.

use actix_web::{HttpRequest, HttpResponse, web};
use kube_ingress_dash_model::client_config::ClientConfig;

use crate::parameters::Parameters;
use crate::problem::Problem;

pub(super) async fn config(
    request: HttpRequest,
    config: web::Data<ClientConfig>,
) -> Result<HttpResponse, Problem> {
    Parameters::read(&request, &[])?;
    Ok(HttpResponse::Ok().json(&**config))
}
