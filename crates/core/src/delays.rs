//! Growing waits between attempts, so that a failing upstream is not hammered.
//!
//! This is the only file that names the crate `backoff`, which is no longer maintained: it can be replaced here
//! alone.

use std::time::Duration;

use backoff::ExponentialBackoff;
use backoff::backoff::Backoff as _;

/// How waits grow.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Growth {
    /// The first wait.
    pub initial: Duration,
    /// What each wait is multiplied by to give the next.
    pub multiplier: f64,
    /// The longest wait, before jitter.
    pub max: Duration,
    /// How far a wait is spread at random, as a share of it either way: 0.2 is 20 %.
    pub jitter: f64,
}

/// An endless series of waits.
#[derive(Debug, Clone)]
pub struct Delays(ExponentialBackoff);

impl Delays {
    /// A series that starts with the first wait of `growth`.
    pub fn new(growth: Growth) -> Self {
        Self(ExponentialBackoff {
            current_interval: growth.initial,
            initial_interval: growth.initial,
            randomization_factor: growth.jitter,
            multiplier: growth.multiplier,
            max_interval: growth.max,
            max_elapsed_time: None,
            ..ExponentialBackoff::default()
        })
    }

    /// The next wait.
    pub fn next_delay(&mut self) -> Duration {
        self.0.next_backoff().unwrap_or(self.0.max_interval)
    }

    /// Starts the series anew, after a success.
    pub fn reset(&mut self) {
        self.0.reset();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const GROWTH: Growth = Growth {
        initial: Duration::from_millis(800),
        multiplier: 2.0,
        max: Duration::from_secs(30),
        jitter: 0.0,
    };

    fn series(growth: Growth, length: usize) -> Vec<Duration> {
        let mut delays = Delays::new(growth);
        std::iter::repeat_with(|| delays.next_delay()).take(length).collect()
    }

    #[test]
    fn waits_double_up_to_the_longest() {
        let expected = [800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000].map(Duration::from_millis);
        assert_eq!(series(GROWTH, 8), expected);
    }

    #[test]
    fn a_success_starts_the_series_anew() {
        let mut delays = Delays::new(GROWTH);
        delays.next_delay();
        delays.next_delay();
        delays.reset();
        assert_eq!(delays.next_delay(), GROWTH.initial);
    }

    proptest! {
        #[test]
        fn jitter_stays_within_its_share(length in 1_usize..12) {
            let plain = series(GROWTH, length);
            for (spread, wait) in series(Growth { jitter: 0.2, ..GROWTH }, length).into_iter().zip(plain) {
                prop_assert!(spread >= wait.mul_f64(0.799) && spread <= wait.mul_f64(1.201));
            }
        }
    }
}
