//! `GET /api/ingresses/stream`: the rows, then every change.

use std::convert::Infallible;

use actix_web::http::Method;
use actix_web::http::header::{CACHE_CONTROL, HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};

use crate::client::Client;
use crate::openapi::{
    Failure, LoginNeeded, MalformedRequest, Namespaces, Overload, StreamedEvent, TooManyRequests,
};
use crate::parameters::Parameters;
use crate::pieces::pieces;
use crate::problem::Problem;
use crate::stream::Streams;
use crate::viewer::Caller;

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
const X_ACCEL_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// The rows, then every change
///
/// Server-Sent Events: those of a full state up to `ready`, or those that the client has missed, then every change as
/// it comes.
#[utoipa::path(
    get,
    path = "/api/ingresses/stream",
    tag = "Ingresses",
    params(
        Namespaces,
        ("from" = Option<String>, Query, nullable = false, description = "Where the client stands, as a list or a stream told it"),
        ("Last-Event-ID" = Option<String>, Header, nullable = false, description = "The same; wins over `from`"),
    ),
    responses(
        (status = 200, description = "Events without end", body = StreamedEvent, content_type = "text/event-stream"),
        MalformedRequest,
        LoginNeeded,
        TooManyRequests,
        Overload,
        Failure,
    ),
)]
pub(super) async fn stream(
    request: HttpRequest,
    caller: Caller,
    client: Client,
    streams: web::Data<Streams>,
) -> Result<HttpResponse, Problem> {
    let parameters = Parameters::read(&request, &["namespaces", "from"])?;
    let selection = caller.select(&parameters)?;
    let mut answer = HttpResponse::Ok();
    answer.content_type("text/event-stream");
    answer.insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store, no-transform")));
    answer.insert_header((X_ACCEL_BUFFERING, HeaderValue::from_static("no")));
    if request.method() == Method::HEAD {
        return Ok(answer.streaming(stream::empty::<Result<Bytes, Infallible>>()));
    }
    let from = last_event_id(&request).or_else(|| parameters.get("from").map(str::to_owned));
    let frames = streams.open(client, selection, from, caller.until_it_changes())?;
    let pieces = frames.flat_map(|frame| stream::iter(pieces(frame)));
    Ok(answer.streaming(pieces.map(Ok::<_, Infallible>)))
}

fn last_event_id(request: &HttpRequest) -> Option<String> {
    let value = request.headers().get(LAST_EVENT_ID).filter(|value| !value.is_empty())?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}
