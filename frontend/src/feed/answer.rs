//! Reads the answers of plain HTTP.

use gloo_net::http::{Request, RequestBuilder, Response};
use kube_ingress_dash_model::problem::Problem;
use web_sys::{AbortSignal, RequestRedirect};

use super::failure::Failure;

/// A request that follows no redirect to somebody's page to sign in on.
pub(super) fn request(url: &str, accept: &str, signal: &AbortSignal) -> RequestBuilder {
    Request::get(url).header("accept", accept).redirect(RequestRedirect::Manual).abort_signal(Some(signal))
}

/// The answer, if it is a success of the type that was asked for, and what it says otherwise.
pub(super) async fn expect(answer: Response, accept: &str) -> Result<Response, Failure> {
    let headers = answer.headers();
    let is_expected = headers.get("content-type").is_some_and(|found| found.starts_with(accept));
    if answer.ok() && is_expected {
        return Ok(answer);
    }
    let retry_after = headers.get("retry-after").and_then(|seconds| seconds.parse().ok());
    let problem = if answer.ok() { None } else { answer.json::<Problem>().await.ok() };
    Err(Failure::of(answer.status(), retry_after, problem))
}
