//! The state of each key that was seen lately, in bounded memory.
//!
//! The store holds a fixed number of keys. A new key takes the place of the one that was quiet longest, whose bucket
//! is most likely full again, so that it loses nothing by being forgotten. It is divided into shards, so that threads
//! seldom wait for each other.

use std::fmt;
use std::hash::{BuildHasher as _, Hash, RandomState};
use std::num::NonZeroUsize;

use governor::nanos::Nanos;
use governor::state::StateStore;
use governor::state::keyed::ShrinkableKeyedStateStore;
use lru::LruCache;
use parking_lot::Mutex;

const MOST_SHARDS: usize = 16;

/// Which key is where.
pub(super) struct BoundedStore<K> {
    /// Keys come from the network: a hasher with a secret, so that nobody can crowd them into one shard.
    hasher: RandomState,
    shards: Box<[Mutex<LruCache<K, Nanos>>]>,
}

impl<K: Hash + Eq> BoundedStore<K> {
    /// A store of at most `capacity` keys. A shard that is full forgets a key even when another still has room.
    pub(super) fn new(capacity: NonZeroUsize) -> Self {
        let shards = capacity.get().min(MOST_SHARDS);
        let of_each = NonZeroUsize::new(capacity.get() / shards).unwrap_or(NonZeroUsize::MIN);
        let shard = || Mutex::new(LruCache::new(of_each));
        Self { hasher: RandomState::new(), shards: std::iter::repeat_with(shard).take(shards).collect() }
    }

    fn shard(&self, key: &K) -> &Mutex<LruCache<K, Nanos>> {
        #[expect(clippy::cast_possible_truncation, reason = "any of its bits choose a shard")]
        let hash = self.hasher.hash_one(key) as usize;
        &self.shards[hash % self.shards.len()]
    }
}

impl<K: Hash + Eq + Clone> StateStore for BoundedStore<K> {
    type Key = K;

    fn measure_and_replace<T, F, E>(&self, key: &K, decide: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let mut states = self.shard(key).lock();
        if let Some(state) = states.get_mut(key) {
            let (outcome, next) = decide(Some(*state))?;
            *state = next;
            return Ok(outcome);
        }
        let (outcome, first) = decide(None)?;
        states.put(key.clone(), first);
        Ok(outcome)
    }
}

impl<K: Hash + Eq + Clone> ShrinkableKeyedStateStore<K> for BoundedStore<K> {
    fn retain_recent(&self, oldest: Nanos) {
        for shard in &self.shards {
            shard.lock().retain(|_, state| *state >= oldest);
        }
    }

    fn len(&self) -> usize {
        self.shards.iter().map(|shard| shard.lock().len()).sum()
    }

    fn is_empty(&self) -> bool {
        self.shards.iter().all(|shard| shard.lock().is_empty())
    }
}

impl<K> fmt::Debug for BoundedStore<K> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("BoundedStore").finish_non_exhaustive()
    }
}
