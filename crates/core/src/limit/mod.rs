//! What one client may take of a service: so many calls in a time, and so many places at once.
//!
//! Who counts as one client is the caller's to say; here it is a key. Neither limit can be made to use memory without
//! bound, whatever keys come.

mod concurrency;
mod quota;
mod rate;
mod store;
mod turns;

pub use concurrency::{ConcurrencyLimit, Full, Permit};
pub use quota::{Period, Quota, Rate};
pub use rate::{Decision, RateLimiter};
pub use turns::{Place, Turn, TurnLimits, Turns, WaitedTooLong};
