//! The forms of answers.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use http::{Response, StatusCode};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Full};
use serde_json::{Value, json};

use crate::object::Object;
use crate::representation::Representation;
use crate::status::Status;

pub(crate) const JSON: &str = "application/json";

pub(crate) type Body = UnsyncBoxBody<Bytes, Dropped>;

/// The connection is to be closed, without an answer or in the middle of one.
#[derive(Debug, thiserror::Error)]
#[error("connection closed on purpose")]
pub(crate) struct Dropped;

/// What is said when an object of a namespace has been deleted.
pub(crate) fn success(deleted: &Object) -> Value {
    let uid = deleted.content().get("metadata").map(|metadata| metadata["uid"].clone());
    let resource = deleted.key.resource;
    json!({
        "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success",
        "details": {
            "name": deleted.key.name, "group": resource.group(), "kind": resource.plural(), "uid": uid,
        },
    })
}

pub(crate) fn object_answer(
    code: StatusCode,
    object: &Object,
    representation: Representation,
) -> Response<Body> {
    let mut body = Vec::new();
    representation.encode(object, true, &mut body);
    json_answer(code, body)
}

/// A failure in the form of Kubernetes.
pub(crate) fn failure(status: &Status) -> Response<Body> {
    let mut response = json_answer(status.code(), status.to_json().to_string());
    if let Some(seconds) = status.retry_after() {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

pub(crate) fn json_answer(code: StatusCode, body: impl Into<Bytes>) -> Response<Body> {
    answer(code, JSON, full(body))
}

pub(crate) fn text_answer(code: StatusCode, body: impl Into<Bytes>) -> Response<Body> {
    answer(code, "text/plain; charset=utf-8", full(body))
}

pub(crate) fn html_answer(code: StatusCode, body: impl Into<Bytes>) -> Response<Body> {
    answer(code, "text/html", full(body))
}

pub(crate) fn answer(code: StatusCode, content_type: &'static str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = code;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response.headers_mut().insert("cache-control", HeaderValue::from_static("no-cache, private"));
    response
}

fn full(body: impl Into<Bytes>) -> Body {
    Full::new(body.into()).map_err(|never| match never {}).boxed_unsync()
}
