//! What a decision of the rate limiter costs.

#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark")]

use std::hint::black_box;
use std::net::{IpAddr, Ipv4Addr};
use std::num::{NonZeroU16, NonZeroU32, NonZeroUsize};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use kube_ingress_dash_core::limit::{Period, Quota, Rate, RateLimiter};

const TRACKED: u32 = 100_000;

fn limiter(tokens: u32) -> RateLimiter<IpAddr> {
    let rate = Rate { tokens: NonZeroU32::new(tokens).unwrap(), period: Period::Second };
    let quota = Quota { rate, burst: NonZeroU16::new(100).unwrap() };
    RateLimiter::new(quota, NonZeroUsize::new(TRACKED as usize).unwrap())
}

fn client(number: u32) -> IpAddr {
    IpAddr::V4(Ipv4Addr::from_bits(number))
}

/// Steps through all clients in an order that no cache foresees.
fn next(number: u32) -> u32 {
    (number + 61_803) % TRACKED
}

fn decisions(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("limiter");

    let limiter_of_one = limiter(u32::MAX);
    let only = client(1);
    group.bench_function("allowed, one client", |bencher| {
        bencher.iter(|| limiter_of_one.check(black_box(&only)));
    });

    let strict = limiter(1);
    while strict.check(&only).is_allowed() {}
    group.bench_function("refused, one client", |bencher| {
        bencher.iter(|| strict.check(black_box(&only)));
    });

    let crowded = limiter(u32::MAX);
    for number in 0..TRACKED {
        crowded.check(&client(number));
    }
    let mut number = 0;
    group.bench_function("allowed, one of 100,000 clients", |bencher| {
        bencher.iter(|| {
            number = next(number);
            crowded.check(black_box(&client(number)))
        });
    });

    let mut stranger = TRACKED;
    group.bench_function("allowed, a stranger that takes the place of another", |bencher| {
        bencher.iter_batched(
            || {
                stranger += 1;
                client(stranger)
            },
            |stranger| crowded.check(black_box(&stranger)),
            BatchSize::SmallInput,
        );
    });
    group.finish();
}

criterion_group!(benches, decisions);
criterion_main!(benches);
