//! An index that was kept up with changes answers as one that is made of what is left.

use std::collections::HashMap;

use kube_ingress_dash_insight::finding::{Finding, FindingKind, Severity};
use kube_ingress_dash_insight::{Facts, FoundKinds, Index, resolve};
use kube_ingress_dash_model::finding::FindingSet;
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::key::IngressKey;
use proptest::prelude::*;

use crate::random::{URLS, anything};
use crate::resolution::facts;
use crate::sample::{Build, ingress};

#[derive(Debug, Clone)]
enum Step {
    Upsert(Ingress),
    Remove(Ingress),
    Settle,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => anything().prop_map(Step::Upsert),
        2 => anything().prop_map(Step::Remove),
        4 => Just(Step::Settle),
    ]
}

fn all(index: &Index) -> Vec<Finding> {
    let mut findings: Vec<_> = index.all_findings().collect();
    sort(&mut findings);
    findings
}

fn sort(findings: &mut [Finding]) {
    findings.sort_by_cached_key(|finding| serde_json::to_string(finding).unwrap());
}

fn made_of(rows: &[Ingress], facts: Facts) -> Index {
    let mut index = Index::new(facts);
    for row in rows {
        index.upsert(row);
    }
    index
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn changes_lead_to_what_is_made_anew(
        steps in prop::collection::vec(step(), 1..40),
        knows_classes in any::<bool>(),
    ) {
        let facts = if knows_classes { facts() } else { Facts::default() };
        let mut index = Index::new(facts.clone());
        let mut rows = Vec::<Ingress>::new();
        let mut told = HashMap::<IngressKey, FoundKinds>::new();
        for step in steps {
            match step {
                Step::Upsert(row) => {
                    index.upsert(&row);
                    rows.retain(|other| other.key() != row.key());
                    rows.push(row);
                }
                Step::Remove(row) => {
                    index.remove(&row.key());
                    told.remove(&row.key());
                    rows.retain(|other| other.key() != row.key());
                }
                Step::Settle => told.extend(index.settle()),
            }
        }
        told.extend(index.settle());
        prop_assert_eq!(index.settle(), []);
        let mut anew = made_of(&rows, facts.clone());
        anew.settle();
        told.retain(|_, found| *found != FoundKinds::default());
        for row in &rows {
            let key = row.key();
            prop_assert_eq!(told.remove(&key).unwrap_or_default(), index.found(&key));
            prop_assert_eq!(index.found(&key), anew.found(&key));
            let all: FindingSet = index.findings(&key).iter().collect();
            prop_assert_eq!(index.found(&key).all, all);
        }
        prop_assert!(told.is_empty());
        prop_assert_eq!(index.len(), rows.len());
        prop_assert_eq!(all(&index), all(&anew));
        prop_assert_eq!(index.totals(), anew.totals());
        let of_rows: usize = rows.iter().map(|row| index.found(&row.key()).all.len()).sum();
        prop_assert_eq!(index.totals().iter().map(|(_, _, count)| count).sum::<usize>(), of_rows);
        for text in URLS {
            let url = text.parse().unwrap();
            prop_assert_eq!(index.explain(&url), resolve(&url, &rows, &facts), "{}", text);
        }
    }

    #[test]
    fn who_may_not_see_a_namespace_is_told_as_if_there_were_none(
        rows in prop::collection::vec(anything(), 1..10),
    ) {
        let may_see = |namespace: &str| namespace != rows[0].namespace;
        let index = made_of(&rows, facts());
        let seen: Vec<_> = rows.iter().filter(|row| may_see(&row.namespace)).cloned().collect();
        let smaller = made_of(&seen, facts());
        for row in &seen {
            let key = row.key();
            prop_assert_eq!(index.findings_among(&key, may_see), smaller.findings(&key));
        }
        for text in URLS {
            let url = text.parse().unwrap();
            prop_assert_eq!(index.explain_among(&url, may_see), smaller.explain(&url), "{}", text);
        }
    }

    #[test]
    fn every_finding_is_found_at_its_ingress(rows in prop::collection::vec(anything(), 1..10)) {
        let index = made_of(&rows, facts());
        let mut found = Vec::new();
        let mut keys: Vec<_> = rows.iter().map(Ingress::key).collect();
        keys.sort();
        keys.dedup();
        for key in &keys {
            for finding in index.findings(key) {
                prop_assert_eq!(&finding.ingress, key);
                prop_assert!(finding.kind.severities().contains(&finding.severity), "{:?}", finding);
                found.push(finding.clone());
            }
        }
        sort(&mut found);
        prop_assert_eq!(found, all(&index));
    }
}

#[test]
fn an_empty_index_knows_nothing() {
    let index = Index::default();
    assert!(index.is_empty());
    assert_eq!(index.explain(&"a.example.com/".parse().unwrap()).rankings, []);
    assert_eq!(index.findings(&IngressKey::new("shop", "web")), []);
}

#[test]
fn totals_count_by_severity_and_kind() {
    let mut index = made_of(
        &[
            ingress("shop/a").prefix("a.example.com", "/", "a").tls(&["a.example.com"], "tls").created(1),
            ingress("shop/b").prefix("a.example.com", "/", "b").created(2),
        ],
        Facts::default(),
    );
    index.settle();
    assert_eq!(
        index.totals().iter().collect::<Vec<_>>(),
        [
            (Severity::Error, FindingKind::RouteShadowed, 1),
            (Severity::Notice, FindingKind::RouteContested, 1),
        ]
    );
    index.remove(&IngressKey::new("shop", "a"));
    let found = FoundKinds {
        all: [(Severity::Notice, FindingKind::TlsMissing)].into_iter().collect(),
        own: FindingSet::default(),
    };
    assert_eq!(index.settle(), [(IngressKey::new("shop", "b"), found)]);
    assert_eq!(index.totals().iter().collect::<Vec<_>>(), [(Severity::Notice, FindingKind::TlsMissing, 1)]);
}
