//! Makes a problem of every failure that has none yet, be it the framework's own or a panic's.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, VARY};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, ResponseError as _};

use crate::problem::Problem;

/// Answers with a problem where an error would go out without a body of ours.
pub(crate) async fn explain(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let answer = match next.call(request).await {
        Ok(answer) => answer.map_into_boxed_body(),
        Err(error) => return Err(Problem::Status(error.as_response_error().status_code()).into()),
    };
    if has_words(answer.response()) {
        return Ok(answer);
    }
    let mut problem = Problem::Status(answer.status()).error_response();
    // What caches must know of the answer holds for its words as well.
    for name in [CACHE_CONTROL, VARY] {
        if let Some(value) = answer.headers().get(&name) {
            problem.headers_mut().insert(name, value.clone());
        }
    }
    Ok(answer.into_response(problem))
}

fn has_words(answer: &HttpResponse) -> bool {
    let failed = answer.status().is_client_error() || answer.status().is_server_error();
    let is_ours = |media_type: &[u8]| media_type.starts_with(b"application/");
    !failed || answer.headers().get(CONTENT_TYPE).is_some_and(|value| is_ours(value.as_bytes()))
}
