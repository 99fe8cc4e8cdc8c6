//! What an answer says that is not the one that was asked for.

use kube_ingress_dash_model::problem::Problem;

use super::link::Cause;

/// Why there is no list or no stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// Nothing answers, or something in between that cannot reach the server.
    NoAnswer,
    /// The server refuses.
    Refused {
        /// Why.
        cause: Cause,
        /// Seconds that it asked to wait.
        retry_after: Option<u64>,
    },
    /// Somebody else answers in the server's place and wants a session.
    SignedOut,
}

impl Failure {
    /// Judges an answer by its status (0 for a redirect that was not followed), its header `Retry-After`, and the
    /// problem in its body, where that is one of the server's.
    pub fn of(status: u16, retry_after: Option<u64>, problem: Option<Problem>) -> Self {
        let retry_after = retry_after.or(problem.as_ref().and_then(|problem| problem.retry_after));
        if matches!(status, 0 | 401) {
            return Self::SignedOut;
        }
        match (status, problem) {
            // What a proxy says of itself; the rest of what is not ours is a page to sign in on.
            (404 | 408 | 425 | 429 | 500.., None) => match (status, retry_after) {
                (429, _) => Self::refused(Cause::RateLimited("a proxy asks to wait".to_owned()), retry_after),
                (503, Some(_)) => {
                    Self::refused(Cause::Draining("a proxy asks to wait".to_owned()), retry_after)
                }
                _ => Self::NoAnswer,
            },
            (_, None) => Self::SignedOut,
            (429, Some(problem)) => Self::refused(Cause::RateLimited(problem.detail), retry_after),
            (503, Some(problem)) if retry_after.is_some() => {
                Self::refused(Cause::Draining(problem.detail), retry_after)
            }
            (_, Some(problem)) => Self::refused(Cause::Refused(problem.detail), retry_after),
        }
    }

    fn refused(cause: Cause, retry_after: Option<u64>) -> Self {
        Self::Refused { cause, retry_after }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(status: u16) -> Problem {
        let (kind, title, detail) = (String::new(), String::new(), "why".to_owned());
        Problem { kind, title, status, detail, class: None, retry_after: None }
    }

    fn refused(cause: fn(String) -> Cause, retry_after: Option<u64>) -> Failure {
        Failure::Refused { cause: cause("why".to_owned()), retry_after }
    }

    #[test]
    fn redirects_and_foreign_pages_want_a_session() {
        for status in [0, 200, 302, 401, 403] {
            assert_eq!(Failure::of(status, None, None), Failure::SignedOut, "{status}");
        }
        assert_eq!(Failure::of(401, None, Some(problem(401))), Failure::SignedOut);
    }

    #[test]
    fn a_proxy_without_its_server_is_no_end_of_a_session() {
        for status in [404, 500, 502, 503, 504] {
            assert_eq!(Failure::of(status, None, None), Failure::NoAnswer, "{status}");
        }
    }

    #[test]
    fn what_the_server_says_is_kept() {
        assert_eq!(Failure::of(429, Some(2), Some(problem(429))), refused(Cause::RateLimited, Some(2)));
        assert_eq!(Failure::of(503, Some(5), Some(problem(503))), refused(Cause::Draining, Some(5)));
        assert_eq!(Failure::of(503, None, Some(problem(503))), refused(Cause::Refused, None));
        assert_eq!(Failure::of(403, None, Some(problem(403))), refused(Cause::Refused, None));
    }
}
