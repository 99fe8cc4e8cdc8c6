//! `GET /api/ingresses/{namespace}/{name}`: one Ingress with nothing cut.

use actix_web::{HttpRequest, HttpResponse, web};
use kube_ingress_dash_model::detail::IngressDetail;
use kube_ingress_dash_watcher::board::BoardReader;

use super::row::{Named, fetched};
use crate::aside::aside;
use crate::on_demand::OnDemand;
use crate::openapi::IngressNotShown;
use crate::parameters::Parameters;
use crate::problem::Problem;
use crate::viewer::Caller;

/// One Ingress with nothing cut
#[utoipa::path(
    get,
    path = "/api/ingresses/{namespace}/{name}",
    tag = "Ingresses",
    params(Named),
    responses(
        (
            status = 200,
            description = "The Ingress",
            body = IngressDetail,
            headers(
                ("X-Cache" = String, description = "Whence it comes: `hit`, `stale`, `miss` or `shared`"),
                ("Age" = u64, description = "How old it is, in seconds"),
            ),
        ),
        IngressNotShown,
    ),
)]
pub(super) async fn detail(
    request: HttpRequest,
    caller: Caller,
    named: web::Path<Named>,
    board: web::Data<BoardReader>,
    on_demand: web::Data<OnDemand>,
) -> Result<HttpResponse, Problem> {
    Parameters::read(&request, &[])?;
    let row = named.row(&caller, &board)?;
    let answer = on_demand.detail(&row).await;
    let mut answer = answer.map_err(|unanswered| unanswered.told_to(&caller))?;
    if let Some(detail) = &mut answer.value {
        // Known to the board of this process alone.
        detail.ingress.changed_at = row.changed_at;
        detail.ingress.findings = row.findings;
        let (selection, key, class) = (caller.namespace(&row.namespace), row.key(), row.class);
        let known = aside(move || (board.findings(&selection, &key), board.class(class.as_deref())));
        (detail.finding_details, detail.ingress_class) = known.await?;
    }
    fetched(answer)
}
