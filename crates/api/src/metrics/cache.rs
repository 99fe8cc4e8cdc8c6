//! What is kept of what was fetched, and how the Redis behind it is doing.

use kube_ingress_dash_core::cache::{CacheObserver, Tier};
use kube_ingress_dash_core::dedup::Role;
use kube_ingress_dash_core::redis::{Availability, Fault, RedisObserver};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::Registry;

use super::Label;

/// Counts and logs what cache and Redis tell.
#[derive(Debug, Default)]
pub(crate) struct CacheMetrics {
    hits: Family<[Label; 2], Counter>,
    misses: Counter,
    corrupt: Counter,
    fetches: Family<[Label; 1], Counter>,
    failures: Family<[Label; 1], Counter>,
    skipped: Counter,
}

impl CacheMetrics {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let metrics = Self::default();
        registry.register(
            "cache_hits",
            "Lookups that found an answer, by the tier that had it and whether its time was over",
            metrics.hits.clone(),
        );
        registry.register("cache_misses", "Lookups that found nothing", metrics.misses.clone());
        registry.register(
            "cache_corrupt",
            "Values in Redis that were damaged or not of this program",
            metrics.corrupt.clone(),
        );
        registry.register(
            "fetches",
            "Requests that fetched an answer themselves (led) or shared a fetch under way (joined)",
            metrics.fetches.clone(),
        );
        registry.register(
            "redis_failures",
            "Calls to Redis and checks that failed, by the reason",
            metrics.failures.clone(),
        );
        registry.register(
            "redis_skipped",
            "Calls that were not made since Redis was down",
            metrics.skipped.clone(),
        );
        metrics.fill();
        metrics
    }

    /// What has not happened yet is zero, not absent.
    fn fill(&self) {
        for tier in Tier::ALL {
            for freshness in [FRESH, STALE] {
                self.found(tier, freshness).inc_by(0);
            }
        }
        for role in [Role::Led, Role::Joined] {
            self.fetches.get_or_create(&[role_label(role)]).inc_by(0);
        }
    }

    fn found(&self, tier: Tier, freshness: Label) -> impl std::ops::Deref<Target = Counter> {
        self.hits.get_or_create(&[("tier", tier.as_str()), freshness])
    }

    /// A request was answered by a fetch.
    pub(crate) fn fetched(&self, role: Role) {
        self.fetches.get_or_create(&[role_label(role)]).inc();
    }
}

const FRESH: Label = ("state", "fresh");
const STALE: Label = ("state", "stale");

fn role_label(role: Role) -> Label {
    let word = match role {
        Role::Led => "led",
        Role::Joined => "joined",
    };
    ("role", word)
}

impl CacheObserver for CacheMetrics {
    fn hit(&self, tier: Tier) {
        self.found(tier, FRESH).inc();
    }

    fn stale(&self, tier: Tier) {
        self.found(tier, STALE).inc();
    }

    fn miss(&self) {
        self.misses.inc();
    }

    fn corrupt(&self) {
        tracing::warn!("Redis holds a value that is damaged or not of this program; it is fetched anew");
        self.corrupt.inc();
    }
}

impl RedisObserver for CacheMetrics {
    fn turned(&self, availability: Availability, fault: Option<Fault>) {
        match (availability, fault) {
            (Availability::Up, _) => tracing::info!("Redis is up"),
            (_, Some(fault)) => tracing::warn!("Redis is not used for now: {fault}"),
            (_, None) => {}
        }
    }

    fn failed(&self, fault: Fault) {
        self.failures.get_or_create(&[("reason", fault.as_str())]).inc();
    }

    fn skipped(&self) {
        self.skipped.inc();
    }
}
