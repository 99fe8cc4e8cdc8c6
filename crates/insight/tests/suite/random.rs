//! Ingresses from so small an alphabet that they collide all the time.

use std::ops::Range;

use kube_ingress_dash_model::ingress::Ingress;
use proptest::prelude::*;

use crate::sample::{Build, ingress};

pub(crate) const HOSTS: [&str; 5] = ["a.t.io", "b.t.io", "*.t.io", "c.io", "*"];
pub(crate) const URLS: [&str; 16] = [
    "a.t.io",
    "a.t.io/a",
    "A.t.io/a/",
    "a.t.io/a/b",
    "a.t.io/ab",
    "a.t.io/A",
    "a.t.io/b/x",
    "b.t.io/a/b/c",
    "b.t.io/B",
    "d.t.io/a",
    "d.t.io/a/b",
    "d.t.io/c",
    "c.io/a",
    "c.io/c",
    "e.io/a/b",
    "e.io/",
];
const LITERAL_PATHS: [&str; 8] = ["", "/", "/a", "/a/", "/a/b", "/A", "/b", "/ab"];
const PATTERNS: [&str; 5] = ["/a(/|$)(.*)", "/[ab]", "/*", "/a|/b", "/(?!x)"];
const TYPES: [&str; 4] = ["Exact", "Prefix", "ImplementationSpecific", "Unheard"];

/// An Ingress whose paths are texts.
pub(crate) fn literal() -> impl Strategy<Value = Ingress> {
    any_ingress(Vec::from(LITERAL_PATHS))
}

/// An Ingress whose paths may be expressions.
pub(crate) fn anything() -> impl Strategy<Value = Ingress> {
    any_ingress([&LITERAL_PATHS[..], &PATTERNS[..]].concat())
}

/// Several Ingresses of different names.
pub(crate) fn several(
    one: impl Strategy<Value = Ingress>,
    number: Range<usize>,
) -> impl Strategy<Value = Vec<Ingress>> {
    prop::collection::vec(one, number).prop_map(|mut rows| {
        rows.sort_by_key(Ingress::key);
        rows.dedup_by_key(|row| row.key());
        rows
    })
}

fn any_ingress(paths: Vec<&'static str>) -> impl Strategy<Value = Ingress> {
    let identity = (
        prop::sample::select(vec!["x/a", "x/b", "x/c", "y/a", "y/b", "y/c"]),
        prop::sample::select(vec![Some("public"), Some("public"), Some("internal"), None]),
        0..3_i64,
    );
    let path = (prop::sample::select(paths), prop::sample::select(Vec::from(TYPES)), 0..3_u8);
    let rule = (prop::sample::select(Vec::from(HOSTS)), prop::collection::vec(path, 0..4));
    let tls = (prop::sample::subsequence(Vec::from(&HOSTS[..4]), 0..3), prop::sample::select(vec!["s", "t"]));
    let others = (prop::option::weighted(0.3, 0..2_u8), prop::collection::vec(tls, 0..2), traits());
    (identity, prop::collection::vec(rule, 0..3), others).prop_map(
        |((key, class, created), rules, (default, tls, traits))| {
            let mut row = ingress(key).class(class).created(created);
            for (host, paths) in rules {
                if paths.is_empty() {
                    row = row.without_paths(host);
                    continue;
                }
                for (path, path_type, service) in paths {
                    row = row.route(host, path, path_type, &service.to_string());
                }
            }
            if let Some(service) = default {
                row = row.default_backend(&service.to_string());
            }
            for (hosts, secret) in tls {
                row = row.tls(&hosts, secret);
            }
            traits.into_iter().fold(row, |row, (key, value)| match key {
                "solver" => {
                    let mut row = row;
                    row.labels.insert("acme.cert-manager.io/http01-solver".to_owned(), value.to_owned());
                    row
                }
                "kubernetes.io/ingress.class" => row.annotation(key, value),
                _ => row.nginx(key, value),
            })
        },
    )
}

/// Mostly none.
fn traits() -> impl Strategy<Value = Vec<(&'static str, &'static str)>> {
    let one = prop::sample::select(vec![
        ("canary", "true"),
        ("canary", "true"),
        ("use-regex", "true"),
        ("rewrite-target", "/a"),
        ("proxy-body-size", "8m"),
        ("kubernetes.io/ingress.class", "internal"),
        ("solver", "true"),
    ]);
    prop_oneof![4 => Just(Vec::new()), 1 => prop::collection::vec(one, 1..3)]
}
