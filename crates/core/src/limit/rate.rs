//! A token bucket for each key.
//!
//! A bucket is one number, the time at which it would be full again (the generic cell rate algorithm); [`governor`]
//! computes with it.

use std::hash::Hash;
use std::num::NonZeroUsize;
use std::time::Duration;

use governor::clock::Clock as _;
use governor::middleware::StateInformationMiddleware;

use super::Quota;
use super::store::BoundedStore;
use crate::clock::TokioClock;

/// Limits how fast calls come, for each key on its own.
#[derive(Debug)]
pub struct RateLimiter<K: Hash + Eq + Clone> {
    quota: Quota,
    buckets: governor::RateLimiter<K, BoundedStore<K>, TokioClock, StateInformationMiddleware>,
}

/// What becomes of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It may be made and has taken a token.
    Allowed {
        /// How many more may be made at once.
        remaining: u32,
    },
    /// It may not be made; being refused costs nothing.
    Refused {
        /// The time until there is a token again.
        retry_after: Duration,
    },
}

impl Decision {
    /// Whether the call may be made.
    pub fn is_allowed(self) -> bool {
        matches!(self, Self::Allowed { .. })
    }
}

impl<K: Hash + Eq + Clone> RateLimiter<K> {
    /// Allows each key this quota, and remembers at most `capacity` keys: when there are more, those that were quiet
    /// longest are forgotten and begin with a full bucket when they come back.
    pub fn new(quota: Quota, capacity: NonZeroUsize) -> Self {
        let store = BoundedStore::new(capacity);
        Self { quota, buckets: governor::RateLimiter::new(quota.governed(), store, TokioClock::default()) }
    }

    /// What each key is allowed.
    pub fn quota(&self) -> Quota {
        self.quota
    }

    /// Decides on a call of this key.
    pub fn check(&self, key: &K) -> Decision {
        match self.buckets.check_key(key) {
            Ok(bucket) => Decision::Allowed { remaining: bucket.remaining_burst_capacity() },
            Err(refusal) => {
                Decision::Refused { retry_after: refusal.wait_time_from(self.buckets.clock().now()) }
            }
        }
    }

    /// How many keys are remembered.
    pub fn tracked(&self) -> usize {
        self.buckets.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limit::{Period, Rate};
    use std::num::{NonZeroU16, NonZeroU32};

    fn limiter(tokens: u32, period: Period, burst: u16, capacity: usize) -> RateLimiter<u32> {
        let rate = Rate { tokens: NonZeroU32::new(tokens).unwrap(), period };
        let quota = Quota { rate, burst: NonZeroU16::new(burst).unwrap() };
        RateLimiter::new(quota, NonZeroUsize::new(capacity).unwrap())
    }

    /// How many calls in a row are allowed.
    fn allowed(limiter: &RateLimiter<u32>, key: u32) -> usize {
        std::iter::repeat_with(|| limiter.check(&key)).take_while(|decision| decision.is_allowed()).count()
    }

    #[tokio::test(start_paused = true)]
    async fn a_burst_is_allowed_and_then_what_comes_back() {
        let limiter = limiter(10, Period::Second, 100, 10);
        assert_eq!(limiter.check(&1), Decision::Allowed { remaining: 99 });
        assert_eq!(allowed(&limiter, 1), 99);
        assert_eq!(limiter.check(&1), Decision::Refused { retry_after: Duration::from_millis(100) });
        tokio::time::advance(Duration::from_millis(99)).await;
        assert_eq!(limiter.check(&1), Decision::Refused { retry_after: Duration::from_millis(1) });
        tokio::time::advance(Duration::from_millis(1)).await;
        assert_eq!(limiter.check(&1), Decision::Allowed { remaining: 0 });
        tokio::time::advance(Duration::from_secs(2)).await;
        assert_eq!(allowed(&limiter, 1), 20);
    }

    #[tokio::test(start_paused = true)]
    async fn being_refused_costs_nothing() {
        let limiter = limiter(1, Period::Second, 1, 10);
        assert_eq!(allowed(&limiter, 1), 1);
        for _ in 0..1000 {
            assert_eq!(limiter.check(&1), Decision::Refused { retry_after: Duration::from_secs(1) });
        }
        tokio::time::advance(Duration::from_secs(1)).await;
        assert_eq!(allowed(&limiter, 1), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn rest_fills_the_bucket_and_no_more() {
        let limiter = limiter(10, Period::Second, 100, 10);
        assert_eq!(allowed(&limiter, 1), 100);
        tokio::time::advance(limiter.quota().refill()).await;
        assert_eq!(allowed(&limiter, 1), 100);
        tokio::time::advance(Duration::from_hours(24 * 365)).await;
        assert_eq!(allowed(&limiter, 1), 100);
    }

    #[tokio::test(start_paused = true)]
    async fn one_key_does_not_touch_another() {
        let limiter = limiter(1, Period::Hour, 3, 1000);
        assert_eq!(allowed(&limiter, 1), 3);
        assert_eq!(allowed(&limiter, 2), 3);
        assert_eq!(limiter.check(&1), Decision::Refused { retry_after: Duration::from_hours(1) });
    }

    #[tokio::test(start_paused = true)]
    async fn a_token_an_hour_is_a_rate_like_any_other() {
        let limiter = limiter(1, Period::Hour, 100, 10);
        assert_eq!(allowed(&limiter, 1), 100);
        tokio::time::advance(Duration::from_mins(59)).await;
        assert_eq!(limiter.check(&1), Decision::Refused { retry_after: Duration::from_mins(1) });
        tokio::time::advance(Duration::from_mins(1)).await;
        assert_eq!(allowed(&limiter, 1), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn the_greatest_quotas_do_not_overflow() {
        for (tokens, period) in [(1, Period::Hour), (u32::MAX, Period::Second)] {
            let limiter = limiter(tokens, period, u16::MAX, 10);
            for _ in 0..2 {
                tokio::time::advance(Duration::from_hours(24 * 365 * 20)).await;
                let burst = std::iter::repeat_with(|| limiter.check(&1)).take(usize::from(u16::MAX));
                assert!(burst.into_iter().all(Decision::is_allowed), "{tokens} in a {period:?}");
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn however_many_keys_come_only_so_many_are_remembered() {
        let limiter = limiter(1, Period::Hour, 1, 1000);
        for key in 0..100_000 {
            assert!(limiter.check(&key).is_allowed());
            assert!(limiter.tracked() <= 1000);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_key_that_keeps_calling_is_not_forgotten_for_those_that_come_once() {
        let limiter = limiter(1, Period::Hour, 1, 64);
        assert!(limiter.check(&0).is_allowed());
        for key in 1..100_000 {
            limiter.check(&key);
            assert!(!limiter.check(&0).is_allowed());
        }
    }
}
