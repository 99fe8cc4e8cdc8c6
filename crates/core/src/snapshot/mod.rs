//! Large states in Redis, so that a start has something to show before it has read the upstream.
//!
//! A state is a list of chunks. Each is stored compressed under the digest of its content, so that a state which
//! differs little from the one before costs little: chunks that Redis has already only live longer. The manifest
//! that lists the chunks is written last and in one piece; a state is loaded as a whole or not at all. Chunks that
//! no manifest lists any more end by themselves.

use std::time::Duration;

use bytes::Bytes;
use tokio::time::timeout;

use crate::redis::{Health, Keyspace, Redis, Unavailable};

mod chunk;
mod load;
mod manifest;
mod save;

/// Keeps states in Redis.
pub struct Snapshots {
    redis: Redis,
    keys: Keyspace,
    limits: Limits,
}

/// What a state may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The size of a state in bytes, before compression.
    pub bytes: usize,
    /// The number of its chunks.
    pub chunks: usize,
    /// The time that saving or loading may take.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 256 << 20, chunks: 20_000, time: Duration::from_secs(10) }
    }
}

/// A state as it was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// All its chunks, in their order.
    pub chunks: Vec<Bytes>,
    /// How long ago it was saved, by Redis's own clock.
    pub age: Duration,
}

/// What saving a state cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Saved {
    /// Chunks that Redis did not have.
    pub sent: usize,
    /// Chunks that it had, and has longer now.
    pub renewed: usize,
    /// What was sent of the chunks, in bytes after compression.
    pub bytes: usize,
}

/// A state was not saved or loaded. Whoever wanted it goes on without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SnapshotError {
    /// It is larger than the limits allow.
    #[error("the state is larger than what may be kept in Redis")]
    TooLarge,
    /// It took longer than the limits allow.
    #[error("Redis took too long")]
    TimedOut,
    /// Redis is down or failed.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
    /// A part is missing, damaged or not of this program.
    #[error("what Redis holds is incomplete or damaged")]
    Damaged,
    /// The program ends.
    #[error("the program ends")]
    Interrupted,
}

impl Snapshots {
    /// Keeps states in `redis` under `keys`.
    pub fn new(redis: Redis, keys: Keyspace, limits: Limits) -> Self {
        Self { redis, keys, limits }
    }

    /// How the Redis is that holds them.
    pub fn health(&self) -> Health {
        self.redis.health()
    }

    /// Saves a state under a name for so long, in place of the one before. When it fails, the one before stays.
    pub async fn save(&self, name: &str, chunks: &[Bytes], keep: Duration) -> Result<Saved, SnapshotError> {
        self.bounded(self.save_all(name, chunks, keep)).await
    }

    /// The state of a name, if there is one. Right after a start it waits for the connection to Redis.
    pub async fn load(&self, name: &str) -> Result<Option<Snapshot>, SnapshotError> {
        self.bounded(self.load_all(name)).await
    }

    async fn bounded<T>(
        &self,
        work: impl Future<Output = Result<T, SnapshotError>>,
    ) -> Result<T, SnapshotError> {
        timeout(self.limits.time, work).await.unwrap_or(Err(SnapshotError::TimedOut))
    }

    fn manifest_key(&self, name: &str) -> String {
        self.keys.key("snapshot", name)
    }

    fn chunk_key(&self, content: chunk::ContentDigest) -> String {
        self.keys.key("chunk", content)
    }
}

/// Runs work that would keep a thread from its other tasks for too long.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, SnapshotError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| SnapshotError::Interrupted)
}

/// The ends of neighbouring groups, each of one item at least and otherwise of no more than so many items and bytes,
/// so that no call to Redis is larger than what it can answer in its time.
fn batches<T>(items: &[T], size: impl Fn(&T) -> usize) -> impl Iterator<Item = &[T]> {
    const ITEMS: usize = 256;
    const BYTES: usize = 256 << 10;
    let mut rest = items;
    std::iter::from_fn(move || {
        let mut bytes = 0_usize;
        let fitting = rest.iter().take(ITEMS).take_while(|item| {
            bytes = bytes.saturating_add(size(item));
            bytes <= BYTES
        });
        let count = fitting.count().max(1).min(rest.len());
        let (batch, after) = rest.split_at(count);
        rest = after;
        (!batch.is_empty()).then_some(batch)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn batches_are_bounded_and_leave_nothing_out(sizes in prop::collection::vec(0_usize..200_000, 0..600)) {
            let batches: Vec<_> = batches(&sizes, |size| *size).collect();
            prop_assert_eq!(&batches.concat(), &sizes);
            for batch in batches {
                prop_assert!(batch.len() <= 256 && !batch.is_empty());
                prop_assert!(batch.len() == 1 || batch.iter().sum::<usize>() <= 256 << 10);
            }
        }
    }

    #[test]
    fn what_is_larger_than_a_batch_goes_alone() {
        let sizes = [1, 1 << 20, 1];
        let batches: Vec<_> = batches(&sizes, |size| *size).collect();
        assert_eq!(batches, [&[1][..], &[1 << 20], &[1]]);
    }
}
