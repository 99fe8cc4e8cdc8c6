//! `GET /api/ingresses.csv`: the rows for spreadsheets.

use std::convert::Infallible;

use actix_web::http::Method;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use bytes::Bytes;
use futures_util::stream;
use kube_ingress_dash_model::Timestamp;
use kube_ingress_dash_model::client_config::ClientConfig;
use kube_ingress_dash_model::export::Lines;
use kube_ingress_dash_watcher::board::BoardReader;

use super::ingresses::edge_classes;
use crate::client::Client;
use crate::list::Lists;
use crate::openapi::{
    CsvLines, Failure, Filter, LoginNeeded, MalformedRequest, Namespaces, NotAcceptable, TooManyLists,
    TooManyRequests,
};
use crate::parameters::Parameters;
use crate::problem::Problem;
use crate::viewer::Caller;

const MEDIA_TYPE: &str = "text/csv; charset=utf-8; header=present";

/// The rows as CSV
///
/// By RFC 4180. A text that a spreadsheet would take for a formula has an apostrophe before it.
#[utoipa::path(
    get,
    path = "/api/ingresses.csv",
    tag = "Ingresses",
    params(Namespaces, Filter, CsvLines),
    responses(
        (status = 200, description = "The selection", content((String = "text/csv"))),
        MalformedRequest,
        LoginNeeded,
        NotAcceptable,
        TooManyRequests,
        TooManyLists,
        Failure,
    ),
)]
pub(super) async fn csv(
    request: HttpRequest,
    caller: Caller,
    client: Client,
    lists: web::Data<Lists>,
    board: web::Data<BoardReader>,
    config: web::Data<ClientConfig>,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::read(&request, &["namespaces", "q", "rows"])?;
    let selection = caller.select(&parameters)?;
    let lines = parameters.lines()?;
    let edge = edge_classes(&config);
    let query = parameters.query()?.with_edge_classes(edge.clone());
    let mut answer = HttpResponse::Ok();
    answer
        .content_type(MEDIA_TYPE)
        .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store, no-transform")))
        .insert_header((CONTENT_DISPOSITION, file_name(lines)));
    if request.method() == Method::HEAD {
        return Ok(answer.streaming(stream::empty::<Result<Bytes, Infallible>>()));
    }
    let rows = lists.filtered(client, board.snapshot(&selection), query, Timestamp::now()).await?;
    Ok(answer.streaming(stream::iter(rows.csv(lines, edge).map(Ok::<_, Infallible>))))
}

fn file_name(lines: Lines) -> HeaderValue {
    HeaderValue::from_static(match lines {
        Lines::Ingresses => "attachment; filename=\"ingresses.csv\"",
        Lines::Routes => "attachment; filename=\"routes.csv\"",
    })
}
