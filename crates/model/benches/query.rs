//! What it costs to hold a query against 100,000 rows, as at each letter that is typed.

#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use kube_ingress_dash_model::Timestamp;
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::query::facet::{self, Facet};
use kube_ingress_dash_model::query::{Query, Signature};

mod rows;

fn filtering(criterion: &mut Criterion) {
    let rows: Vec<Ingress> = (0..rows::COUNT).map(rows::row).collect();
    let signatures: Vec<Signature> = rows.iter().map(Signature::of).collect();
    let now = Timestamp::from_second(1_800_000_000).unwrap();
    let mut group = criterion.benchmark_group("query over 100,000 rows");
    group.sample_size(20);
    for (what, text) in [
        ("a common word", "example"),
        ("a rare word", "quetzal"),
        ("a word of no row", "zzyzx"),
        ("a letter", "e"),
        ("three words", "checkout api nginx"),
        ("a namespace", "ns:checkout-0"),
        ("a part of a host", "host:4242.preview"),
        ("a label", "label:team=payments"),
        ("an age", "age:<7d"),
        ("what is left out", "-class:nginx -tls:yes"),
        ("a URL", "https://api-4242.payments.eu-central-1.example.com/api/v1/x"),
    ] {
        let query = Query::parse(text);
        group.bench_function(what, |bencher| {
            bencher.iter(|| rows.iter().filter(|row| black_box(&query).matches(row, now)).count());
        });
        group.bench_function(format!("{what}, by signatures"), |bencher| {
            bencher.iter(|| {
                let both = rows.iter().zip(&signatures);
                both.filter(|(row, signature)| query.matches_signed(signature, row, now)).count()
            });
        });
    }
    group.bench_function("the signatures", |bencher| {
        bencher.iter(|| rows.iter().map(Signature::of).collect::<Vec<_>>());
    });
    group.bench_function("the values of the namespace", |bencher| {
        let query = Query::parse("checkout");
        bencher.iter(|| facet::values(&rows, &query, Facet::Namespace, now));
    });
    group.finish();
}

criterion_group!(benches, filtering);
criterion_main!(benches);
