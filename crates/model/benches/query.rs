//! What it costs to hold a query against 100,000 rows, as at each letter that is typed.

#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use kube_ingress_dash_model::Timestamp;
use kube_ingress_dash_model::ingress::{Backend, HttpPath, Ingress, Rule, Tls};
use kube_ingress_dash_model::query::facet::{self, Facet};
use kube_ingress_dash_model::query::{Query, Signature};

const ROWS: usize = 100_000;
const NAMESPACES: usize = 50;
const TEAMS: [&str; 8] =
    ["checkout", "catalog", "payments", "identity", "shipping", "search", "media", "insights"];
const COMPONENTS: [&str; 8] =
    ["frontend", "api", "gateway", "worker", "admin", "assets", "webhooks", "reports"];
const CLASSES: [&str; 4] = ["nginx", "nginx-internal", "traefik", "alb"];

fn path(path: &str, service: &str) -> HttpPath {
    HttpPath {
        path: path.to_owned(),
        path_type: "Prefix".to_owned(),
        backend: Backend::Service { service: service.to_owned(), port: "http".to_owned() },
    }
}

/// One of many rows that share their words; one in 10,000 has a word of its own.
fn row(number: usize) -> Ingress {
    let (team, component) = (TEAMS[number % TEAMS.len()], COMPONENTS[number / 8 % COMPONENTS.len()]);
    let namespace = format!("{team}-{}", number % NAMESPACES);
    let rare = if number % 10_000 == 1 { "quetzal-" } else { "" };
    let name = format!("{rare}{component}-{number}");
    let host = format!("{name}.{team}.eu-central-1.example.com");
    let rules = vec![
        Rule {
            host: Some(host.clone()),
            paths: vec![path("/", &name), path("/api/v1", &format!("{component}-backend"))],
        },
        Rule {
            host: Some(format!("*.{number}.preview.example.com")),
            paths: vec![path("/assets", "assets")],
        },
    ];
    Ingress {
        uid: format!("00000000-0000-0000-0000-{number:012}"),
        resource_version: number.to_string(),
        created_at: Timestamp::from_second(1_700_000_000 + i64::try_from(number).unwrap()).ok(),
        changed_at: None,
        class: Some(CLASSES[number % 4].to_owned()),
        rules,
        default_backend: None,
        tls: vec![Tls { hosts: vec![host], secret: Some(format!("{name}-tls")) }],
        addresses: vec![format!("203.0.113.{}", number % 256)],
        labels: [("team", team), ("component", component)]
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .into(),
        annotations: [("cert-manager.io/cluster-issuer".to_owned(), "letsencrypt".to_owned())].into(),
        namespace,
        name,
    }
}

fn filtering(criterion: &mut Criterion) {
    let rows: Vec<Ingress> = (0..ROWS).map(row).collect();
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
                both.filter(|(row, signature)| query.may_match(signature) && query.matches(row, now)).count()
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
