//! Answers that were fetched before, for reads on demand. Never for live state.
//!
//! Two tiers: the memory of this process, and behind it a store that several processes share, where one is configured.
//! An answer is fresh for a while. After that it is stale: good enough when no better one can be had, and marked so.

mod memory;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use rand::RngExt as _;

use crate::observe::{Lookup, Observer, Tier};
use memory::Memory;

/// How far lifetimes are spread at random either way, so that answers fetched together do not expire together.
const JITTER: f64 = 0.1;
/// How long it is remembered that something does not exist.
const ABSENT: Duration = Duration::from_secs(5);

/// How long and how much is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// How long an answer is fresh, unless its writer says something else.
    pub fresh: Duration,
    /// For how long after that it is kept, in case no better one can be had.
    pub stale: Duration,
    /// How many bytes are kept in memory, keys included.
    pub memory: u64,
}

/// What is known of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// What it stands for.
    Found(Bytes),
    /// It stands for nothing.
    Absent,
}

/// An answer from the cache.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The answer.
    pub content: Content,
    /// The time since it was fetched.
    pub age: Duration,
    /// Whether its time is over.
    pub stale: bool,
}

/// The lifetime of one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Lifetime {
    /// It is fresh until this age.
    fresh: Duration,
    /// It is gone at this age.
    total: Duration,
}

impl Lifetime {
    fn hit(self, content: Content, age: Duration) -> Option<Hit> {
        (age < self.total).then(|| Hit { content, age, stale: age >= self.fresh })
    }
}

/// Both tiers; clones share them.
#[derive(Clone)]
pub struct Cache {
    memory: Memory,
    settings: Settings,
    observer: Arc<dyn Observer>,
}

impl Cache {
    /// A cache in memory, in front of the store if there is one.
    pub fn new(settings: Settings, observer: Arc<dyn Observer>) -> Self {
        Self { memory: Memory::new(settings.memory), settings, observer }
    }

    /// What is known of the key, be it stale.
    pub async fn get(&self, key: &str) -> Option<Hit> {
        let remembered = self.memory.get(key);
        self.tell(Tier::Memory, remembered.as_ref());
        remembered
    }

    fn tell(&self, tier: Tier, hit: Option<&Hit>) {
        self.observer.lookup(
            tier,
            match hit {
                None => Lookup::Miss,
                Some(hit) if hit.stale => Lookup::Stale,
                Some(_) => Lookup::Hit,
            },
        );
    }

    /// Keeps an answer that was fetched just now. `fresh` is how long it is fresh, where that differs from the settings.
    pub async fn put(&self, key: &str, content: Content, fresh: Option<Duration>) {
        let spread = rand::rng().random_range(1.0 - JITTER..=1.0 + JITTER);
        let lifetime = match content {
            Content::Absent => Lifetime { fresh: ABSENT, total: ABSENT },
            Content::Found(_) => {
                let fresh = fresh.unwrap_or(self.settings.fresh).mul_f64(spread);
                Lifetime { fresh, total: fresh + self.settings.stale }
            }
        };
        self.memory.put(key, content, lifetime, Duration::ZERO);
    }

    /// Forgets the key everywhere, such as when the answer turns out to be none of its readers' business.
    pub async fn forget(&self, key: &str) {
        self.memory.forget(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::advance;

    const SETTINGS: Settings =
        Settings { fresh: Duration::from_mins(1), stale: Duration::from_mins(10), memory: 16 * 1024 };

    fn cache() -> Cache {
        Cache::new(SETTINGS, Arc::new(()))
    }

    fn words(text: &'static str) -> Content {
        Content::Found(Bytes::from_static(text.as_bytes()))
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_is_fresh_then_stale_then_gone() {
        let cache = cache();
        cache.put("web", words("yaml"), None).await;
        advance(Duration::from_secs(50)).await;
        let hit = cache.get("web").await.unwrap();
        assert_eq!((hit.content, hit.age, hit.stale), (words("yaml"), Duration::from_secs(50), false));
        advance(Duration::from_secs(20)).await;
        let hit = cache.get("web").await.unwrap();
        assert_eq!((hit.age, hit.stale), (Duration::from_secs(70), true));
        advance(Duration::from_mins(11)).await;
        assert_eq!(cache.get("web").await, None);
    }

    #[tokio::test(start_paused = true)]
    async fn answers_fetched_together_do_not_expire_together() {
        let cache = Cache::new(Settings { memory: 1024 * 1024, ..SETTINGS }, Arc::new(()));
        let keys: Vec<String> = (0..100).map(|number| number.to_string()).collect();
        for key in &keys {
            cache.put(key, words("yaml"), None).await;
        }
        advance(SETTINGS.fresh).await;
        let mut stale = 0;
        for key in &keys {
            stale += usize::from(cache.get(key).await.unwrap().stale);
        }
        assert!((10..=90).contains(&stale), "{stale}");
    }

    #[tokio::test(start_paused = true)]
    async fn what_does_not_exist_is_remembered_for_seconds() {
        let cache = cache();
        cache.put("nobody", Content::Absent, None).await;
        assert_eq!(cache.get("nobody").await.unwrap().content, Content::Absent);
        advance(ABSENT).await;
        assert_eq!(cache.get("nobody").await, None);
    }

    #[tokio::test(start_paused = true)]
    async fn a_writer_may_know_better_how_long_its_answer_is_fresh() {
        let cache = cache();
        cache.put("events", words("[]"), Some(Duration::from_secs(5))).await;
        advance(Duration::from_secs(6)).await;
        assert!(cache.get("events").await.unwrap().stale);
    }

    #[tokio::test]
    async fn what_is_forgotten_is_gone() {
        let cache = cache();
        cache.put("web", words("yaml"), None).await;
        cache.forget("web").await;
        assert_eq!(cache.get("web").await, None);
    }

    #[tokio::test]
    async fn memory_is_bounded_in_bytes() {
        let cache = cache();
        let kilobyte = Content::Found(Bytes::from(vec![b'x'; 1024]));
        for number in 0..1000 {
            cache.put(&number.to_string(), kilobyte.clone(), None).await;
        }
        assert!(cache.memory.weight() <= SETTINGS.memory, "{}", cache.memory.weight());
    }
}
