//! When the caller of a request stops waiting. It travels with the request as an extension, so that nobody on the way
//! waits for longer.

use http::Request;
use tokio::time::Instant;

/// The end of the caller's patience.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline(pub Instant);

impl Deadline {
    /// The deadline of a request, if it has one.
    pub fn of<B>(request: &Request<B>) -> Option<Instant> {
        request.extensions().get::<Self>().map(|deadline| deadline.0)
    }
}
