//! Carries the API server's wish to be left alone from its header to where kube's callers find it.
//!
//! The API server writes the wish into the body as well, but what stands before it does not, and its own priority and
//! fairness answers in plain text. kube gives its callers the body alone.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::Response;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use http_body_util::{BodyExt as _, Either, Full};
use kube_ingress_dash_core::retry::retry_after;
use serde_json::{Value, json};
use tower::BoxError;

/// Longer wishes mean the same to every caller.
const LONGEST_WISH: Duration = Duration::from_hours(1);

/// The answer; where it is a failure with a wish in its header, its body is a `Status` that holds the wish.
pub(super) async fn with_wish<R>(answer: Response<R>) -> Result<Response<Either<Full<Bytes>, R>>, BoxError>
where
    R: http_body::Body<Data = Bytes>,
    R::Error: Into<BoxError>,
{
    let failed = answer.status().is_client_error() || answer.status().is_server_error();
    let wish = retry_after(answer.headers(), SystemTime::now(), LONGEST_WISH).filter(|_| failed);
    let Some(wish) = wish else {
        return Ok(answer.map(Either::Right));
    };
    let (mut head, body) = answer.into_parts();
    let text = body.collect().await.map_err(Into::into)?.to_bytes();
    let mut status = status(&text);
    status["code"] = head.status.as_u16().into();
    if !status["details"].is_object() {
        status["details"] = json!({});
    }
    status["details"]["retryAfterSeconds"] = whole_seconds(wish).into();
    head.headers.remove(CONTENT_LENGTH);
    head.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(Response::from_parts(head, Either::Left(Full::new(status.to_string().into()))))
}

/// The `Status` of the text, or an empty one: what a proxy writes is not for readers.
fn status(text: &[u8]) -> Value {
    match serde_json::from_slice::<Value>(text) {
        Ok(status) if status["kind"] == "Status" => status,
        _ => json!({"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure"}),
    }
}

/// Rounded up, so that nobody comes too soon.
fn whole_seconds(wish: Duration) -> u64 {
    wish.as_secs() + u64::from(wish.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::header::RETRY_AFTER;
    use kube::core::Status;

    async fn read(code: u16, retry_after: Option<&str>, body: &'static str) -> String {
        let mut answer = Response::builder().status(code).header(CONTENT_LENGTH, body.len());
        if let Some(wish) = retry_after {
            answer = answer.header(RETRY_AFTER, wish);
        }
        let answer = with_wish(answer.body(Full::new(Bytes::from(body))).unwrap()).await.unwrap();
        String::from_utf8(answer.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
    }

    #[tokio::test]
    async fn a_plain_text_refusal_becomes_a_status_with_its_wish() {
        let status: Status =
            serde_json::from_str(&read(429, Some("2"), "Too many requests, please try again later.").await)
                .unwrap();
        assert_eq!((status.code, status.details.unwrap().retry_after_seconds), (429, 2));
        assert_eq!(status.message, "");
    }

    #[tokio::test]
    async fn a_status_keeps_its_words() {
        let body = r#"{"kind":"Status","code":503,"message":"etcd is away","details":{"name":"web"}}"#;
        let status: Status = serde_json::from_str(&read(503, Some("7"), body).await).unwrap();
        let details = status.details.unwrap();
        assert_eq!((status.message.as_str(), details.name.as_str()), ("etcd is away", "web"));
        assert_eq!(details.retry_after_seconds, 7);
    }

    #[tokio::test]
    async fn without_a_wish_nothing_changes() {
        assert_eq!(read(429, None, "later").await, "later");
        assert_eq!(read(429, Some("rubbish"), "later").await, "later");
        assert_eq!(read(200, Some("2"), "fine").await, "fine");
    }
}
