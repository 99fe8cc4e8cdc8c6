//! The tier in this process, bounded by bytes.
//!
//! Whether a value is fresh, stale or gone is decided by tokio's clock when it is looked up. The store's own expiry
//! only makes room.

use std::sync::Arc;
use std::time::{Duration, Instant as StoreInstant};

use moka::Expiry;
use tokio::time::Instant;

use super::stored::Stored;

/// What an entry costs beside its key and content, in bytes, roughly: places in the store's tables and queues.
const OVERHEAD: usize = 256;

pub(super) struct Memory(moka::sync::Cache<Arc<str>, Entry>);

#[derive(Clone)]
struct Entry {
    /// With its age when it came here.
    stored: Stored,
    since: Instant,
}

impl Entry {
    /// As it is by now.
    fn now(self) -> Stored {
        Stored { age: self.stored.age + self.since.elapsed(), ..self.stored }
    }
}

impl Memory {
    /// A tier that holds about so many bytes at most.
    pub(super) fn new(capacity: u64) -> Self {
        let store = moka::sync::Cache::builder()
            .max_capacity(capacity)
            .weigher(|key: &Arc<str>, entry: &Entry| {
                u32::try_from(key.len() + entry.stored.value.len() + OVERHEAD).unwrap_or(u32::MAX)
            })
            .expire_after(AtItsEnd)
            .build();
        Self(store)
    }

    pub(super) fn get(&self, key: &str) -> Option<Stored> {
        let now = self.0.get(key)?.now();
        if now.remaining().is_none() {
            self.0.invalidate(key);
            return None;
        }
        Some(now)
    }

    pub(super) fn insert(&self, key: &str, stored: Stored) {
        self.0.insert(Arc::from(key), Entry { stored, since: Instant::now() });
    }

    /// Keeps the value unless a better one came first.
    pub(super) fn insert_if_better(&self, key: &str, stored: Stored) {
        self.0.entry(Arc::from(key)).and_upsert_with(|present| match present {
            Some(present) if !stored.is_better_than(&present.value().clone().now()) => present.into_value(),
            _ => Entry { stored, since: Instant::now() },
        });
    }

    pub(super) fn remove(&self, key: &str) {
        self.0.invalidate(key);
    }
}

struct AtItsEnd;

impl Expiry<Arc<str>, Entry> for AtItsEnd {
    fn expire_after_create(&self, _: &Arc<str>, entry: &Entry, _: StoreInstant) -> Option<Duration> {
        Some(entry.stored.remaining().unwrap_or_default())
    }

    fn expire_after_update(
        &self,
        key: &Arc<str>,
        entry: &Entry,
        now: StoreInstant,
        _: Option<Duration>,
    ) -> Option<Duration> {
        self.expire_after_create(key, entry, now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::{Lifetime, Value};
    use bytes::Bytes;
    use tokio::time::advance;

    fn stored(bytes: usize) -> Stored {
        let lifetime = Lifetime { fresh: Duration::from_mins(1), stale: Duration::from_mins(10) };
        Stored { value: Value::Found(Bytes::from(vec![0; bytes])), lifetime, age: Duration::from_secs(5) }
    }

    #[tokio::test(start_paused = true)]
    async fn a_value_ages_here_on_top_of_the_age_it_came_with() {
        let memory = Memory::new(1 << 20);
        memory.insert("web", stored(10));
        advance(Duration::from_secs(54)).await;
        let now = memory.get("web").unwrap();
        assert_eq!((now.age, now.is_fresh()), (Duration::from_secs(59), true));
        advance(Duration::from_secs(1)).await;
        assert!(!memory.get("web").unwrap().is_fresh());
        advance(Duration::from_mins(10)).await;
        assert_eq!(memory.get("web"), None);
    }

    #[tokio::test(start_paused = true)]
    async fn a_better_value_is_not_replaced() {
        let memory = Memory::new(1 << 20);
        memory.insert("web", stored(10));
        advance(Duration::from_secs(10)).await;
        memory.insert_if_better("web", Stored { age: Duration::from_secs(16), ..stored(20) });
        assert_eq!(memory.get("web").unwrap().value.len(), 10);
        memory.insert_if_better("web", Stored { age: Duration::from_secs(14), ..stored(20) });
        assert_eq!(memory.get("web").unwrap().value.len(), 20);
    }

    #[tokio::test]
    async fn keys_and_contents_count_towards_the_bound() {
        let memory = Memory::new(64 << 10);
        for number in 0..1000 {
            memory.insert(&format!("{number:0>1000}"), stored(1000));
        }
        memory.0.run_pending_tasks();
        assert!(memory.0.weighted_size() <= 64 << 10);
        assert!((1..=64 / 2).contains(&memory.0.entry_count()), "{}", memory.0.entry_count());
    }

    #[tokio::test]
    async fn a_value_larger_than_all_room_drives_nothing_out() {
        let memory = Memory::new(64 << 10);
        memory.insert("small", stored(1000));
        memory.insert("large", stored(128 << 10));
        memory.0.run_pending_tasks();
        assert!(memory.get("small").is_some());
        assert_eq!(memory.get("large"), None);
    }
}
