//! The way to the end: everybody who must act on a shutdown hears of it here.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

/// Streams end within this time at most, spread so that their clients do not come back all at once.
const LONGEST_SPREAD: Duration = Duration::from_secs(3);

/// Whether the service is ending; clones tell the same.
#[derive(Debug, Clone)]
pub struct Drain {
    begun: CancellationToken,
    spread: Duration,
}

impl Drain {
    /// The drain of a service that has `grace` to end.
    pub fn new(grace: Duration) -> Self {
        Self { begun: CancellationToken::new(), spread: (grace / 3).min(LONGEST_SPREAD) }
    }

    /// Begins the end.
    pub fn begin(&self) {
        self.begun.cancel();
    }

    /// Whether the end has begun.
    pub fn has_begun(&self) -> bool {
        self.begun.is_cancelled()
    }

    /// Waits until the end has begun.
    pub(crate) async fn begun(&self) {
        self.begun.cancelled().await;
    }

    /// The time over which streams end.
    pub fn spread(&self) -> Duration {
        self.spread
    }

    /// Waits until the end has begun, and then for this stream's share of the spread.
    pub(crate) fn turn(&self) -> impl Future<Output = ()> + Send + 'static {
        let begun = self.begun.clone();
        let share = self.spread.mul_f64(rand::random());
        async move {
            begun.cancelled().await;
            tokio::time::sleep(share).await;
        }
    }
}
