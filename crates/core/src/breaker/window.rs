//! How many of the recent calls failed, in memory that does not grow with their number.

use std::num::NonZeroU64;
use std::time::Duration;

use tokio::time::Instant;

/// The window moves on in so many steps.
pub(super) const STEPS: usize = 10;

/// Counts of a rolling window.
#[derive(Debug)]
pub(super) struct Window {
    began: Instant,
    /// The length of a step in nanoseconds: in 64 bits, whose division is quick.
    step: NonZeroU64,
    buckets: [Bucket; STEPS],
}

/// What happened in one step of the window.
#[derive(Debug, Clone, Copy, Default)]
struct Bucket {
    /// Which step since the beginning it is about.
    step: u64,
    counts: Counts,
}

/// Calls and the failures among them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) calls: u32,
    pub(super) failures: u32,
}

impl Window {
    pub(super) fn new(length: Duration, now: Instant) -> Self {
        let step = NonZeroU64::new(nanoseconds(length) / STEPS as u64).unwrap_or(NonZeroU64::MIN);
        Self { began: now, step, buckets: [Bucket::default(); STEPS] }
    }

    pub(super) fn record(&mut self, failed: bool, now: Instant) {
        let step = self.step_of(now);
        let Some(bucket) = self.buckets.get_mut(usize::try_from(step % STEPS as u64).unwrap_or_default())
        else {
            return;
        };
        // Another thread may have read the clock later and come here sooner.
        if step > bucket.step {
            *bucket = Bucket { step, counts: Counts::default() };
        }
        bucket.counts.calls = bucket.counts.calls.saturating_add(1);
        bucket.counts.failures = bucket.counts.failures.saturating_add(u32::from(failed));
    }

    pub(super) fn counts(&self, now: Instant) -> Counts {
        let step = self.step_of(now);
        let recent = self.buckets.iter().filter(|bucket| bucket.step + STEPS as u64 > step);
        recent.fold(Counts::default(), |sum, bucket| Counts {
            calls: sum.calls.saturating_add(bucket.counts.calls),
            failures: sum.failures.saturating_add(bucket.counts.failures),
        })
    }

    fn step_of(&self, now: Instant) -> u64 {
        nanoseconds(now.saturating_duration_since(self.began)) / self.step
    }
}

fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
