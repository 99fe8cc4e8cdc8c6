//! A request with any path, parameters and headers: it is answered, and never because something broke.

#[path = "../../crates/api/tests/service/support/mod.rs"]
#[allow(dead_code, unused_imports, reason = "other tests ask for more of it")]
mod support;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::pin::Pin;

use actix_web::body::MessageBody as _;
use actix_web::http::Uri;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::test::TestRequest;
use kube_ingress_dash_api::{Source, TrustedProxy};
use support::{Dashboard, Setup};

/// More chunks than any answer has that ends.
const LONGEST_ANSWER: usize = 100;

thread_local! {
    static RUNTIME: actix_web::rt::Runtime = actix_web::rt::Runtime::new().unwrap();
}

/// The first line is the method and the target, each further one a header.
pub fn check(bytes: &[u8]) {
    let Some(request) = request(bytes) else { return };
    RUNTIME.with(|runtime| runtime.block_on(answer(request, &String::from_utf8_lossy(bytes))));
}

fn request(bytes: &[u8]) -> Option<TestRequest> {
    let mut lines = bytes.split(|byte| *byte == b'\n');
    let (method, target) = str::from_utf8(lines.next()?).ok()?.split_once(' ')?;
    let uri: Uri = target.parse().ok()?;
    uri.path_and_query()?;
    let mut request = TestRequest::with_uri(target).method(method.parse().ok()?);
    request = request.peer_addr("10.0.0.1:4711".parse().unwrap());
    for line in lines {
        let colon = line.iter().position(|byte| *byte == b':')?;
        let name = HeaderName::from_bytes(&line[..colon]).ok()?;
        let value = HeaderValue::from_bytes(line[colon + 1..].trim_ascii()).ok()?;
        request = request.append_header((name, value));
    }
    Some(request)
}

async fn answer(request: TestRequest, written: &str) {
    let page = Source { content: Cow::Borrowed(b"<html><head></head></html>"), ..Source::default() };
    let dashboard = Dashboard::live(Setup {
        files: BTreeMap::from([("index.html".to_owned(), page)]),
        trusted_proxies: vec![TrustedProxy::Private],
        ..Setup::default()
    });
    let answer = dashboard.call(request).await;
    let status = answer.status();
    assert!(!status.is_server_error(), "{status} for {written}");
    let content_type = answer.headers().get("content-type").cloned();
    let is_plain = !answer.headers().contains_key("content-encoding");
    let mut body = answer.into_body();
    let mut text = Vec::new();
    let is_stream = content_type.as_ref().is_some_and(|value| value == "text/event-stream");
    for _ in 0..if is_stream { 1 } else { LONGEST_ANSWER } {
        match poll_fn(|context| Pin::new(&mut body).poll_next(context)).await {
            Some(chunk) => text.extend_from_slice(&chunk.unwrap()),
            None => break,
        }
    }
    if content_type.is_some_and(|value| value == "application/problem+json") && is_plain && !text.is_empty() {
        let problem: serde_json::Value = serde_json::from_slice(&text).unwrap();
        assert_eq!(problem["status"], status.as_u16(), "{problem}");
    }
}
