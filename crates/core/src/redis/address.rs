//! Where Redis is and how to log in. The password is inside, so nothing here prints more than host, port and
//! database.

use std::borrow::Cow;
use std::fmt;

use redis::{Client, ConnectionAddr, ConnectionInfo, IntoConnectionInfo as _, TlsCertificates};
use rustls::crypto::{CryptoProvider, ring};

/// Where Redis is and how to log in.
#[derive(Clone)]
pub struct Address(Client);

/// A URL that is no address of a Redis. The URL itself is not in the message: it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidAddress {
    /// It is not of the accepted form.
    #[error("accepted is redis://[[USER]:PASSWORD@]HOST[:PORT][/DATABASE], or rediss:// for TLS")]
    Form,
    /// Its scheme is another.
    #[error("the scheme must be redis, or rediss for TLS")]
    Scheme,
    /// It has a fragment or a query, such as `#insecure`, which would turn the check of certificates off.
    #[error("nothing may follow the database")]
    Extra,
    /// A certificate authority was given for a connection without TLS.
    #[error("a certificate authority needs the scheme rediss")]
    AuthorityWithoutTls,
    /// The certificate authority cannot be read.
    #[error("the certificate authority must be a file of certificates in PEM form")]
    Authority,
}

impl Address {
    /// Reads a URL such as `rediss://:PASSWORD@redis.example.com:6379/0`.
    pub fn parse(url: &str) -> Result<Self, InvalidAddress> {
        let parsed = redis::parse_redis_url(url).ok_or(InvalidAddress::Form)?;
        let tls = match parsed.scheme() {
            "redis" => false,
            "rediss" => true,
            _ => return Err(InvalidAddress::Scheme),
        };
        if parsed.fragment().is_some() || parsed.query().is_some() {
            return Err(InvalidAddress::Extra);
        }
        if tls {
            choose_cryptography();
        }
        let information = parsed.into_connection_info().map_err(|_| InvalidAddress::Form)?;
        Self::of(information)
    }

    /// The same, with the certificates in `pem` trusted in place of the system's.
    pub fn with_authority(self, pem: &[u8]) -> Result<Self, InvalidAddress> {
        let information = self.0.get_connection_info().clone();
        if !matches!(information.addr(), ConnectionAddr::TcpTls { .. }) {
            return Err(InvalidAddress::AuthorityWithoutTls);
        }
        // A file without a single certificate would be taken for one that trusts nobody.
        if !pem.windows(MARK.len()).any(|bytes| bytes == MARK) {
            return Err(InvalidAddress::Authority);
        }
        let certificates = TlsCertificates { client_tls: None, root_cert: Some(pem.to_vec()) };
        Client::build_with_tls(information, certificates).map(Self).map_err(|_| InvalidAddress::Authority)
    }

    fn of(information: ConnectionInfo) -> Result<Self, InvalidAddress> {
        let connection = information.tcp_settings().clone().set_nodelay(true);
        // A connection that is given up must take with it what it has not sent: a write that arrives after the next
        // connection's invalidations would bring back what they removed.
        let connection = connection.set_linger_time(std::time::Duration::ZERO);
        let session = information.redis_settings().clone().set_skip_set_lib_name();
        let information = information.set_tcp_settings(connection).set_redis_settings(session);
        Client::open(information).map(Self).map_err(|_| InvalidAddress::Form)
    }

    pub(super) fn client(&self) -> &Client {
        &self.0
    }
}

const MARK: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// The driver takes the process's cryptography, and panics where there is none or a choice.
fn choose_cryptography() {
    if CryptoProvider::get_default().is_none() {
        // Another thread may have been faster, which is as good.
        let _ = ring::default_provider().install_default();
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let information = self.0.get_connection_info();
        let database = information.redis_settings().db();
        match information.addr() {
            ConnectionAddr::Tcp(host, port) => {
                write!(formatter, "redis://{}:{port}/{database}", in_url(host))
            }
            ConnectionAddr::TcpTls { host, port, .. } => {
                write!(formatter, "rediss://{}:{port}/{database}", in_url(host))
            }
            other => write!(formatter, "{other}"),
        }
    }
}

/// The host as URLs have it: an IPv6 address in brackets.
fn in_url(host: &str) -> Cow<'_, str> {
    if host.contains(':') { format!("[{host}]").into() } else { host.into() }
}

impl fmt::Debug for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Address({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "rediss://reader:hunter2@redis.example.com:6380/3";

    #[test]
    fn credentials_are_never_printed() {
        let address = Address::parse(URL).unwrap();
        assert_eq!(address.to_string(), "rediss://redis.example.com:6380/3");
        for printed in [format!("{address:?}"), format!("{address:#?}")] {
            assert!(!printed.contains("hunter2") && !printed.contains("reader"), "{printed}");
        }
        let information = address.client().get_connection_info();
        assert_eq!(information.redis_settings().password(), Some("hunter2"));
        assert!(!format!("{information:?}").contains("hunter2"));
    }

    #[test]
    fn what_is_printed_is_a_url() {
        for (url, expected) in
            [("redis://host", "redis://host:6379/0"), ("redis://[::1]:1/2", "redis://[::1]:1/2")]
        {
            assert_eq!(Address::parse(url).unwrap().to_string(), expected);
            assert_eq!(Address::parse(expected).unwrap().to_string(), expected);
        }
    }

    #[test]
    fn a_url_that_is_refused_is_not_repeated() {
        for (url, expected) in [
            ("hunter2", InvalidAddress::Form),
            ("redis://:hunter2@", InvalidAddress::Form),
            ("redis://:hunter2@host:99999999", InvalidAddress::Form),
            ("redis://:hunter2@host/first", InvalidAddress::Form),
            ("redis://:hunter2@0.0.0.0", InvalidAddress::Form),
            ("http://:hunter2@host", InvalidAddress::Form),
            ("unix:///hunter2", InvalidAddress::Scheme),
            ("rediss://:hunter2@host/#insecure", InvalidAddress::Extra),
            ("redis://host/?password=hunter2", InvalidAddress::Extra),
        ] {
            let error = Address::parse(url).unwrap_err();
            assert_eq!(error, expected, "{url}");
            assert!(!format!("{error} {error:?}").contains("hunter2"));
        }
    }

    #[test]
    fn an_authority_must_be_certificates_and_needs_tls() {
        let pem = rcgen::generate_simple_self_signed(vec!["redis".to_owned()]).unwrap().cert.pem();
        let with =
            |url: &str, pem: &str| Address::parse(url).unwrap().with_authority(pem.as_bytes()).map(drop);
        assert_eq!(with(URL, &pem), Ok(()));
        assert_eq!(with("redis://host", &pem), Err(InvalidAddress::AuthorityWithoutTls));
        for broken in ["", "no certificate", &pem.replace("MII", "!!!")] {
            assert_eq!(with(URL, broken), Err(InvalidAddress::Authority), "{broken}");
        }
    }
}
