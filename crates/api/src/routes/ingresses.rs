//! `GET /api/ingresses`: the rows at one position.

use std::convert::Infallible;

use actix_web::body::{MessageBody, SizedStream};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{CONTENT_ENCODING, ETAG, EntityTag, HeaderValue, VARY};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpRequest, HttpResponse, web};
use bytes::Bytes;
use futures_util::stream;
use kube_ingress_dash_model::list::IngressList;

use crate::entity_tag;
use crate::list::{Coding, Form, Lists, NotAcceptable as NoCoding, negotiate};
use crate::openapi::{Failure, MalformedRequest, Namespaces, NotAcceptable, TooManyRequests};
use crate::parameters::Parameters;
use crate::pieces::pieces;
use crate::problem::Problem;
use crate::viewer::Caller;

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
    lists: web::Data<Lists>,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::read(&request, &["namespaces"])?;
    let selection = caller.select(&parameters)?;
    let list = lists.list(&selection);
    let tag = EntityTag::new_weak(list.position().to_string());
    if entity_tag::is_known(&request, &tag) {
        return Ok(HttpResponse::NotModified().insert_header((ETAG, tag.to_string())).finish());
    }
    let form = Form::of(&request);
    let mut answer = HttpResponse::Ok();
    answer.insert_header((ETAG, tag.to_string())).content_type(form.media_type());
    let coding = match negotiate(&request) {
        Ok(Coding::Compressed(compression)) if selection.is_everything() => compression,
        // It is compressed on its way, a chunk at a time.
        Ok(Coding::Compressed(_)) => {
            return Ok(answer.streaming(stream::iter(list.chunks(form).map(Ok::<_, Infallible>))));
        }
        Ok(Coding::Identity) => {
            let pieces = list.chunks(form).flat_map(pieces).map(Ok::<_, Infallible>);
            return Ok(answer.streaming(stream::iter(pieces)));
        }
        Err(NoCoding) => return Err(Problem::Status(StatusCode::NOT_ACCEPTABLE)),
    };
    answer.insert_header((CONTENT_ENCODING, coding.content_encoding()));
    if request.method() == Method::HEAD {
        return Ok(answer.streaming(stream::empty::<Result<Bytes, Infallible>>()));
    }
    let Some(body) = list.compressed(form, coding).await else {
        return Err(Problem::Status(StatusCode::INTERNAL_SERVER_ERROR));
    };
    let length = u64::try_from(body.len()).unwrap_or(u64::MAX);
    let pieces = stream::iter(pieces(body).map(Ok::<_, Infallible>));
    Ok(answer.body(SizedStream::new(length, pieces)))
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
