//! What the breaker adds to a call: each aims below 100 ns.

#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use kube_ingress_dash_core::breaker::{Breaker, Settings};

const SETTINGS: Settings = Settings {
    failure_rate: 0.5,
    window: Duration::from_secs(30),
    wait: Duration::from_hours(1),
    minimum_calls: 10,
};

fn calls(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("breaker");
    let closed = Breaker::new(SETTINGS, Arc::new(()));
    group.bench_function("closed, a call that succeeds", |bencher| {
        bencher.iter(|| black_box(&closed).admit().unwrap().success());
    });

    let tolerant = Breaker::new(Settings { failure_rate: 1.0, ..SETTINGS }, Arc::new(()));
    tolerant.admit().unwrap().success();
    group.bench_function("closed, a call that fails", |bencher| {
        bencher.iter(|| black_box(&tolerant).admit().unwrap().failure());
    });

    let open = Breaker::new(SETTINGS, Arc::new(()));
    for _ in 0..SETTINGS.minimum_calls {
        open.admit().unwrap().failure();
    }
    group.bench_function("open, a call that is refused", |bencher| {
        bencher.iter(|| black_box(&open).admit().is_err());
    });
    // A call that is made reads it twice.
    group.bench_function("for comparison, one reading of the clock", |bencher| {
        bencher.iter(tokio::time::Instant::now);
    });
    group.finish();
}

criterion_group!(benches, calls);
criterion_main!(benches);
