//! `GET /api/ingresses`: the rows at one position.

use std::convert::Infallible;
use std::sync::Arc;

use actix_web::http::header::{ACCEPT, Accept, ETAG, EntityTag, Header as _, HeaderValue, Quality, VARY};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use bytes::Bytes;
use futures_util::stream;
use kube_ingress_dash_model::list::{IngressList, IngressListHeader};
use kube_ingress_dash_watcher::board::{BoardReader, Segment, Snapshot};

use crate::entity_tag;
use crate::json;
use crate::openapi::{Failure, MalformedRequest, Namespaces, NotAcceptable, TooManyRequests};
use crate::parameters::Parameters;
use crate::problem::Problem;
use crate::stream::frame;
use crate::viewer::Caller;

const NDJSON: &str = "application/x-ndjson";

/// The rows at one position
///
/// Goes together with the stream, which goes on from that position. In lines, the first is an `IngressListHeader` and
/// each further one a row.
#[utoipa::path(
    get,
    path = "/api/ingresses",
    tag = "Ingresses",
    params(
        Namespaces,
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
        NotAcceptable,
        TooManyRequests,
        Failure,
    ),
)]
pub(super) async fn ingresses(
    request: HttpRequest,
    caller: Caller,
    board: web::Data<BoardReader>,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::read(&request, &["namespaces"])?;
    let snapshot = board.snapshot(&caller.select(&parameters)?);
    let tag = EntityTag::new_weak(snapshot.position().to_string());
    if entity_tag::is_known(&request, &tag) {
        return Ok(with_tag(HttpResponse::NotModified(), &tag).finish());
    }
    let mut answer = with_tag(HttpResponse::Ok(), &tag);
    Ok(if prefers_lines(&request) {
        answer.content_type(NDJSON).streaming(chunks(lines(snapshot)))
    } else {
        answer.content_type("application/json").streaming(chunks(document(snapshot)))
    })
}

fn with_tag(mut answer: HttpResponseBuilder, tag: &EntityTag) -> HttpResponseBuilder {
    answer.insert_header((ETAG, tag.to_string()));
    answer.insert_header((VARY, HeaderValue::from_static("accept, accept-encoding")));
    answer
}

/// Whether the client would rather read a row a line. Without a word on the matter it reads one document.
fn prefers_lines(request: &HttpRequest) -> bool {
    if !request.headers().contains_key(ACCEPT) {
        return false;
    }
    let Ok(mut accept) = Accept::parse(request) else {
        return false;
    };
    accept.0.retain(|range| range.quality > Quality::ZERO);
    let mut ranges = accept.ranked().into_iter();
    let first = ranges.find(|range| matches!(range.essence_str(), NDJSON | "application/json" | "*/*"));
    first.is_some_and(|range| range.essence_str() == NDJSON)
}

fn document(snapshot: Snapshot) -> impl Iterator<Item = Bytes> {
    let segments = snapshot.segments().to_vec();
    let empty = IngressList {
        position: snapshot.position(),
        scope: snapshot.scope,
        namespaces: snapshot.namespaces,
        ingresses: Vec::new(),
    };
    let mut head = Vec::new();
    json::write(&mut head, &empty);
    let tail = Bytes::from(head.split_off(head.len() - "]}".len()));
    let rows = segments.into_iter().enumerate().flat_map(|(index, segment)| {
        let separator = (index > 0).then(|| Bytes::from_static(b","));
        separator.into_iter().chain([frame::rows(&segment)])
    });
    std::iter::once(Bytes::from(head)).chain(rows).chain([tail])
}

fn lines(snapshot: Snapshot) -> impl Iterator<Item = Bytes> {
    let segments = snapshot.segments().to_vec();
    let header = IngressListHeader {
        position: snapshot.position(),
        count: snapshot.count(),
        scope: snapshot.scope,
        namespaces: snapshot.namespaces,
    };
    std::iter::once(Bytes::from(json::line(&header)))
        .chain(segments.into_iter().map(|segment: Arc<Segment>| rows_as_lines(&segment)))
}

fn rows_as_lines(segment: &Segment) -> Bytes {
    let mut lines = Vec::new();
    for row in segment.rows() {
        lines.extend(json::line(row));
    }
    Bytes::from(lines)
}

fn chunks(
    chunks: impl Iterator<Item = Bytes>,
) -> impl futures_util::Stream<Item = Result<Bytes, Infallible>> {
    stream::iter(chunks.map(Ok))
}
