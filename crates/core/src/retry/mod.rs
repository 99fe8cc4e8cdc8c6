//! Makes a call again that failed in passing, so that nobody sees it, without multiplying an outage.

mod policy;
mod retry_after;
mod try_clone;

use std::time::Duration;

use crate::delays::Growth;
pub use policy::RetryPolicy;
pub use retry_after::retry_after;
pub use try_clone::TryCloneBody;

/// How often and when calls are made again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// How often a call is made at most, the first time included.
    pub attempts: u32,
    /// The waits between attempts.
    pub growth: Growth,
}

/// The longest that the upstream's wish to be left alone is waited for; with a longer one the failure is told at once.
pub const LONGEST_WISH: Duration = Duration::from_secs(30);
