//! What the connection to Redis tells whoever counts and logs.

use super::{Availability, Fault};

/// Hears of how Redis is doing. It is called on the way of requests, so it must be quick.
pub trait RedisObserver: Send + Sync + 'static {
    /// Redis is used from now on, or is not; or the first attempt to reach it has failed.
    fn turned(&self, availability: Availability, fault: Option<Fault>) {
        let _ = (availability, fault);
    }

    /// A call or a check failed.
    fn failed(&self, fault: Fault) {
        let _ = fault;
    }

    /// Redis was not asked, since it is not up.
    fn skipped(&self) {}
}

/// Nobody counts.
impl RedisObserver for () {}
