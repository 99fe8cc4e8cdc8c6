//! The tier in the memory of this process.

use std::time::Duration;

use moka::sync::Cache;
use tokio::time::Instant;

use super::{Content, Hit, Lifetime};

/// What an entry costs besides its key and content, in bytes, about.
const OVERHEAD: usize = 200;

/// Answers by key, bounded in bytes; clones share them.
#[derive(Clone)]
pub(super) struct Memory(Cache<String, Entry>);

#[derive(Clone)]
struct Entry {
    content: Content,
    lifetime: Lifetime,
    /// Its age when it was written here.
    age: Duration,
    /// Read from tokio's clock rather than left to moka, which has one of its own.
    written: Instant,
}

impl Memory {
    pub(super) fn new(bytes: u64) -> Self {
        let weigh = |key: &String, entry: &Entry| {
            let content = match &entry.content {
                Content::Found(bytes) => bytes.len(),
                Content::Absent => 0,
            };
            u32::try_from(key.len() + content + OVERHEAD).unwrap_or(u32::MAX)
        };
        Self(Cache::builder().max_capacity(bytes).weigher(weigh).build())
    }

    pub(super) fn get(&self, key: &str) -> Option<Hit> {
        let entry = self.0.get(key)?;
        let hit = entry.lifetime.hit(entry.content, entry.age + entry.written.elapsed());
        if hit.is_none() {
            self.0.invalidate(key);
        }
        hit
    }

    pub(super) fn put(&self, key: &str, content: Content, lifetime: Lifetime, age: Duration) {
        self.0.insert(key.to_owned(), Entry { content, lifetime, age, written: Instant::now() });
    }

    pub(super) fn forget(&self, key: &str) {
        self.0.invalidate(key);
    }

    #[cfg(test)]
    pub(super) fn weight(&self) -> u64 {
        self.0.run_pending_tasks();
        self.0.weighted_size()
    }
}
