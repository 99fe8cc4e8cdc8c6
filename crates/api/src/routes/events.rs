//! `GET /api/ingresses/{namespace}/{name}/events`: what Kubernetes recorded about one Ingress.

use actix_web::{HttpRequest, HttpResponse, web};
use kube_ingress_dash_watcher::board::BoardReader;

use super::row::{Named, fetched};
use crate::on_demand::OnDemand;
use crate::parameters::Parameters;
use crate::problem::Problem;
use crate::viewer::Caller;

pub(super) async fn events(
    request: HttpRequest,
    caller: Caller,
    named: web::Path<Named>,
    board: web::Data<BoardReader>,
    on_demand: web::Data<OnDemand>,
) -> Result<HttpResponse, Problem> {
    Parameters::read(&request, &[])?;
    let row = named.row(&caller, &board)?;
    fetched(on_demand.events(&row).await?)
}
