//! Counts what the cache and its Redis tell.

use std::sync::atomic::{AtomicUsize, Ordering};

use kube_ingress_dash_core::cache::CacheObserver;
use kube_ingress_dash_core::redis::{Availability, Fault, RedisObserver};

#[derive(Default)]
pub(crate) struct Counts {
    skipped: AtomicUsize,
    failed: AtomicUsize,
    corrupt: AtomicUsize,
    turned_down: AtomicUsize,
}

impl Counts {
    pub(crate) fn skipped(&self) -> usize {
        self.skipped.load(Ordering::Relaxed)
    }

    pub(crate) fn failed(&self) -> usize {
        self.failed.load(Ordering::Relaxed)
    }

    pub(crate) fn corrupt(&self) -> usize {
        self.corrupt.load(Ordering::Relaxed)
    }

    pub(crate) fn turned_down(&self) -> usize {
        self.turned_down.load(Ordering::Relaxed)
    }
}

impl RedisObserver for Counts {
    fn turned(&self, availability: Availability, _: Option<Fault>) {
        self.turned_down.fetch_add(usize::from(availability == Availability::Down), Ordering::Relaxed);
    }

    fn failed(&self, _: Fault) {
        self.failed.fetch_add(1, Ordering::Relaxed);
    }

    fn skipped(&self) {
        self.skipped.fetch_add(1, Ordering::Relaxed);
    }
}

impl CacheObserver for Counts {
    fn corrupt(&self) {
        self.corrupt.fetch_add(1, Ordering::Relaxed);
    }
}
