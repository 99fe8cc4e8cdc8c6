//! The `Status` objects that a Kubernetes API server answers with when a request fails, in its own words,
//! so that clients which classify errors by reason, code or message meet what they meet in production.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Map, Value, json};

use crate::resource::Resource;

/// Why a request failed: what goes into the body of kind `Status`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Status {
    code: StatusCode,
    reason: &'static str,
    message: String,
    details: Map<String, Value>,
}

impl Status {
    /// The HTTP status code.
    pub fn code(&self) -> StatusCode {
        self.code
    }

    /// The machine-readable reason, such as `NotFound`.
    pub fn reason(&self) -> &str {
        self.reason
    }

    /// The seconds that the client is asked to wait, for the header `Retry-After`.
    pub(crate) fn retry_after(&self) -> Option<u64> {
        self.details.get("retryAfterSeconds")?.as_u64()
    }

    /// The object as JSON.
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
            "message": self.message, "reason": self.reason, "details": self.details,
            "code": self.code.as_u16(),
        })
    }

    fn new(code: StatusCode, reason: &'static str, message: impl Into<String>) -> Self {
        Self { code, reason, message: message.into(), details: Map::new() }
    }

    fn about(mut self, resource: Resource, name: &str) -> Self {
        for (key, value) in [("name", name), ("group", resource.group()), ("kind", resource.plural())] {
            if !value.is_empty() {
                self.details.insert(key.to_owned(), value.into());
            }
        }
        self
    }

    /// Asks the client to wait before it tries again.
    #[must_use]
    pub(crate) fn with_retry_after(mut self, wait: Duration) -> Self {
        self.details.insert("retryAfterSeconds".to_owned(), wait.as_secs().into());
        self
    }

    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BadRequest", message)
    }

    pub(crate) fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "Unauthorized", "Unauthorized")
    }

    /// `explanation` follows the resource and the words "is forbidden: ".
    pub(crate) fn forbidden(resource: Resource, name: &str, explanation: &str) -> Self {
        let subject = if name.is_empty() { resource.to_string() } else { format!("{resource} \"{name}\"") };
        Self::new(StatusCode::FORBIDDEN, "Forbidden", format!("{subject} is forbidden: {explanation}"))
            .about(resource, name)
    }

    pub(crate) fn not_found(resource: Resource, name: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "NotFound", format!("{resource} \"{name}\" not found"))
            .about(resource, name)
    }

    pub(crate) fn unknown_path() -> Self {
        Self::new(StatusCode::NOT_FOUND, "NotFound", "the server could not find the requested resource")
    }

    pub(crate) fn method_not_allowed() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "MethodNotAllowed",
            "the server does not allow this method on the requested resource",
        )
    }

    pub(crate) fn not_acceptable() -> Self {
        Self::new(
            StatusCode::NOT_ACCEPTABLE,
            "NotAcceptable",
            "only the following media types are accepted: application/json",
        )
    }

    pub(crate) fn unsupported_media_type(accepted: &[&str]) -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "UnsupportedMediaType",
            format!(
                "the body of the request was in an unknown format - accepted media types include: {}",
                accepted.join(", ")
            ),
        )
    }

    pub(crate) fn too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "RequestEntityTooLarge", "limit is 3145728")
    }

    pub(crate) fn already_exists(resource: Resource, name: &str) -> Self {
        Self::new(StatusCode::CONFLICT, "AlreadyExists", format!("{resource} \"{name}\" already exists"))
            .about(resource, name)
    }

    pub(crate) fn conflict(resource: Resource, name: &str, explanation: &str) -> Self {
        Self::new(
            StatusCode::CONFLICT,
            "Conflict",
            format!("Operation cannot be fulfilled on {resource} \"{name}\": {explanation}"),
        )
        .about(resource, name)
    }

    /// `field` is the path of the field at fault, `problem` what is wrong with it.
    pub(crate) fn invalid(resource: Resource, name: &str, field: &str, problem: &str) -> Self {
        let kind = match resource.group() {
            "" => resource.kind().to_owned(),
            group => format!("{}.{group}", resource.kind()),
        };
        let mut status = Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "Invalid",
            format!("{kind} \"{name}\" is invalid: {field}: {problem}"),
        )
        .about(resource, name);
        status.details.insert("kind".to_owned(), resource.kind().into());
        let cause = json!([{"reason": "FieldValueInvalid", "message": problem, "field": field}]);
        status.details.insert("causes".to_owned(), cause);
        status
    }

    pub(crate) fn resource_version_too_old(requested: u64, oldest: u64) -> Self {
        Self::expired(format!("too old resource version: {requested} ({oldest})"))
    }

    /// A `continue` token whose snapshot has been compacted away.
    pub(crate) fn continue_expired() -> Self {
        Self::expired(
            "The provided continue parameter is too old to display a consistent list result. \
             You must start a new list without the continue parameter.",
        )
    }

    fn expired(message: impl Into<String>) -> Self {
        Self::new(StatusCode::GONE, "Expired", message)
    }

    pub(crate) fn resource_version_too_large(requested: u64, current: u64) -> Self {
        let message = format!("Too large resource version: {requested}, current: {current}");
        let mut status = Self::new(StatusCode::GATEWAY_TIMEOUT, "Timeout", format!("Timeout: {message}"));
        let cause = json!([{"reason": "ResourceVersionTooLarge", "message": "Too large resource version"}]);
        status.details.insert("causes".to_owned(), cause);
        status.with_retry_after(Duration::from_secs(1))
    }

    /// What an API server in trouble says with this code.
    pub(crate) fn injected(code: StatusCode) -> Self {
        let (reason, message) = match code {
            StatusCode::BAD_REQUEST => {
                ("BadRequest", "the server rejected our request for an unknown reason")
            }
            StatusCode::UNAUTHORIZED => return Self::unauthorized(),
            StatusCode::FORBIDDEN => ("Forbidden", "forbidden: not yet authorized"),
            StatusCode::NOT_FOUND => return Self::unknown_path(),
            StatusCode::GONE => ("Expired", "The resourceVersion for the provided watch is too old."),
            StatusCode::TOO_MANY_REQUESTS => {
                ("TooManyRequests", "Too many requests, please try again later.")
            }
            StatusCode::INTERNAL_SERVER_ERROR => {
                ("InternalError", "Internal error occurred: etcdserver: request timed out")
            }
            StatusCode::SERVICE_UNAVAILABLE => {
                ("ServiceUnavailable", "the server is currently unable to handle the request")
            }
            StatusCode::GATEWAY_TIMEOUT => {
                ("Timeout", "the server was unable to return a response in the time allotted")
            }
            _ => ("Unknown", "an error on the server has prevented the request from succeeding"),
        };
        Self::new(code, reason, message)
    }
}
