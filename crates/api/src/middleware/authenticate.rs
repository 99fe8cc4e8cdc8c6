//! Lets nobody in who is not known, to anything but the health of the service.
//!
//! The page and its files are behind it as well: they hold no secret, but a browser asks for a password only where a
//! page does, and a page without its rows helps nobody. Probes have no password.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderMap, HeaderValue, VARY};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage as _, ResponseError as _, web};

use super::RateLimit;
use crate::auth::Authentication;
use crate::cli::BasePath;
use crate::client::Client;
use crate::routes;

/// The one route that everybody may ask, as the router calls it.
#[derive(Debug, Clone)]
pub(crate) struct OpenPath(String);

impl OpenPath {
    /// That of a service under this path.
    pub(crate) fn under(base_path: &BasePath) -> Self {
        Self(format!("{}{}", base_path.prefix(), routes::HEALTH))
    }
}

impl Default for OpenPath {
    /// That of a service at the root.
    fn default() -> Self {
        Self(routes::HEALTH.to_owned())
    }
}

/// Finds out who is asking, for [`Caller`](crate::viewer::Caller) to take up.
pub(crate) async fn authenticate(
    authentication: web::Data<Authentication>,
    open: web::Data<OpenPath>,
    limit: web::Data<RateLimit>,
    client: Client,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    if request.match_pattern().is_some_and(|route| route == open.0) {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    let mut answer = match authentication.admit(request.request(), client, &limit).await {
        Ok(admitted) => {
            request.extensions_mut().insert(admitted);
            next.call(request).await?.map_into_boxed_body()
        }
        Err(problem) => request.into_response(problem.error_response()),
    };
    if let Some(names) = authentication.vary() {
        vary(answer.headers_mut(), &names);
    }
    Ok(answer)
}

/// Adds what the answer depends on to what it depends on already.
fn vary(headers: &mut HeaderMap, names: &HeaderValue) {
    let mut all: Vec<u8> = Vec::new();
    for value in headers.get_all(VARY).chain([names]) {
        if !all.is_empty() {
            all.extend_from_slice(b", ");
        }
        all.extend_from_slice(value.as_bytes());
    }
    if let Ok(all) = HeaderValue::from_bytes(&all) {
        headers.insert(VARY, all);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_answer_depends_on_is_one_list() {
        let mut headers = HeaderMap::new();
        headers.append(VARY, HeaderValue::from_static("accept"));
        headers.append(VARY, HeaderValue::from_static("accept-encoding"));
        vary(&mut headers, &HeaderValue::from_static("authorization"));
        let all: Vec<_> = headers.get_all(VARY).collect();
        assert_eq!(all, ["accept, accept-encoding, authorization"]);
    }
}
