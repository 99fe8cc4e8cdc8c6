//! Answers of the upstream, kept for the next who asks.
//!
//! It serves on-demand reads only, never live state. Memory is in front; behind it stands Redis, if there is one,
//! which other replicas and the next start of this one share. A value is *fresh* for its time, and then *stale* for
//! a bounded while, in which it is for the caller to decide whether it is better than the failure at hand. That the
//! upstream has no such thing is worth keeping, too ([`Value::Absent`]).
//!
//! What was refused must not be served any more: [`Cache::invalidate`] takes it from both tiers, and when Redis
//! cannot be told, nothing that it holds by then is believed.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

mod codec;
mod doubt;
mod lifetime;
mod memory;
mod observe;
mod shared;
mod stored;

#[cfg(test)]
mod tests;

pub use lifetime::Lifetime;
pub use observe::CacheObserver;
pub use shared::SharedTier;
pub use stored::Value;

use memory::Memory;
use stored::Stored;

/// Values by key, in memory and, if there is one, in Redis.
pub struct Cache {
    memory: Memory,
    shared: Option<SharedTier>,
    invalidations: AtomicU64,
    observer: Arc<dyn CacheObserver>,
}

/// Where a value was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tier {
    /// In this process.
    Memory,
    /// In Redis.
    Redis,
}

impl Tier {
    /// All of them, the nearest first.
    pub const ALL: [Self; 2] = [Self::Memory, Self::Redis];

    /// A word for logs and metrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Memory => "memory",
            Self::Redis => "redis",
        }
    }
}

/// What is known of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// A value that is as good as the upstream's own answer.
    Fresh(Hit),
    /// A value whose time is over. It may be served when the upstream fails in passing, and only then.
    Stale(Hit),
    /// Nothing.
    Miss,
}

/// A value that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What the upstream said.
    pub value: Value,
    /// How long ago it said so.
    pub age: Duration,
    /// Where it was found.
    pub tier: Tier,
}

impl Cache {
    /// A cache that holds about `capacity` bytes in memory at most.
    pub fn new(capacity: u64, shared: Option<SharedTier>, observer: Arc<dyn CacheObserver>) -> Self {
        Self { memory: Memory::new(capacity), shared, invalidations: AtomicU64::new(0), observer }
    }

    /// What is known of `key`. It never fails, and waits for Redis no longer than a call to it may take.
    pub async fn lookup(&self, key: &str) -> Lookup {
        let lookup = match self.memory.get(key) {
            Some(near) if near.is_fresh() => found(near, Tier::Memory),
            near => self.look_behind(key, near).await,
        };
        match &lookup {
            Lookup::Fresh(hit) => self.observer.hit(hit.tier),
            Lookup::Stale(hit) => self.observer.stale(hit.tier),
            Lookup::Miss => self.observer.miss(),
        }
        lookup
    }

    /// Memory has nothing or a stale value: another replica may have stored a better one.
    async fn look_behind(&self, key: &str, near: Option<Stored>) -> Lookup {
        let invalidations = self.invalidations.load(Ordering::SeqCst);
        let far = match &self.shared {
            Some(shared) => shared.get(key, &*self.observer).await,
            None => None,
        };
        let (best, tier) = match (near, far) {
            (Some(near), Some(far)) if !far.is_better_than(&near) => (near, Tier::Memory),
            (_, Some(far)) => {
                self.memory.insert_if_better(key, far.clone());
                (far, Tier::Redis)
            }
            (Some(near), None) => (near, Tier::Memory),
            (None, None) => return Lookup::Miss,
        };
        // It may have been invalidated while Redis was asked, and been put into memory after it was removed there.
        if self.invalidations.load(Ordering::SeqCst) != invalidations {
            self.memory.remove(key);
            return Lookup::Miss;
        }
        found(best, tier)
    }

    /// Keeps what the upstream said just now. The fresh time is spread by 10 % either way.
    pub async fn store(&self, key: &str, value: Value, lifetime: Lifetime) {
        let stored = Stored { value, lifetime: lifetime.spread(), age: Duration::ZERO };
        if stored.remaining().is_none() {
            return;
        }
        self.memory.insert(key, stored.clone());
        if let Some(shared) = &self.shared {
            shared.put(key, &stored).await;
        }
    }

    /// Forgets `key`, in both tiers.
    pub async fn invalidate(&self, key: &str) {
        // In this order: a lookup that puts the value into memory after it was removed there sees the number change.
        self.invalidations.fetch_add(1, Ordering::SeqCst);
        self.memory.remove(key);
        if let Some(shared) = &self.shared {
            shared.remove(key).await;
        }
    }
}

fn found(stored: Stored, tier: Tier) -> Lookup {
    let fresh = stored.is_fresh();
    let hit = Hit { value: stored.value, age: stored.age, tier };
    if fresh { Lookup::Fresh(hit) } else { Lookup::Stale(hit) }
}
