use super::*;
use bytes::Bytes;
use std::sync::atomic::AtomicUsize;
use tokio::time::advance;

const TTL: Duration = Duration::from_mins(1);
const STALE: Duration = Duration::from_mins(10);
const LIFETIME: Lifetime = Lifetime { fresh: TTL, stale: STALE };

#[derive(Default)]
struct Counts {
    hits: AtomicUsize,
    stale: AtomicUsize,
    misses: AtomicUsize,
}

impl CacheObserver for Counts {
    fn hit(&self, _: Tier) {
        self.hits.fetch_add(1, Ordering::Relaxed);
    }

    fn stale(&self, _: Tier) {
        self.stale.fetch_add(1, Ordering::Relaxed);
    }

    fn miss(&self) {
        self.misses.fetch_add(1, Ordering::Relaxed);
    }
}

fn cache() -> Cache {
    Cache::new(1 << 20, None, Arc::new(()))
}

fn page() -> Value {
    Value::Found(Bytes::from_static(b"page"))
}

#[tokio::test(start_paused = true)]
async fn what_was_never_stored_is_a_miss() {
    assert_eq!(cache().lookup("web").await, Lookup::Miss);
}

#[tokio::test(start_paused = true)]
async fn a_value_is_fresh_then_stale_then_gone() {
    let cache = cache();
    cache.store("web", page(), LIFETIME).await;
    // Its time is spread by a tenth.
    let (earliest, latest) = (TTL.mul_f64(0.89), TTL.mul_f64(1.11));
    let mut age = Duration::ZERO;
    for (then, expected) in [
        (earliest, Some(true)),
        (latest, Some(false)),
        (STALE + earliest, Some(false)),
        (STALE + latest, None),
    ] {
        advance(then.saturating_sub(age)).await;
        age = then;
        let hit = Hit { value: page(), age, tier: Tier::Memory };
        let expected = match expected {
            Some(true) => Lookup::Fresh(hit),
            Some(false) => Lookup::Stale(hit),
            None => Lookup::Miss,
        };
        assert_eq!(cache.lookup("web").await, expected, "after {age:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn that_a_thing_is_absent_is_kept_for_its_seconds_and_not_stale_after() {
    let cache = cache();
    cache.store("web", Value::Absent, Lifetime::fresh(Duration::from_secs(5))).await;
    advance(Duration::from_secs(4)).await;
    let hit = Hit { value: Value::Absent, age: Duration::from_secs(4), tier: Tier::Memory };
    assert_eq!(cache.lookup("web").await, Lookup::Fresh(hit));
    advance(Duration::from_secs(2)).await;
    assert_eq!(cache.lookup("web").await, Lookup::Miss);
}

#[tokio::test(start_paused = true)]
async fn a_value_that_is_stored_again_is_fresh_again() {
    let cache = cache();
    cache.store("web", page(), LIFETIME).await;
    advance(TTL * 2).await;
    cache.store("web", Value::Absent, LIFETIME).await;
    let hit = Hit { value: Value::Absent, age: Duration::ZERO, tier: Tier::Memory };
    assert_eq!(cache.lookup("web").await, Lookup::Fresh(hit));
}

#[tokio::test(start_paused = true)]
async fn an_invalidated_key_is_not_served_stale_either() {
    let cache = cache();
    cache.store("web", page(), LIFETIME).await;
    cache.store("api", page(), LIFETIME).await;
    cache.invalidate("web").await;
    assert_eq!(cache.lookup("web").await, Lookup::Miss);
    assert!(matches!(cache.lookup("api").await, Lookup::Fresh(_)));
}

#[tokio::test(start_paused = true)]
async fn every_lookup_is_counted_as_what_it_was() {
    let counts = Arc::new(Counts::default());
    let cache = Cache::new(1 << 20, None, counts.clone());
    cache.lookup("web").await;
    cache.store("web", page(), LIFETIME).await;
    cache.lookup("web").await;
    cache.lookup("web").await;
    advance(TTL * 2).await;
    cache.lookup("web").await;
    let count = |counter: &AtomicUsize| counter.load(Ordering::Relaxed);
    assert_eq!((count(&counts.hits), count(&counts.stale), count(&counts.misses)), (2, 1, 1));
}
