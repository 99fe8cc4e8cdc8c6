//! What is seen in an Ingress alone.

use kube_ingress_dash_model::ingress::Ingress;

use super::{Evidence, FindingKind, Report, Severity, Words, gateway};
use crate::entry::Entry;
use crate::facts::Facts;
use crate::wording;

const CLASS_ANNOTATION: &str = Ingress::CLASS_ANNOTATION;

/// Reports what is found in the Ingress alone.
pub(crate) fn of_ingress(entry: &Entry, facts: &Facts, report: &mut impl Report) {
    if entry.is_acme_solver {
        return;
    }
    class(entry, facts, report);
    class_annotation(entry, report);
    for rule in entry.rules.iter() {
        let host = wording::host(rule.host);
        if let Some(reason) = rule.host.and_then(wrong_with_host) {
            never(entry, report, || (format!("No request is for {host}: {reason}."), Evidence::host(host)));
        }
        for path in rule.paths {
            if let Some(reason) = wrong_with_path(&path.path) {
                never(entry, report, || {
                    let evidence = Evidence::host(host).path(&path.path);
                    (format!("No request matches {}: {reason}.", path.path), evidence)
                });
            }
        }
        if rule.paths.is_empty() {
            without_paths(entry, host, report);
        }
    }
    gateway::findings(entry, report);
}

fn never(entry: &Entry, report: &mut impl Report, why: impl FnOnce() -> (String, Evidence)) {
    report.found(entry, FindingKind::RuleNeverMatches, Severity::Error, || {
        let (sentence, evidence) = why();
        Words::new(sentence, "Correct the rule, or remove it.").with(evidence)
    });
}

fn wrong_with_host(host: &str) -> Option<&'static str> {
    match host.strip_prefix("*.") {
        _ if host == "*" => {
            Some("a wildcard needs a domain, as in *.example.com, and any host is a rule without one")
        }
        _ if host.contains(['/', ':']) => Some("a host has neither port nor path"),
        Some(domain) if domain.contains('*') => Some("a wildcard is the first label alone"),
        None if host.contains('*') => Some("a wildcard is the whole first label"),
        _ => None,
    }
}

fn wrong_with_path(path: &str) -> Option<&'static str> {
    if !path.is_empty() && !path.starts_with(['/', '^']) {
        return Some("a path begins with /");
    }
    // In a regular expression a question mark means something else.
    let is_plain = !path.contains(['(', '[', '*', '\\', '.']);
    match path {
        _ if path.contains('#') => Some("what follows a # is not sent to a server"),
        _ if is_plain && path.contains('?') => Some("the query, which follows a ?, is no part of the path"),
        _ => None,
    }
}

fn without_paths(entry: &Entry, host: &str, report: &mut impl Report) {
    let severity = if entry.default_backend.is_some() { Severity::Notice } else { Severity::Warning };
    report.found(entry, FindingKind::RuleWithoutPaths, severity, || {
        let sentence = match &entry.default_backend {
            Some(backend) => format!(
                "The rule for {host} has no paths: all its requests go to the default backend, {}.",
                backend.told()
            ),
            None => format!(
                "The rule for {host} has no paths, and the Ingress no default backend: nothing answers."
            ),
        };
        Words::new(sentence, "Give the rule its paths, or / of the type Prefix for all of them.")
            .with(Evidence::host(host))
    });
}

fn class(entry: &Entry, facts: &Facts, report: &mut impl Report) {
    let Some(classes) = facts.classes.as_ref().filter(|classes| !classes.is_empty()) else { return };
    match entry.class.as_deref() {
        // Controllers take Ingresses by the annotation without an IngressClass, as GKE's does.
        Some(class) if entry.class_annotation.as_deref() == Some(class) => {}
        Some(class) if !classes.contains_key(class) => {
            report.found(entry, FindingKind::ClassUnknown, Severity::Error, || {
                Words::new(
                    format!(
                        "There is no IngressClass {class}, so that no controller is known to serve the Ingress."
                    ),
                    "Name a class of the cluster, or create the IngressClass.",
                )
            });
        }
        None if facts.default_class().is_none() => {
            report.found(entry, FindingKind::ClassAbsent, Severity::Warning, || {
                Words::new(
                    "The Ingress names no class, and the cluster has no default one.",
                    "Set spec.ingressClassName.",
                )
            });
        }
        _ => {}
    }
}

fn class_annotation(entry: &Entry, report: &mut impl Report) {
    let Some(annotated) = entry.class_annotation.as_deref() else { return };
    let other = entry.class.as_deref().filter(|class| *class != annotated);
    let severity = if other.is_some() { Severity::Warning } else { Severity::Notice };
    report.found(entry, FindingKind::ClassAnnotationDeprecated, severity, || {
        let sentence = match other {
            Some(class) => format!(
                "The annotation {CLASS_ANNOTATION} says {annotated}, spec.ingressClassName {class}: controllers \
                 differ in which they follow."
            ),
            None => format!(
                "The class {annotated} is named by the annotation {CLASS_ANNOTATION}, deprecated since 1.18."
            ),
        };
        Words::new(sentence, "Set spec.ingressClassName and remove the annotation.")
            .with(Evidence::annotation(CLASS_ANNOTATION))
    });
}
