//! Tells failures that can pass by themselves from those that stay until somebody changes something.
//!
//! The verdict comes from the HTTP status or from the types in the chain of causes, never from the text of a
//! message: texts change between versions and languages.

use std::error::Error;
use std::io;

use http::{Response, StatusCode};
use http_body_util::LengthLimitError;
use tower::BoxError;

use crate::observe::Outcome;

/// Whether a failure can pass by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Trying again may succeed.
    Transient,
    /// It fails until somebody changes something.
    Permanent,
}

/// What became of a connection that failed below HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disconnect {
    /// Nobody listens at the address.
    Refused,
    /// The peer closed or reset the connection, or its answer was cut short.
    Closed,
    /// No answer came in time.
    TimedOut,
    /// The address cannot be reached or resolved.
    Unreachable,
}

/// Classifies an answer by its status. Answers that are no failure are [`Class::Permanent`]: repeating the
/// request changes nothing.
pub fn status(status: StatusCode) -> Class {
    match status {
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS => Class::Transient,
        StatusCode::NOT_IMPLEMENTED | StatusCode::HTTP_VERSION_NOT_SUPPORTED => Class::Permanent,
        status if status.is_server_error() => Class::Transient,
        _ => Class::Permanent,
    }
}

/// Classifies a call that got no answer. A failure that tells nothing of itself is [`Class::Transient`]: most of them are
/// of the network, and to wait and try again is never wrong for long.
pub fn error(error: &(dyn Error + 'static)) -> Class {
    causes(error).find_map(verdict).unwrap_or(Class::Transient)
}

/// What became of a call, by its answer or by its failure.
pub fn outcome<R>(result: &Result<Response<R>, BoxError>) -> Outcome {
    let class = match result {
        Ok(answer) if !(answer.status().is_client_error() || answer.status().is_server_error()) => {
            return Outcome::Success;
        }
        Ok(answer) => status(answer.status()),
        Err(failure) => error(&**failure),
    };
    match class {
        Class::Transient => Outcome::Transient,
        Class::Permanent => Outcome::Permanent,
    }
}

/// What one link in the chain of causes says, if it says something.
fn verdict(cause: &(dyn Error + 'static)) -> Option<Class> {
    if let Some(error) = cause.downcast_ref::<io::Error>() {
        // Broken TLS and other rubbish arrives as an I/O error around its cause, which says more.
        return by_kind(error.kind()).map(|_| Class::Transient);
    }
    if let Some(error) = cause.downcast_ref::<hyper::Error>() {
        return of_http(error);
    }
    if cause.is::<rustls::Error>() {
        return Some(Class::Permanent);
    }
    if cause.is::<LengthLimitError>() || cause.is::<serde_json::Error>() {
        return Some(Class::Permanent);
    }
    None
}

fn of_http(error: &hyper::Error) -> Option<Class> {
    if is_cut(error) || error.is_timeout() {
        Some(Class::Transient)
    } else if error.is_parse() {
        Some(Class::Permanent)
    } else {
        None
    }
}

/// Finds out what became of the connection from the I/O error in the chain of causes, if there is one that says so.
pub fn disconnect(error: &(dyn Error + 'static)) -> Option<Disconnect> {
    causes(error).find_map(|cause| match cause.downcast_ref::<io::Error>() {
        Some(error) => by_kind(error.kind()),
        None => {
            cause.downcast_ref::<hyper::Error>().filter(|error| is_cut(error)).map(|_| Disconnect::Closed)
        }
    })
}

/// Whether TLS failed: a certificate that is not trusted, or an upstream that speaks something else.
pub fn is_of_tls(error: &(dyn Error + 'static)) -> bool {
    causes(error).any(<dyn Error>::is::<rustls::Error>)
}

/// Whether the connection was closed before the answer was whole.
fn is_cut(error: &hyper::Error) -> bool {
    error.is_incomplete_message() || error.is_canceled() || error.is_closed()
}

/// The error and its causes, outermost first.
pub fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| inner(*error))
}

/// An I/O error made from another error hides that one from `source()`, which gives its cause instead.
fn inner<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(inner) => Some(inner),
        None => error.source(),
    }
}

fn by_kind(kind: io::ErrorKind) -> Option<Disconnect> {
    use io::ErrorKind as Kind;
    match kind {
        Kind::ConnectionRefused => Some(Disconnect::Refused),
        Kind::ConnectionReset
        | Kind::ConnectionAborted
        | Kind::BrokenPipe
        | Kind::NotConnected
        | Kind::UnexpectedEof => Some(Disconnect::Closed),
        Kind::TimedOut => Some(Disconnect::TimedOut),
        Kind::HostUnreachable | Kind::NetworkUnreachable | Kind::NetworkDown | Kind::AddrNotAvailable => {
            Some(Disconnect::Unreachable)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper_util::rt::TokioIo;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    #[test]
    fn overload_and_server_errors_pass() {
        for code in [408, 429, 500, 502, 503, 504] {
            assert_eq!(status(StatusCode::from_u16(code).unwrap()), Class::Transient, "{code}");
        }
        for code in [400, 401, 403, 404, 405, 409, 410, 422, 501] {
            assert_eq!(status(StatusCode::from_u16(code).unwrap()), Class::Permanent, "{code}");
        }
    }

    #[derive(Debug)]
    struct Outer(io::Error);

    impl std::fmt::Display for Outer {
        fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str("outer")
        }
    }

    impl Error for Outer {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&self.0)
        }
    }

    #[test]
    fn the_cause_is_found_however_deep_it_lies() {
        let reset = || io::Error::from(io::ErrorKind::ConnectionReset);
        assert_eq!(disconnect(&Outer(reset())), Some(Disconnect::Closed));
        assert_eq!(disconnect(&io::Error::other(Outer(reset()))), Some(Disconnect::Closed));
        assert_eq!(disconnect(&io::Error::other("a text that says ECONNRESET")), None);
    }

    #[test]
    fn each_way_to_lose_a_connection_is_told_apart() {
        for (kind, expected) in [
            (io::ErrorKind::ConnectionRefused, Some(Disconnect::Refused)),
            (io::ErrorKind::BrokenPipe, Some(Disconnect::Closed)),
            (io::ErrorKind::UnexpectedEof, Some(Disconnect::Closed)),
            (io::ErrorKind::TimedOut, Some(Disconnect::TimedOut)),
            (io::ErrorKind::HostUnreachable, Some(Disconnect::Unreachable)),
            (io::ErrorKind::PermissionDenied, None),
        ] {
            assert_eq!(disconnect(&io::Error::from(kind)), expected, "{kind:?}");
        }
    }

    #[test]
    fn broken_tls_stays_and_tls_that_was_cut_short_passes() {
        let certificate = rustls::Error::InvalidCertificate(rustls::CertificateError::UnknownIssuer);
        let broken = io::Error::new(io::ErrorKind::InvalidData, certificate);
        assert_eq!(error(&Outer(broken)), Class::Permanent);
        assert_eq!(error(&Outer(io::ErrorKind::UnexpectedEof.into())), Class::Transient);
    }

    #[test]
    fn what_is_no_json_stays() {
        let malformed = serde_json::from_str::<u8>("{").unwrap_err();
        assert_eq!(error(&malformed), Class::Permanent);
    }

    #[test]
    fn a_failure_that_tells_nothing_may_pass() {
        assert_eq!(error(&Outer(io::Error::other("certificate expired, says a text"))), Class::Transient);
    }

    /// What a client makes of an upstream that says this and closes the connection.
    async fn failure_of(words: &[u8]) -> hyper::Error {
        let (client, mut server) = tokio::io::duplex(1024);
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(client)).await.unwrap();
        let connection = tokio::spawn(connection);
        let request = http::Request::get("/").body(String::new()).unwrap();
        let (answer, ()) = tokio::join!(sender.send_request(request), async {
            let mut head = [0; 16];
            server.read_exact(&mut head).await.unwrap();
            server.write_all(words).await.unwrap();
            drop(server);
        });
        let _ = connection.await;
        answer.unwrap_err()
    }

    #[tokio::test]
    async fn a_connection_that_is_closed_before_the_answer_may_pass() {
        let closed = failure_of(b"").await;
        assert_eq!(error(&closed), Class::Transient);
        assert_eq!(disconnect(&closed), Some(Disconnect::Closed));
    }

    #[tokio::test]
    async fn an_answer_that_is_no_http_stays() {
        assert_eq!(error(&failure_of(b"SSH-2.0-OpenSSH_9.6\r\n\r\n").await), Class::Permanent);
    }
}
