//! `GET /api/ingresses/{namespace}/{name}`: one Ingress with nothing cut.

use actix_web::{HttpRequest, HttpResponse, web};
use kube_ingress_dash_watcher::board::BoardReader;

use super::row::{Named, fetched};
use crate::on_demand::OnDemand;
use crate::parameters::Parameters;
use crate::problem::Problem;
use crate::viewer::Caller;

pub(super) async fn detail(
    request: HttpRequest,
    caller: Caller,
    named: web::Path<Named>,
    board: web::Data<BoardReader>,
    on_demand: web::Data<OnDemand>,
) -> Result<HttpResponse, Problem> {
    Parameters::read(&request, &[])?;
    let row = named.row(&caller, &board)?;
    let mut answer = on_demand.detail(&row).await?;
    if let Some(detail) = &mut answer.value {
        // Known to the board of this process alone.
        detail.ingress.changed_at = row.changed_at;
    }
    fetched(answer)
}
