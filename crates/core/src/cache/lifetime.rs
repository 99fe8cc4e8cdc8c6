//! How long values live.

use std::time::Duration;

use crate::redis::milliseconds;

/// How far fresh times are spread at random, as a share of them either way, so that values which were stored together
/// are not fetched together ever after.
const JITTER: f64 = 0.1;

/// How long a value may be served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetime {
    /// How long it is as good as the upstream's own answer.
    pub fresh: Duration,
    /// How long after that it is better than no answer.
    pub stale: Duration,
}

impl Lifetime {
    /// For a value that is worth nothing when its time is over.
    pub const fn fresh(fresh: Duration) -> Self {
        Self { fresh, stale: Duration::ZERO }
    }

    /// After so long the value is gone.
    pub fn total(self) -> Duration {
        self.fresh.saturating_add(self.stale)
    }

    /// The same with its fresh time spread at random, in whole milliseconds, which are what Redis counts.
    pub(super) fn spread(self) -> Self {
        let fresh = self.fresh.mul_f64(rand::random_range(1.0 - JITTER..=1.0 + JITTER));
        Self { fresh: whole_milliseconds(fresh), stale: whole_milliseconds(self.stale) }
    }
}

fn whole_milliseconds(duration: Duration) -> Duration {
    Duration::from_millis(milliseconds(duration))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn only_the_fresh_time_is_spread_and_by_a_tenth(milliseconds in 0_u64..1_000_000) {
            let plain = Lifetime { fresh: Duration::from_millis(milliseconds), stale: Duration::from_mins(10) };
            let spread = plain.spread();
            prop_assert_eq!(spread.stale, plain.stale);
            prop_assert!(spread.fresh + Duration::from_millis(1) >= plain.fresh.mul_f64(0.899));
            prop_assert!(spread.fresh <= plain.fresh.mul_f64(1.101));
        }
    }

    #[test]
    fn values_stored_together_do_not_end_together() {
        let plain = Lifetime::fresh(Duration::from_mins(1));
        let first = plain.spread();
        assert!((0..100).any(|_| plain.spread() != first));
    }
}
