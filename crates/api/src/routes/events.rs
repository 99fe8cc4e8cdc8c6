//! `GET /api/ingresses/{namespace}/{name}/events`: what Kubernetes recorded about one Ingress.

use actix_web::{HttpRequest, HttpResponse, web};
use kube_ingress_dash_model::detail::EventList;
use kube_ingress_dash_watcher::board::BoardReader;

use super::row::{Named, fetched};
use crate::on_demand::OnDemand;
use crate::openapi::IngressNotShown;
use crate::parameters::Parameters;
use crate::problem::Problem;
use crate::viewer::Caller;

/// What Kubernetes recorded about one Ingress
#[utoipa::path(
    get,
    path = "/api/ingresses/{namespace}/{name}/events",
    tag = "Ingresses",
    params(Named),
    responses(
        (
            status = 200,
            description = "Its Events, the newest first",
            body = EventList,
            headers(
                ("X-Cache" = String, description = "Whence it comes: `hit`, `stale`, `miss` or `shared`"),
                ("Age" = u64, description = "How old it is, in seconds"),
            ),
        ),
        IngressNotShown,
    ),
)]
pub(super) async fn events(
    request: HttpRequest,
    caller: Caller,
    named: web::Path<Named>,
    board: web::Data<BoardReader>,
    on_demand: web::Data<OnDemand>,
) -> Result<HttpResponse, Problem> {
    Parameters::read(&request, &[])?;
    let row = named.row(&caller, &board)?;
    let answer = on_demand.events(&row).await;
    fetched(answer.map_err(|unanswered| unanswered.told_to(&caller))?)
}
