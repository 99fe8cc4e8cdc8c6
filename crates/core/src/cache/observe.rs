//! What the cache tells whoever counts. It does not count itself.

use super::Tier;

/// Hears of what the cache is asked. It is called on the way of each request, so it must be quick.
pub trait CacheObserver: Send + Sync + 'static {
    /// A lookup found a fresh value.
    fn hit(&self, tier: Tier) {
        let _ = tier;
    }

    /// A lookup found a value whose time is over.
    fn stale(&self, tier: Tier) {
        let _ = tier;
    }

    /// A lookup found nothing.
    fn miss(&self) {}

    /// A value in Redis was damaged, cut short or not of this program. It counts as none.
    fn corrupt(&self) {}
}

/// Nobody counts.
impl CacheObserver for () {}
