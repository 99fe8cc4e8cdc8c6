//! `GET /api/namespaces`: the namespaces with the state of their watches.

use actix_web::{HttpRequest, HttpResponse, web};
use kube_ingress_dash_model::namespaces::NamespaceList;
use kube_ingress_dash_model::status::SHARED;
use kube_ingress_dash_watcher::board::BoardReader;

use crate::openapi::{Failure, LoginNeeded, MalformedRequest, NotAcceptable, TooManyRequests};
use crate::parameters::Parameters;
use crate::problem::Problem;
use crate::viewer::Caller;

/// The namespaces with the states of their watches
#[utoipa::path(
    get,
    path = "/api/namespaces",
    tag = "Ingresses",
    responses(
        (status = 200, description = "The namespaces that are watched or have rows", body = NamespaceList),
        MalformedRequest,
        LoginNeeded,
        NotAcceptable,
        TooManyRequests,
        Failure,
    ),
)]
pub(super) async fn namespaces(
    request: HttpRequest,
    caller: Caller,
    board: web::Data<BoardReader>,
) -> Result<HttpResponse, Problem> {
    Parameters::read(&request, &[])?;
    let mut namespaces = board.statuses(&caller.all());
    namespaces.retain(|status| status.namespace != SHARED);
    Ok(HttpResponse::Ok().json(NamespaceList { namespaces }))
}
