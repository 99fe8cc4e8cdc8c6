//! The demo cluster has something to find of each kind.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use jiff::Timestamp;
use kube_ingress_dash_insight::Index;
use kube_ingress_dash_model::finding::FindingKind;
use kube_ingress_dash_simulator::demo::{self, Options};
use kube_ingress_dash_watcher::projection::Projection;

#[test]
fn each_kind_of_finding_occurs_but_those_that_need_the_classes() {
    let mut index = Index::default();
    let now: Timestamp = "2026-06-01T00:00:00Z".parse().unwrap();
    for ingress in demo::ingresses(&Options::default(), now) {
        let row = Projection::default().row(serde_json::from_value(ingress).unwrap()).unwrap();
        if row.namespace != demo::DENIED {
            index.upsert(&row);
        }
    }
    index.settle();
    let totals: Vec<_> = index.totals().iter().collect();
    let found: BTreeSet<_> = totals.iter().map(|(_, kind, _)| *kind).collect();
    let unknown = [FindingKind::ClassUnknown, FindingKind::WildcardSwallowsHost];
    let expected: BTreeSet<_> = FindingKind::ALL.into_iter().filter(|kind| !unknown.contains(kind)).collect();
    assert_eq!(found, expected, "{totals:#?}");
}
