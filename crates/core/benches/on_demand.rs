//! What cache and deduplication add to an on-demand read, without what they save: each aims below a microsecond.

#![allow(missing_docs, reason = "criterion's macros make functions")]

use std::future::{pending, ready};
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use criterion::{Criterion, criterion_group, criterion_main};
use futures_util::FutureExt as _;
use kube_ingress_dash_core::cache::{Cache, Lifetime, Value};
use kube_ingress_dash_core::dedup::{Flights, Panicked};

const KEY: &str = "ingress/shop/web/2f1d0a52-5f4e-4d5b-9b7a-6f1f0a8f3f11/213477";

fn cache(criterion: &mut Criterion) {
    let cache = Cache::new(16 << 20, None, Arc::new(()));
    let lifetime = Lifetime::fresh(Duration::from_hours(1));
    for number in 0..1000 {
        let value = Value::Found(Bytes::from(vec![0; 4096]));
        cache.store(&format!("{KEY}{number}"), value, lifetime).now_or_never();
    }
    cache.store(KEY, Value::Found(Bytes::from(vec![0; 4096])), lifetime).now_or_never();
    criterion.bench_function("cache/hit in memory", |bencher| {
        bencher.iter(|| cache.lookup(black_box(KEY)).now_or_never());
    });
    criterion.bench_function("cache/miss in memory", |bencher| {
        bencher.iter(|| cache.lookup(black_box("another")).now_or_never());
    });
}

fn dedup(criterion: &mut Criterion) {
    let key: Arc<str> = KEY.into();
    let reads = Flights::<Arc<str>, Bytes, Panicked>::default();
    criterion.bench_function("dedup/lead", |bencher| {
        bencher.iter(|| reads.share(black_box(&key).clone(), ready(Ok(Bytes::new()))).now_or_never());
    });

    let mut leader = Box::pin(reads.share(key.clone(), pending()));
    let _ = leader.as_mut().now_or_never();
    criterion.bench_function("dedup/join", |bencher| {
        bencher.iter(|| reads.share(black_box(&key).clone(), ready(Ok(Bytes::new()))).now_or_never());
    });
}

criterion_group!(benches, cache, dedup);
criterion_main!(benches);
