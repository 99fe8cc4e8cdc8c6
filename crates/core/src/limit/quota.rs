//! How many calls are allowed, in the words of a token bucket.

use std::fmt;
use std::num::{NonZeroU16, NonZeroU32};
use std::time::Duration;

/// How fast tokens come back: so many in each period, evenly spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many.
    pub tokens: NonZeroU32,
    /// In which time.
    pub period: Period,
}

/// The time to which a rate refers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// A second.
    Second,
    /// Sixty seconds.
    Minute,
    /// Sixty minutes.
    Hour,
}

/// A token bucket: each call takes a token, and without one it is refused.
///
/// Its types bound the time until it is full again to seven years and a half, so that nothing computed from it
/// overflows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// How fast tokens come back.
    pub rate: Rate,
    /// How many tokens there are at most: so many calls may come at once.
    pub burst: NonZeroU16,
}

impl Quota {
    /// The time in which one token comes back.
    pub fn interval(&self) -> Duration {
        self.governed().replenish_interval()
    }

    /// The time in which an empty bucket becomes full.
    pub fn refill(&self) -> Duration {
        self.governed().burst_size_replenished_in()
    }

    pub(super) fn governed(&self) -> governor::Quota {
        let Rate { tokens, period } = self.rate;
        let quota = match period {
            Period::Second => governor::Quota::per_second(tokens),
            Period::Minute => governor::Quota::per_minute(tokens),
            Period::Hour => governor::Quota::per_hour(tokens),
        };
        quota.allow_burst(self.burst.into())
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let period = match self.period {
            Period::Second => 's',
            Period::Minute => 'm',
            Period::Hour => 'h',
        };
        write!(formatter, "{}/{period}", self.tokens)
    }
}
