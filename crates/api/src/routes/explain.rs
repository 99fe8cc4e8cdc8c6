//! `GET /api/explain`: which Ingress answers a URL, and why.

use actix_web::{HttpRequest, HttpResponse, web};
use kube_ingress_dash_insight::route::ExplainAnswer;
use kube_ingress_dash_watcher::board::BoardReader;

use crate::aside::aside;
use crate::openapi::{
    AskedUrl, Failure, LoginNeeded, MalformedRequest, Namespaces, NotAcceptable, TooManyRequests,
};
use crate::parameters::Parameters;
use crate::problem::Problem;
use crate::viewer::Caller;

/// Which Ingress answers a URL, and why
///
/// For each class, since each is another proxy. Only Ingresses of the selection are looked at, as if there were no
/// others.
#[utoipa::path(
    get,
    path = "/api/explain",
    tag = "Ingresses",
    params(AskedUrl, Namespaces),
    responses(
        (status = 200, description = "What each class does with the URL", body = ExplainAnswer),
        MalformedRequest,
        LoginNeeded,
        NotAcceptable,
        TooManyRequests,
        Failure,
    ),
)]
pub(super) async fn explain(
    request: HttpRequest,
    caller: Caller,
    board: web::Data<BoardReader>,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::read(&request, &["url", "namespaces"])?;
    let selection = caller.select(&parameters)?;
    let url = parameters.url()?;
    let answer = aside(move || board.explain(&selection, &url)).await?;
    Ok(HttpResponse::Ok().json(answer))
}
