//! Why Redis could not be used, in words that hold no address and nothing that Redis said.

use std::error::Error as StdError;
use std::sync::Arc;

use redis::{ErrorKind, RedisError, ServerErrorKind};

use crate::classify::{self, Disconnect};

/// Why a call to Redis failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Fault {
    /// No answer came in time.
    #[error("Redis did not answer in time")]
    TimedOut,
    /// Nothing listens at its address, or the address cannot be resolved or reached.
    #[error("Redis cannot be reached: nothing answers at its address")]
    Unreachable,
    /// It closed or reset the connection.
    #[error("Redis closed the connection")]
    Closed,
    /// No TLS connection came about.
    #[error("no TLS connection to Redis: its certificate is not trusted, or it does not speak TLS")]
    Tls,
    /// It did not accept the user or the password.
    #[error("Redis did not accept the user or the password")]
    Login,
    /// It did not carry out the command: it may be read-only, full or still loading, or the user may lack the right.
    #[error("Redis refused a command: it may be read-only, full or loading, or the user may lack the right")]
    Refused,
    /// What answers is no Redis, or one of another kind.
    #[error("what answers at the address does not speak Redis's protocol")]
    Protocol,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::TimedOut,
        Self::Unreachable,
        Self::Closed,
        Self::Tls,
        Self::Login,
        Self::Refused,
        Self::Protocol,
    ];

    /// A word for logs and metrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TimedOut => "timed_out",
            Self::Unreachable => "unreachable",
            Self::Closed => "closed",
            Self::Tls => "tls",
            Self::Login => "login",
            Self::Refused => "refused",
            Self::Protocol => "protocol",
        }
    }

    /// Whether the connection is as good as before: Redis has answered, and in time.
    pub(super) fn leaves_connection(self) -> bool {
        self == Self::Refused
    }
}

impl From<RedisError> for Fault {
    fn from(error: RedisError) -> Self {
        match error.kind() {
            ErrorKind::Io => by_cause(&error),
            ErrorKind::AuthenticationFailed => Self::Login,
            ErrorKind::Server(ServerErrorKind::NoPerm) => Self::Refused,
            ErrorKind::Server(_) | ErrorKind::Extension => match error.code() {
                Some("NOAUTH" | "WRONGPASS") => Self::Login,
                _ => Self::Refused,
            },
            _ => Self::Protocol,
        }
    }
}

fn by_cause(error: &RedisError) -> Fault {
    let Some(cause) = error.source().map(inner) else { return Fault::Closed };
    if classify::causes(cause).any(<dyn StdError>::is::<rustls::Error>) {
        return Fault::Tls;
    }
    match classify::disconnect(cause) {
        Some(Disconnect::TimedOut) => Fault::TimedOut,
        Some(Disconnect::Closed) => Fault::Closed,
        Some(Disconnect::Refused | Disconnect::Unreachable) | None => Fault::Unreachable,
    }
}

/// The driver keeps its causes in an `Arc`, which hides their types.
fn inner<'a>(cause: &'a (dyn StdError + 'static)) -> &'a (dyn StdError + 'static) {
    match cause.downcast_ref::<Arc<dyn StdError + Send + Sync>>() {
        Some(inner) => &**inner,
        None => cause,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    #[test]
    fn faults_of_the_connection_are_told_apart_by_their_causes() {
        for (kind, expected) in [
            (io::ErrorKind::TimedOut, Fault::TimedOut),
            (io::ErrorKind::ConnectionRefused, Fault::Unreachable),
            (io::ErrorKind::BrokenPipe, Fault::Closed),
            (io::ErrorKind::UnexpectedEof, Fault::Closed),
            (io::ErrorKind::Other, Fault::Unreachable),
        ] {
            assert_eq!(Fault::from(RedisError::from(io::Error::from(kind))), expected, "{kind:?}");
        }
        let tls = io::Error::new(io::ErrorKind::InvalidData, rustls::Error::DecryptError);
        assert_eq!(Fault::from(RedisError::from(tls)), Fault::Tls);
    }

    #[test]
    fn a_wrong_password_is_not_a_lack_of_rights() {
        let error = |kind| RedisError::from((kind, "words"));
        assert_eq!(Fault::from(error(ErrorKind::AuthenticationFailed)), Fault::Login);
        assert_eq!(Fault::from(error(ErrorKind::Server(ServerErrorKind::NoPerm))), Fault::Refused);
        assert_eq!(Fault::from(error(ErrorKind::Server(ServerErrorKind::ReadOnly))), Fault::Refused);
        assert_eq!(Fault::from(error(ErrorKind::Parse)), Fault::Protocol);
    }
}
