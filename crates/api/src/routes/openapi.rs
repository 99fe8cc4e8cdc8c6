//! `GET /api/openapi.json`: the routes, described for programs.

mod security;

use actix_web::{HttpRequest, HttpResponse, web};
use kube_ingress_dash_model as model;
use kube_ingress_dash_model::event::Event;
use kube_ingress_dash_model::list::IngressListHeader;
use utoipa::OpenApi;
use utoipa::openapi::Server;

use crate::auth::Authentication;
use crate::cli::BasePath;
use crate::openapi::{Failure, LoginNeeded, MalformedRequest, NotAcceptable, TooManyRequests};
use crate::parameters::Parameters;
use crate::problem::Problem;

const DESCRIPTION: &str = "Where a path answers GET it answers HEAD as well, and any other method with a 405. Every \
answer that is not a success is a problem (RFC 9457), other than that of `/api/health` and what is refused before it is \
known to be a request (400, 408 and 431 without a body). Where a login is asked for, a path may answer 400 to an \
identity that makes no sense, 429 to too many failures and 503 to too many logins at once, whatever it answers else.";

/// Every route of the API; a test holds it against the router.
#[derive(OpenApi)]
#[openapi(
    info(title = "kube-ingress-dash", description = DESCRIPTION),
    paths(
        super::ingresses::ingresses,
        super::csv::csv,
        super::stream::stream,
        super::detail::detail,
        super::events::events,
        super::explain::explain,
        super::namespaces::namespaces,
        super::config::config,
        super::health::health,
        super::metrics::metrics,
        openapi,
    ),
    // What problems and the bodies that are no JSON document are made of.
    components(schemas(model::problem::Problem, Event, IngressListHeader)),
)]
struct Routes;

/// The OpenAPI document of one server.
#[derive(Clone)]
pub(crate) struct Document(utoipa::openapi::OpenApi);

impl Document {
    /// The document of a server whose routes are under this path.
    pub(crate) fn new(base_path: &BasePath, shows_metrics: bool, authentication: &Authentication) -> Self {
        let mut document = Routes::openapi();
        let server = if base_path.prefix().is_empty() { "/" } else { base_path.prefix() };
        document.servers = Some(vec![Server::new(server)]);
        if !shows_metrics {
            document.paths.paths.remove("/metrics");
        }
        security::describe(&mut document, authentication);
        Self(document)
    }
}

/// This document
#[utoipa::path(
    get,
    path = "/api/openapi.json",
    tag = "Server",
    responses(
        (status = 200, description = "An OpenAPI 3.1 document", body = Object),
        MalformedRequest,
        LoginNeeded,
        NotAcceptable,
        TooManyRequests,
        Failure,
    ),
)]
pub(super) async fn openapi(
    request: HttpRequest,
    document: web::Data<Document>,
) -> Result<HttpResponse, Problem> {
    Parameters::read(&request, &[])?;
    Ok(HttpResponse::Ok().json(&document.0))
}
