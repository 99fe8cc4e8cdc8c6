//! A whole answer, as text for snapshots.

use std::time::Duration;

use actix_web::body::{self, BoxBody};
use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;
use bytes::Bytes;
use serde_json::Value;
use tokio::time::timeout;

/// No answer takes longer, other than a stream.
const BOUND: Duration = Duration::from_mins(1);

pub struct Answer {
    pub status: StatusCode,
    headers: Vec<(String, String)>,
    pub body: Bytes,
}

impl Answer {
    pub async fn read(answer: ServiceResponse<BoxBody>) -> Self {
        let mut headers: Vec<_> = answer
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect();
        headers.sort();
        let status = answer.status();
        let body =
            timeout(BOUND, body::to_bytes(answer.into_body())).await.expect("the answer ends").unwrap();
        Self { status, headers, body }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// Asserts that this is a problem with this status, and gives its detail.
    pub fn problem(&self, status: u16) -> String {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.header("content-type"), Some("application/problem+json"));
        let problem = self.json();
        assert_eq!(problem["status"], status);
        problem["detail"].as_str().unwrap().to_owned()
    }

    /// Status, headers and body, as they cross the wire.
    pub fn transcript(&self) -> String {
        let headers = self.headers.iter().map(|(name, value)| format!("{name}: {value}"));
        let head: Vec<String> = std::iter::once(self.status.to_string()).chain(headers).collect();
        format!("{}\n\n{}", head.join("\n"), self.text())
    }
}
