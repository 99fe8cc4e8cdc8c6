//! Tells failures that can pass by themselves from those that stay until somebody changes something.
//!
//! The verdict comes from the HTTP status or from the types in the chain of causes, never from the text of a
//! message: texts change between versions and languages.

use std::error::Error;
use std::io;

use http::StatusCode;

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

/// Finds out what became of the connection from the I/O error in the chain of causes, if there is one that says so.
pub fn disconnect(error: &(dyn Error + 'static)) -> Option<Disconnect> {
    causes(error)
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .find_map(|error| by_kind(error.kind()))
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
}
