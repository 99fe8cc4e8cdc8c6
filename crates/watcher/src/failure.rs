//! What a failed call to the API server means, and what may be said about it.

use std::error::Error;
use std::time::Duration;

use http::StatusCode;
use http_body_util::LengthLimitError;
use kube::client::AuthError;
use kube::core::Status;
use kube_ingress_dash_core::attempt::{LineTooLong, TimedOut};
use kube_ingress_dash_core::breaker::Open;
use kube_ingress_dash_core::classify::{self, Class, Disconnect};
use kube_ingress_dash_core::throttle::Refused;
use kube_ingress_dash_core::timeout::TooLate;
use kube_ingress_dash_model::status::{ErrorClass, WatchError};

/// The longest that an API server's wish to be left alone is honoured.
const LONGEST_WISH: Duration = Duration::from_mins(2);
/// The reason of the API server's own refusals; what stands between it and us has others.
const FORBIDDEN: &str = "Forbidden";
/// The cause that an API server gives which has not heard of a version yet, as after a restore of etcd.
const TOO_LARGE: &str = "ResourceVersionTooLarge";
/// The API server's own words are cut after so many characters.
const LONGEST_MESSAGE: usize = 300;

/// Why a call failed.
#[derive(Debug, Clone)]
pub enum Failure {
    /// The API server answered with an error.
    Answer(Box<Status>),
    /// The answer could not be understood.
    Malformed,
    /// The answer, or a line of a watch, is longer than is read.
    TooLong,
    /// No answer, or no sign of life on a watch, within the bound.
    Silent,
    /// The connection failed.
    Connection(Option<Disconnect>),
    /// There is no trusted TLS connection.
    Untrusted,
    /// The credentials could not be obtained.
    Credentials,
    /// The call was not made, since too many have failed before it.
    HeldBack(Open),
    /// The call was not made, since its turn would not have come in time.
    Crowded(Refused),
}

impl Failure {
    /// The HTTP status, where the API server gave one.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Answer(status) => StatusCode::from_u16(status.code).ok(),
            _ => None,
        }
    }

    /// Whether the API server refuses to show what was asked for.
    pub fn is_refusal(&self) -> bool {
        self.status().is_some_and(|status| matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN))
    }

    /// Whether the API server is away, or is not ready yet and says nothing of when it will be.
    pub fn is_outage(&self) -> bool {
        match self {
            Self::Answer(_) => {
                self.status().is_some_and(|status| status.is_server_error()) && self.retry_after().is_none()
            }
            Self::Silent | Self::Connection(_) => true,
            _ => false,
        }
    }

    /// Whether the API server may have failed because of the version that a watch was to begin at.
    pub fn may_be_of_the_version(&self) -> bool {
        let Self::Answer(status) = self else {
            return false;
        };
        let causes = status.details.iter().flat_map(|details| &details.causes);
        status.code == StatusCode::BAD_REQUEST || causes.into_iter().any(|cause| cause.reason == TOO_LARGE)
    }

    /// How long to leave the API server alone, bounded: as it wishes, or as the guards before it say.
    pub fn retry_after(&self) -> Option<Duration> {
        let wish = match self {
            Self::Answer(status) => {
                let seconds = status.details.as_ref()?.retry_after_seconds;
                (seconds > 0).then(|| Duration::from_secs(u64::from(seconds)))
            }
            Self::HeldBack(open) => Some(open.retry_after),
            Self::Crowded(refused) => refused.retry_after(),
            _ => None,
        };
        wish.map(|wish| wish.min(LONGEST_WISH))
    }

    /// What readers are told: no token, credential or internal address.
    ///
    /// The API server's own words are passed on for refusals only, since those say which grant is missing; the words
    /// of a server error may name its peers.
    pub fn report(&self) -> WatchError {
        let status = self.status();
        WatchError {
            class: self.class(),
            status: status.map(|status| status.as_u16()),
            reason: self.reason().to_owned(),
            message: self.message(),
        }
    }

    /// Whether waiting can help.
    pub fn class(&self) -> ErrorClass {
        match (self, self.status()) {
            (_, Some(status)) if classify::status(status) == Class::Permanent => ErrorClass::Permanent,
            (Self::Malformed | Self::TooLong | Self::Untrusted | Self::Credentials, _) => {
                ErrorClass::Permanent
            }
            _ => ErrorClass::Transient,
        }
    }

    fn reason(&self) -> &str {
        match self {
            Self::Answer(status) if is_word(&status.reason) => &status.reason,
            Self::Answer(_) => {
                self.status().and_then(|status| status.canonical_reason()).unwrap_or("Unknown")
            }
            Self::Malformed => "MalformedAnswer",
            Self::TooLong => "AnswerTooLong",
            Self::Connection(Some(Disconnect::Refused)) => "ConnectionRefused",
            Self::Silent | Self::Connection(Some(Disconnect::TimedOut)) => "Timeout",
            Self::Connection(Some(Disconnect::Unreachable)) => "Unreachable",
            Self::Connection(Some(Disconnect::Closed) | None) => "ConnectionLost",
            Self::Untrusted => "UntrustedConnection",
            Self::Credentials => "NoCredentials",
            Self::HeldBack(_) => "HeldBack",
            Self::Crowded(_) => "TooManyCalls",
        }
    }

    fn message(&self) -> String {
        let text = match self {
            Self::Answer(status) => return answer_message(status),
            Self::Malformed => "the API server's answer could not be understood",
            Self::TooLong => "the API server's answer is longer than this service reads",
            Self::Silent => "the API server did not answer in time",
            Self::Connection(Some(Disconnect::Refused)) => "the API server refuses connections",
            Self::Connection(Some(Disconnect::TimedOut)) => "the connection to the API server timed out",
            Self::Connection(Some(Disconnect::Unreachable)) => "the API server cannot be reached",
            Self::Connection(Some(Disconnect::Closed)) => "the connection to the API server was closed",
            Self::Connection(None) => "the connection to the API server failed",
            Self::Untrusted => {
                "the API server's certificate is not accepted, or it speaks no TLS: check the cluster's address and \
                 certificate authority"
            }
            Self::Credentials => "the credentials for the API server could not be obtained",
            Self::HeldBack(open) => return format!("the API server has failed too often: {open}"),
            Self::Crowded(refused) => return refused.to_string(),
        };
        text.to_owned()
    }
}

/// Reasons are single words; a client that could not read an answer makes sentences.
fn is_word(reason: &str) -> bool {
    !reason.is_empty() && reason.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn answer_message(status: &Status) -> String {
    let is_refusal = status.code == StatusCode::FORBIDDEN.as_u16() && status.reason == FORBIDDEN;
    if is_refusal && !status.message.is_empty() {
        return status.message.chars().filter(|letter| !letter.is_control()).take(LONGEST_MESSAGE).collect();
    }
    let name = StatusCode::from_u16(status.code).ok().and_then(|code| code.canonical_reason());
    match name {
        Some(name) => format!("the API server answered {} {name}", status.code),
        None => format!("the API server answered {}", status.code),
    }
}

impl From<kube::Error> for Failure {
    fn from(error: kube::Error) -> Self {
        match error {
            kube::Error::Api(status) => Self::Answer(status),
            kube::Error::SerdeError(_) | kube::Error::FromUtf8(_) => Self::Malformed,
            kube::Error::LinesCodecMaxLineLengthExceeded => Self::TooLong,
            other => Self::on_the_way(&other),
        }
    }
}

impl Failure {
    /// A call that got no answer: what the guards or the connection say of it.
    fn on_the_way(error: &(dyn Error + 'static)) -> Self {
        let known = classify::causes(error).find_map(|cause| {
            if let Some(open) = cause.downcast_ref::<Open>() {
                Some(Self::HeldBack(*open))
            } else if let Some(refused) = cause.downcast_ref::<Refused>() {
                Some(Self::Crowded(*refused))
            } else if cause.is::<TimedOut>() || cause.is::<TooLate>() {
                Some(Self::Silent)
            } else if cause.is::<LineTooLong>() || cause.is::<LengthLimitError>() {
                Some(Self::TooLong)
            } else if cause.is::<AuthError>() {
                Some(Self::Credentials)
            } else {
                None
            }
        });
        known.unwrap_or_else(|| match classify::error(error) {
            Class::Permanent if classify::is_of_tls(error) => Self::Untrusted,
            Class::Permanent => Self::Malformed,
            Class::Transient => Self::Connection(classify::disconnect(error)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn answer(status: serde_json::Value) -> Failure {
        Failure::Answer(Box::new(serde_json::from_value(status).unwrap()))
    }

    #[test]
    fn a_refusal_is_passed_on_in_the_api_servers_words() {
        let refusal = "ingresses.networking.k8s.io is forbidden: User \"eve\" cannot list";
        let report = answer(json!({"code": 403, "reason": "Forbidden", "message": refusal})).report();
        assert_eq!(report.class, ErrorClass::Permanent);
        assert_eq!((report.status, report.reason.as_str()), (Some(403), "Forbidden"));
        assert_eq!(report.message, refusal);
    }

    #[test]
    fn the_words_of_a_server_error_stay_behind() {
        let report = answer(json!({"code": 500, "message": "dial tcp 10.1.2.3:2379: refused"})).report();
        assert_eq!(report.message, "the API server answered 500 Internal Server Error");
        assert_eq!(report.class, ErrorClass::Transient);
    }

    #[test]
    fn the_words_of_a_proxy_stay_behind() {
        let page = "<html>denied by proxy 10.1.2.3</html>";
        let report =
            answer(json!({"code": 403, "reason": "Failed to parse error data", "message": page})).report();
        assert_eq!(
            (report.reason.as_str(), report.message.as_str()),
            ("Forbidden", "the API server answered 403 Forbidden")
        );
    }

    #[test]
    fn a_wish_to_be_left_alone_is_bounded() {
        let wish = |seconds: u32| answer(json!({"code": 429, "details": {"retryAfterSeconds": seconds}}));
        assert_eq!(wish(2).retry_after(), Some(Duration::from_secs(2)));
        assert_eq!(wish(4_000_000_000).retry_after(), Some(LONGEST_WISH));
        assert_eq!(wish(0).retry_after(), None);
    }

    #[test]
    fn credentials_that_cannot_be_renewed_are_told_apart_from_a_lost_connection() {
        // As kube says it when a token is renewed, and as it says it at the start.
        let renewal = kube::Error::Service(Box::new(AuthError::ExecPluginFailed));
        for error in [renewal, kube::Error::Auth(AuthError::ExecPluginFailed)] {
            assert_eq!(Failure::from(error).report().reason, "NoCredentials");
        }
    }

    #[test]
    fn a_refused_connection_is_named_without_its_address() {
        let cause = std::io::Error::new(std::io::ErrorKind::ConnectionRefused, "10.1.2.3:6443 refused");
        let report = Failure::from(kube::Error::Service(Box::new(cause))).report();
        assert_eq!(report.reason, "ConnectionRefused");
        assert!(!report.message.contains("10.1.2.3"));
    }
}
