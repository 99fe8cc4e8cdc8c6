//! Guards a loopback listener against DNS rebinding: a foreign page that points its own name at 127.0.0.1 could
//! otherwise read the cluster through the browser of whoever opens it.

use std::collections::BTreeSet;
use std::net::IpAddr;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::HOST;
use actix_web::middleware::Next;
use actix_web::{Error, HttpRequest, ResponseError as _, web};

use crate::cli::host;
use crate::problem::Problem;

/// The names by which a loopback listener may be called, beside the loopback ones.
#[derive(Debug, Clone, Default)]
pub struct AllowedHosts(BTreeSet<String>);

impl AllowedHosts {
    /// These names, in lower case and without a port.
    pub fn new(names: impl IntoIterator<Item = String>) -> Self {
        Self(names.into_iter().collect())
    }

    fn allow(&self, authority: &str) -> bool {
        name_in(authority).is_some_and(|name| is_loopback(&name) || self.0.contains(&name))
    }
}

/// Refuses a request that reached a loopback listener by a name that is not allowed.
pub(crate) async fn check_host(
    hosts: web::Data<AllowedHosts>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let local = request.app_config().local_addr().ip().to_canonical().is_loopback();
    if local && !named_by(request.request()).is_none_or(|authority| hosts.allow(&authority)) {
        return Ok(request.into_response(Problem::HostNotAllowed.error_response()));
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}

/// The host that the request names; every browser names one.
fn named_by(request: &HttpRequest) -> Option<String> {
    if let Some(authority) = request.uri().authority() {
        return Some(authority.to_string());
    }
    let value = request.headers().get(HOST)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// The name in lower case; none where it is not a name or an address and perhaps a port, and nothing else.
fn name_in(authority: &str) -> Option<String> {
    let end_of_literal = authority.find(']').map_or(0, |end| end + 1);
    let end =
        authority.get(end_of_literal..)?.find(':').map_or(authority.len(), |colon| end_of_literal + colon);
    let (name, port) = authority.split_at_checked(end)?;
    let is_port = port.bytes().skip(1).all(|byte| byte.is_ascii_digit());
    host(name).ok().filter(|_| is_port)
}

fn is_loopback(name: &str) -> bool {
    let address = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(name);
    let is_name = name == "localhost" || name.ends_with(".localhost");
    is_name || address.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_names_and_those_that_are_added_are_allowed() {
        let hosts = AllowedHosts::new(["dash.internal".to_owned()]);
        for name in [
            "localhost",
            "localhost:8080",
            "127.0.0.1:8080",
            "[::1]:8080",
            "[::1]",
            "Dash.Internal:1",
            "a.localhost:",
        ] {
            assert!(hosts.allow(name), "{name}");
        }
    }

    #[test]
    fn foreign_names_are_not() {
        let hosts = AllowedHosts::default();
        for name in
            ["evil.example", "localhost.evil.example:8080", "10.0.0.1", "127.0.0.1.evil.example", "", "]"]
        {
            assert!(!hosts.allow(name), "{name}");
        }
        for name in [
            "localhost:28101:evil",
            "localhost:+1",
            "evil.example/.localhost",
            "evil.example#.localhost",
            "evil.example?.localhost",
            "evil.example@localhost",
            "evil.example,a.localhost",
            "evil.example \t.localhost",
            "[::1]evil.example",
            "[::1].localhost",
            "evil.example]localhost",
            "[127.0.0.1]",
            "\u{fffd}.localhost",
        ] {
            assert!(!hosts.allow(name), "{name}");
        }
    }
}
