//! An index that was kept up with changes answers as one that is made of what is left.

use kube_ingress_dash_insight::finding::Finding;
use kube_ingress_dash_insight::{Facts, Index, resolve};
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
    /// Somebody asks, and what is answered is kept.
    Ask,
    Count,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => anything().prop_map(Step::Upsert),
        2 => anything().prop_map(Step::Remove),
        2 => Just(Step::Ask),
        2 => Just(Step::Count),
    ]
}

fn all(index: &Index) -> Vec<Finding> {
    let mut findings: Vec<_> = index.all_findings().cloned().collect();
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
        for step in steps {
            match step {
                Step::Upsert(row) => {
                    index.upsert(&row);
                    rows.retain(|other| other.key() != row.key());
                    rows.push(row);
                }
                Step::Remove(row) => {
                    index.remove(&row.key());
                    rows.retain(|other| other.key() != row.key());
                }
                Step::Ask => {
                    all(&index);
                }
                Step::Count => {
                    index.totals();
                }
            }
        }
        let mut anew = made_of(&rows, facts.clone());
        prop_assert_eq!(index.len(), rows.len());
        prop_assert_eq!(all(&index), all(&anew));
        prop_assert_eq!(index.totals(), anew.totals());
        prop_assert_eq!(index.totals().kinds.values().sum::<usize>(), all(&anew).len());
        for text in URLS {
            let url = text.parse().unwrap();
            prop_assert_eq!(index.explain(&url), resolve(&url, &rows, &facts), "{}", text);
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
    assert_eq!(index.findings(&IngressKey::new("shop", "web")).count(), 0);
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
    let totals = serde_json::to_value(index.totals()).unwrap();
    assert_eq!(
        totals,
        serde_json::json!({
            "severities": {"error": 1, "notice": 1},
            "kinds": {"route-shadowed": 1, "route-contested": 1},
        })
    );
}
