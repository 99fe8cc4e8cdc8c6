//! `GET /api/ingresses`: the rows at one position.

use std::convert::Infallible;

use actix_web::body::{MessageBody, SizedStream};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{CONTENT_ENCODING, ETAG, EntityTag, HeaderValue, VARY};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpRequest, HttpResponse, HttpResponseBuilder, web};
use bytes::Bytes;
use futures_util::stream;
use kube_ingress_dash_model::Timestamp;
use kube_ingress_dash_model::client_config::ClientConfig;
use kube_ingress_dash_model::list::IngressList;
use kube_ingress_dash_model::position::Position;
use kube_ingress_dash_model::query::Query;
use kube_ingress_dash_model::tls::EdgeClasses;
use kube_ingress_dash_watcher::board::{BoardReader, Snapshot};

use crate::client::Client;
use crate::entity_tag;
use crate::list::{Coding, Form, Lists, NotAcceptable as NoCoding, negotiate};
use crate::openapi::{
    Failure, Filter, LoginNeeded, MalformedRequest, Namespaces, NotAcceptable, TooManyLists, TooManyRequests,
};
use crate::parameters::Parameters;
use crate::pieces::pieces;
use crate::problem::Problem;
use crate::viewer::Caller;

/// The rows at one position
///
/// Goes together with the stream, which goes on from that position. In lines, the first is an `IngressListHeader` and
/// each further one a row. Rows are ordered by namespace and name; where `q` has a URL, those that answer it best come
/// first. A list whose `q` asks for an age or a time of change has no `ETag`.
#[utoipa::path(
    get,
    path = "/api/ingresses",
    tag = "Ingresses",
    params(
        Namespaces,
        Filter,
        ("If-None-Match" = Option<String>, Header, nullable = false, description = "The ETag of what the client has"),
    ),
    responses(
        (
            status = 200,
            description = "The selection",
            content((IngressList = "application/json"), (String = "application/x-ndjson")),
            headers(("ETag" = String, description = "The position, as a weak tag")),
        ),
        (
            status = 304,
            description = "The client has it already",
            headers(("ETag" = String, description = "The position, as a weak tag")),
        ),
        MalformedRequest,
        LoginNeeded,
        NotAcceptable,
        TooManyRequests,
        TooManyLists,
        Failure,
    ),
)]
pub(super) async fn ingresses(
    request: HttpRequest,
    caller: Caller,
    client: Client,
    lists: web::Data<Lists>,
    board: web::Data<BoardReader>,
    config: web::Data<ClientConfig>,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::read(&request, &["namespaces", "q"])?;
    let selection = caller.select(&parameters)?;
    let query = parameters.query()?;
    if !query.is_empty() || !selection.is_everything() {
        let query = query.with_edge_classes(edge_classes(&config));
        return filtered(&request, client, &lists, board.snapshot(&selection), query).await;
    }
    let list = lists.whole();
    let tag = tag_at(&list.position());
    if entity_tag::is_known(&request, &tag) {
        return Ok(not_modified(&tag));
    }
    let form = Form::of(&request);
    let mut answer = HttpResponse::Ok();
    answer.insert_header((ETAG, tag.to_string())).content_type(form.media_type());
    let is_head = request.method() == Method::HEAD;
    let coding = match coding_for(&request)? {
        Coding::Compressed(compression) => compression,
        Coding::Identity if is_head => return Ok(without_body(answer)),
        Coding::Identity => return Ok(streamed(answer, list.chunks(form).flat_map(pieces))),
    };
    answer.insert_header((CONTENT_ENCODING, coding.content_encoding()));
    if is_head {
        return Ok(without_body(answer));
    }
    let Some(body) = list.compressed(form, coding).await else {
        return Err(Problem::fault());
    };
    let length = u64::try_from(body.len()).unwrap_or(u64::MAX);
    let pieces = stream::iter(pieces(body).map(Ok::<_, Infallible>));
    Ok(answer.body(SizedStream::new(length, pieces)))
}

/// The rows that match, found for this request alone and compressed on their way.
async fn filtered(
    request: &HttpRequest,
    client: Client,
    lists: &Lists,
    snapshot: Snapshot,
    query: Query,
) -> Result<HttpResponse, Problem> {
    let mut answer = HttpResponse::Ok();
    if !query.depends_on_time() {
        let tag = tag_at(&snapshot.position());
        if entity_tag::is_known(request, &tag) {
            return Ok(not_modified(&tag));
        }
        answer.insert_header((ETAG, tag.to_string()));
    }
    let form = Form::of(request);
    answer.content_type(form.media_type());
    let coding = coding_for(request)?;
    if request.method() == Method::HEAD {
        return Ok(without_body(answer));
    }
    let list = lists.filtered(client, snapshot, query, Timestamp::now()).await?;
    let chunks = list.chunks(form);
    Ok(match coding {
        Coding::Identity => streamed(answer, chunks.flat_map(pieces)),
        Coding::Compressed(_) => streamed(answer, chunks),
    })
}

fn coding_for(request: &HttpRequest) -> Result<Coding, Problem> {
    negotiate(request).map_err(|NoCoding| Problem::Status(StatusCode::NOT_ACCEPTABLE))
}

fn streamed(mut answer: HttpResponseBuilder, chunks: impl Iterator<Item = Bytes> + 'static) -> HttpResponse {
    answer.streaming(stream::iter(chunks.map(Ok::<_, Infallible>)))
}

/// What HEAD is answered: nothing of the list is made for it.
fn without_body(answer: HttpResponseBuilder) -> HttpResponse {
    streamed(answer, std::iter::empty())
}

fn tag_at(position: &Position) -> EntityTag {
    EntityTag::new_weak(position.to_string())
}

fn not_modified(tag: &EntityTag) -> HttpResponse {
    HttpResponse::NotModified().insert_header((ETAG, tag.to_string())).finish()
}

/// The classes of which the operator says that their TLS ends before the Ingress.
pub(super) fn edge_classes(config: &ClientConfig) -> EdgeClasses {
    EdgeClasses::new(config.tls_at_edge.iter().cloned())
}

/// Says of every answer what it depends on, once.
pub(super) async fn vary<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let mut answer = next.call(request).await?;
    answer.headers_mut().insert(VARY, HeaderValue::from_static("accept, accept-encoding"));
    Ok(answer)
}
