//! What it costs to explain a URL and to keep findings current in a cluster of 100,000 Ingresses.

#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark")]

mod rows;

use std::hint::black_box;

use criterion::{BatchSize, Bencher, Criterion, criterion_group, criterion_main};
use kube_ingress_dash_insight::{Facts, Index, resolve};
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::url::Url;
use rows::{COUNT, CROWD, FOR_ANY_HOST, below_wildcard, crowded, for_any_host, row};

/// Has no divisor in common with the numbers of rows.
const STRIDE: usize = 61_803;

fn url(text: &str) -> Url {
    text.parse().unwrap()
}

fn index(rows: &[Ingress]) -> Index {
    let mut index = Index::new(Facts::default());
    for row in rows {
        index.upsert(row);
    }
    index
}

/// The row with a path that it has never had.
fn changed(row: &Ingress, number: usize) -> Ingress {
    let mut row = row.clone();
    row.rules[0].paths[0].path = format!("/{number}");
    row
}

fn explaining(criterion: &mut Criterion) {
    let rows: Vec<_> = (0..COUNT).map(row).collect();
    let cluster = index(&rows);
    let crowd: Vec<_> = (0..CROWD).map(crowded).collect();
    let crowd = index(&crowd);
    let for_any: Vec<_> = (0..FOR_ANY_HOST).map(for_any_host).collect();
    let for_any = index(&for_any);
    let mut group = criterion.benchmark_group("explaining");
    group.sample_size(20);
    for (what, index, text) in [
        ("a host of 100,000 Ingresses", &cluster, "gateway-4242.example.com/api/v1/x"),
        ("a host by its wildcard", &cluster, "x.4242.preview.example.com/assets/logo"),
        ("a host of no rule", &cluster, "nowhere.example.org/"),
        ("a host that 1,000 Ingresses share", &crowd, "shared.example.com/team-777/cart"),
        ("a host beside 4,000 paths for any", &for_any, "web-777.example.com/"),
        ("any host of 4,000 paths", &for_any, "nowhere.example.org/api/1"),
    ] {
        let url = url(text);
        assert_eq!(index.explain(&url).rankings.is_empty(), what.contains("of no rule"), "{what}");
        group.bench_function(what, |bencher| bencher.iter(|| index.explain(black_box(&url))));
    }
    let url = url("gateway-4242.example.com/api/v1/x");
    group.bench_function("100,000 Ingresses without an index", |bencher| {
        bencher.iter(|| resolve(black_box(&url), &rows, &Facts::default()));
    });
    group.finish();
}

/// One of the rows changes, and its findings are asked for. The rows are taken in an order that leaves none out.
fn change(bencher: &mut Bencher<'_>, index: &mut Index, rows: &[Ingress], number: &mut usize) {
    bencher.iter_batched(
        || {
            *number += 1;
            changed(&rows[*number * STRIDE % rows.len()], *number)
        },
        |row| {
            index.upsert(&row);
            index.settle().len()
        },
        BatchSize::SmallInput,
    );
}

fn keeping_current(criterion: &mut Criterion) {
    let rows: Vec<_> = (0..COUNT).map(row).collect();
    let mut group = criterion.benchmark_group("keeping current");
    group.sample_size(20);
    group.bench_function("an index of 100,000 Ingresses", |bencher| {
        bencher.iter_batched(|| (), |()| index(&rows), BatchSize::PerIteration);
    });
    let mut cluster = index(&rows);
    cluster.settle();
    group.bench_function("what is found about 100,000 Ingresses, anew", |bencher| {
        bencher.iter_batched(|| index(&rows), |mut index| index.settle().len(), BatchSize::PerIteration);
    });
    let mut number = 0;
    group.bench_function("a change and what is found", |bencher| {
        change(bencher, &mut cluster, &rows, &mut number);
    });
    group.bench_function("a second of 100 changes and what is found", |bencher| {
        bencher.iter_batched(
            || {
                number += 1;
                (0..100).map(|of| changed(&rows[(number * 100 + of) * STRIDE % COUNT], number)).collect()
            },
            |changes: Vec<_>| {
                let mut others = 0;
                for row in &changes {
                    cluster.upsert(row);
                    others += cluster.settle().len();
                }
                others
            },
            BatchSize::SmallInput,
        );
    });
    let for_any: Vec<_> = (0..FOR_ANY_HOST).map(for_any_host).collect();
    let mut any_host = index(&for_any);
    group.bench_function("a change where 2,000 Ingresses may answer for any host", |bencher| {
        change(bencher, &mut any_host, &for_any, &mut number);
    });
    let crowded: Vec<_> = (0..CROWD).map(crowded).collect();
    let mut crowd = index(&crowded);
    crowd.settle();
    group.bench_function("a change where 1,000 Ingresses share the host", |bencher| {
        change(bencher, &mut crowd, &crowded, &mut number);
    });
    let below: Vec<_> = (0..COUNT).map(below_wildcard).collect();
    let mut wildcards = index(&below);
    wildcards.settle();
    group.bench_function("a change of a wildcard with 100,000 hosts below it", |bencher| {
        change(bencher, &mut wildcards, below.get(..1).unwrap_or_default(), &mut number);
    });
    group.finish();
}

criterion_group!(benches, explaining, keeping_current);
criterion_main!(benches);
