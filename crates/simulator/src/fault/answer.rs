//! Answers that the API server, or a proxy in front of it, gives in trouble.

use std::time::Duration;

use http::header::{HeaderValue, RETRY_AFTER};
use http::{Response, StatusCode};

use crate::response::{Body, failure, html_answer, text_answer};
use crate::status::Status;

/// An answer to a request that is not served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    code: StatusCode,
    retry_after: Option<HeaderValue>,
    content: Content,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Content {
    /// A `Status` that fits the code.
    Status,
    Failure(Status),
    Text(String),
    Html(String),
}

impl Answer {
    /// A `Status` with this code, as the API server itself answers.
    pub fn status(code: StatusCode) -> Self {
        Self { code, retry_after: None, content: Content::Status }
    }

    /// The `Status` of an API server that has not heard of a resource version yet, as after a restore of etcd.
    pub fn version_too_large() -> Self {
        let status = Status::resource_version_too_large(2, 1);
        Self { code: status.code(), retry_after: None, content: Content::Failure(status) }
    }

    /// Plain text with this code, as the API server answers while it sheds load.
    pub fn text(code: StatusCode, text: impl Into<String>) -> Self {
        Self { code, retry_after: None, content: Content::Text(text.into()) }
    }

    /// HTML with this code, as proxies answer.
    pub fn html(code: StatusCode, html: impl Into<String>) -> Self {
        Self { code, retry_after: None, content: Content::Html(html.into()) }
    }

    /// Adds the header `Retry-After` as it is written here: seconds, a date, or what makes no sense.
    #[must_use]
    pub fn retry_after(self, value: HeaderValue) -> Self {
        Self { retry_after: Some(value), ..self }
    }

    pub(crate) fn response(&self) -> Response<Body> {
        let mut response = match &self.content {
            Content::Status => failure(&self.to_status()),
            Content::Failure(status) => failure(status),
            Content::Text(text) => text_answer(self.code, text.clone()),
            Content::Html(html) => html_answer(self.code, html.clone()),
        };
        if let Some(value) = &self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, value.clone());
        }
        response
    }

    /// The API server repeats whole seconds in the details.
    fn to_status(&self) -> Status {
        let status = Status::injected(self.code);
        let seconds = self.retry_after.as_ref().and_then(|value| value.to_str().ok()?.parse().ok());
        match seconds {
            Some(seconds) => status.with_retry_after(Duration::from_secs(seconds)),
            None => status,
        }
    }
}
