//! How late something came, for many at once.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use hdrhistogram::Histogram;
use parking_lot::Mutex;

use crate::outcome::Result;

/// Enough for the threads of this process to be rarely in each other's way.
const SHARDS: usize = 8;

/// A histogram in microseconds that many tasks write.
#[derive(Debug)]
pub(crate) struct Latencies {
    shards: [Mutex<Histogram<u64>>; SHARDS],
    next: AtomicUsize,
}

/// The latency that one in two and one in a hundred exceed, and how many there were.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Percentiles {
    pub(crate) p50: Duration,
    pub(crate) p99: Duration,
    pub(crate) count: u64,
}

impl Default for Latencies {
    fn default() -> Self {
        Self { shards: std::array::from_fn(|_| Mutex::new(empty())), next: AtomicUsize::new(0) }
    }
}

fn empty() -> Histogram<u64> {
    Histogram::<u64>::new(3).unwrap_or_else(|_| unreachable!("three digits are allowed"))
}

impl Latencies {
    pub(crate) fn record(&self, latency: Duration) {
        let shard = self.next.fetch_add(1, Ordering::Relaxed) % SHARDS;
        let microseconds = u64::try_from(latency.as_micros()).unwrap_or(u64::MAX);
        // It grows to hold whatever comes.
        let _ = self.shards[shard].lock().record(microseconds);
    }

    pub(crate) fn percentiles(&self) -> Result<Percentiles> {
        let mut all = empty();
        for shard in &self.shards {
            all.add(&*shard.lock())?;
        }
        let at = |quantile| Duration::from_micros(all.value_at_quantile(quantile));
        Ok(Percentiles { p50: at(0.5), p99: at(0.99), count: all.len() })
    }
}
