//! Believes a proxy in front of the service, such as oauth2-proxy, about who its user is.
//!
//! Anybody can send a header. It counts together with a secret that the proxy alone knows. Where there is none it counts
//! from loopback, where a sidecar should be the only peer; but whoever may forward a port to a pod arrives from there as
//! well. An address elsewhere proves nothing: many share one, and `--trusted-proxies` is about limits.

mod secret;

use std::collections::BTreeSet;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use actix_web::http::header::{HeaderMap, HeaderName};

pub use secret::ProxySecret;

use super::groups;
use crate::problem::{LoginNeeded, Problem};
use crate::reread::Reread;

/// The header in which a proxy sends the secret.
pub(crate) const SECRET_HEADER: HeaderName = HeaderName::from_static("x-auth-proxy-secret");

/// Longer names are no names, in bytes.
const LONGEST_NAME: usize = 256;
/// Longer lists of groups are refused, in bytes of all headers together.
const LONGEST_LIST: usize = 32 * 1024;

/// The headers in which the proxy names its user and the groups of that user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityHeaders {
    /// The header with the user's name.
    pub(crate) user: HeaderName,
    /// The header with the groups, between commas; may come several times.
    groups: Option<HeaderName>,
}

impl Default for IdentityHeaders {
    /// What oauth2-proxy sends to its upstream.
    fn default() -> Self {
        let groups = HeaderName::from_static("x-forwarded-groups");
        Self { user: HeaderName::from_static("x-forwarded-user"), groups: Some(groups) }
    }
}

impl FromStr for IdentityHeaders {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let expected = || {
            "expected the name of a header with the user, or of two, the second with the groups, such as X-Forwarded-User,X-Forwarded-Groups".to_owned()
        };
        let header = |name: &str| HeaderName::from_str(name.trim()).map_err(|_| expected());
        let (user, groups) = match text.split_once(',') {
            Some((user, groups)) => (header(user)?, Some(header(groups)?)),
            None => (header(text)?, None),
        };
        let alone =
            groups.as_ref() != Some(&user) && ![Some(&user), groups.as_ref()].contains(&Some(&SECRET_HEADER));
        if alone { Ok(Self { user, groups }) } else { Err(expected()) }
    }
}

/// The names between commas.
impl fmt::Display for IdentityHeaders {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.groups {
            Some(groups) => write!(formatter, "{}, {groups}", self.user),
            None => write!(formatter, "{}", self.user),
        }
    }
}

/// A proxy that is believed.
pub(super) struct Proxy {
    headers: IdentityHeaders,
    secret: Option<Reread<ProxySecret>>,
}

impl Proxy {
    pub(super) fn new(headers: IdentityHeaders, secret: Option<Reread<ProxySecret>>) -> Self {
        Self { headers, secret }
    }

    pub(super) fn headers(&self) -> &IdentityHeaders {
        &self.headers
    }

    /// The name and the groups of the user for whom this peer sends a request.
    pub(super) fn identify(
        &self,
        peer: Option<IpAddr>,
        headers: &HeaderMap,
    ) -> Result<(String, BTreeSet<String>), Problem> {
        self.believe(peer, headers)?;
        Ok((self.user(headers)?, self.groups(headers)?))
    }

    /// Whether it is the proxy who speaks. Where there is a secret, nothing else proves that, from loopback neither; and
    /// where there is none, a proxy that sends one is not the one that this service is set up for.
    fn believe(&self, peer: Option<IpAddr>, headers: &HeaderMap) -> Result<(), Problem> {
        let is_sidecar = peer.is_some_and(|peer| peer.to_canonical().is_loopback());
        let mut given = headers.get_all(&SECRET_HEADER);
        let missing = match (&self.secret, given.next(), given.next()) {
            (None, None, _) if is_sidecar => return Ok(()),
            (None, None, _) => LoginNeeded::ProxyOnLoopback,
            (None, Some(_), _) => LoginNeeded::UnknownProxySecret,
            (Some(_), None, _) => LoginNeeded::ProxySecret,
            (Some(secret), Some(given), None) if secret.current().is(given.as_bytes()) => return Ok(()),
            (Some(_), Some(_), _) => LoginNeeded::RightProxySecret,
        };
        Err(Problem::LoginNeeded(missing))
    }

    /// A header that comes twice is not the proxy's alone.
    fn user(&self, headers: &HeaderMap) -> Result<String, Problem> {
        let mut values = headers.get_all(&self.headers.user);
        let missing = || Problem::LoginNeeded(LoginNeeded::UserOfProxy(self.headers.user.to_string()));
        let value = values.next().ok_or_else(missing)?;
        if values.next().is_some() {
            return Err(malformed(&self.headers.user, "is sent more than once"));
        }
        let name = str::from_utf8(value.as_bytes())
            .map_err(|_| malformed(&self.headers.user, "is not UTF-8"))?
            .trim();
        if name.is_empty() {
            return Err(missing());
        }
        check(&self.headers.user, name)?;
        Ok(name.to_owned())
    }

    fn groups(&self, headers: &HeaderMap) -> Result<BTreeSet<String>, Problem> {
        let mut all = BTreeSet::new();
        let Some(header) = &self.headers.groups else {
            return Ok(all);
        };
        let mut length = 0;
        for value in headers.get_all(header) {
            length += value.len();
            if length > LONGEST_LIST {
                return Err(malformed(header, "is too long"));
            }
            let list = str::from_utf8(value.as_bytes()).map_err(|_| malformed(header, "is not UTF-8"))?;
            all.extend(groups(list));
        }
        for group in &all {
            check(header, group)?;
        }
        Ok(all)
    }
}

fn check(header: &HeaderName, name: &str) -> Result<(), Problem> {
    if name.len() > LONGEST_NAME {
        return Err(malformed(header, "holds a name that is too long"));
    }
    if name.contains(char::is_control) {
        return Err(malformed(header, "holds control characters"));
    }
    Ok(())
}

fn malformed(header: &HeaderName, what: &str) -> Problem {
    Problem::MalformedIdentity(format!("the header {header} {what}"))
}

#[cfg(test)]
mod tests;
