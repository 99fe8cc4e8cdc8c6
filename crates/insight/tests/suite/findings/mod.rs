//! Each kind of finding: what it is found in, and what it is not found in.

mod alone;
mod certificates;
mod hosts;
mod quiet;
mod routes;

use kube_ingress_dash_insight::finding::{Finding, FindingKind, Severity};
use kube_ingress_dash_insight::{Facts, Index};
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::key::IngressKey;

fn all(rows: &[Ingress], facts: &Facts) -> Vec<Finding> {
    let mut index = Index::new(facts.clone());
    for row in rows {
        index.upsert(row);
    }
    let mut findings: Vec<_> = index.all_findings().collect();
    findings.sort_by_key(|finding| (finding.kind, finding.ingress.clone()));
    for finding in &findings {
        assert!(finding.sentence.ends_with('.') && finding.remedy.ends_with('.'), "{finding:?}");
        assert!(finding.evidence.len() <= 6, "{finding:?}");
    }
    findings
}

/// The Ingresses that have such a finding, with its severity.
fn found(kind: FindingKind, rows: &[Ingress], facts: &Facts) -> Vec<(String, Severity)> {
    let of_kind = all(rows, facts).into_iter().filter(|finding| finding.kind == kind);
    of_kind.map(|finding| (finding.ingress.to_string(), finding.severity)).collect()
}

/// The only such finding.
fn only(kind: FindingKind, rows: &[Ingress], facts: &Facts) -> Finding {
    let mut of_kind: Vec<_> = all(rows, facts).into_iter().filter(|finding| finding.kind == kind).collect();
    assert_eq!(of_kind.len(), 1, "{of_kind:#?}");
    of_kind.remove(0)
}

fn error(key: &str) -> (String, Severity) {
    (key.to_owned(), Severity::Error)
}

fn warning(key: &str) -> (String, Severity) {
    (key.to_owned(), Severity::Warning)
}

fn notice(key: &str) -> (String, Severity) {
    (key.to_owned(), Severity::Notice)
}

fn others(finding: &Finding) -> Vec<String> {
    finding
        .evidence
        .iter()
        .filter_map(|evidence| evidence.ingress.as_ref())
        .map(IngressKey::to_string)
        .collect()
}
