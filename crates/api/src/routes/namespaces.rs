//! `GET /api/namespaces`: the namespaces with the state of their watches.

use actix_web::{HttpRequest, HttpResponse, web};
use kube_ingress_dash_model::namespaces::NamespaceList;
use kube_ingress_dash_model::status::SHARED;
use kube_ingress_dash_watcher::board::BoardReader;

use crate::parameters::Parameters;
use crate::problem::Problem;
use crate::viewer::Caller;

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
