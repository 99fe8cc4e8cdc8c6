//! Tokio's clock for governor's token buckets, so that they obey a paused clock in tests.

use std::time::Duration;

use governor::clock::Clock;
use tokio::time::Instant;

/// Tells the time since it was made.
#[derive(Debug, Clone)]
pub(crate) struct TokioClock {
    start: Instant,
}

impl Default for TokioClock {
    fn default() -> Self {
        Self { start: Instant::now() }
    }
}

impl Clock for TokioClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.start.elapsed()
    }
}
