//! The tier in Redis, which replicas share and which outlives a restart.

use super::doubt::Doubt;
use super::stored::Stored;
use super::{CacheObserver, codec};
use crate::redis::{Keyspace, Redis};

/// The kind of key under which values are.
const KIND: &str = "cache";
/// A larger value stays in memory alone, in bytes.
const LARGEST: usize = 1 << 20;

/// Values in Redis, under the keys of one deployment.
pub struct SharedTier {
    redis: Redis,
    keys: Keyspace,
    doubt: Doubt,
}

impl SharedTier {
    /// Keeps values in `redis` under `keys`.
    pub fn new(redis: Redis, keys: Keyspace) -> Self {
        Self { redis, keys, doubt: Doubt::default() }
    }

    pub(super) async fn get(&self, key: &str, observer: &dyn CacheObserver) -> Option<Stored> {
        let key = self.keys.key(KIND, key);
        let held = self.redis.get(&key, codec::OVERHEAD + LARGEST).await.ok()??;
        let Some(stored) = codec::decode(&key, held) else {
            observer.corrupt();
            return None;
        };
        let allowed = self.doubt.allows(stored.age, self.redis.health().since);
        (allowed && stored.remaining().is_some()).then_some(stored)
    }

    pub(super) async fn put(&self, key: &str, stored: &Stored) {
        if stored.value.len() > LARGEST {
            // What Redis may hold under the key is older than this.
            self.remove(key).await;
            return;
        }
        let key = self.keys.key(KIND, key);
        let value = codec::encode(&key, stored);
        let _ = self.redis.set(&key, &value, stored.lifetime.total()).await;
    }

    pub(super) async fn remove(&self, key: &str) {
        let telling = self.doubt.unless_heard();
        if self.redis.remove(&self.keys.key(KIND, key)).await.is_ok() {
            telling.heard();
        }
    }
}
