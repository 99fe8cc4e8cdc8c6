//! What is seen in an Ingress alone.

use kube_ingress_dash_model::ingress::Ingress;

use super::{Evidence, Finding, FindingKind, Severity, found, gateway};
use crate::entry::Entry;
use crate::facts::Facts;
use crate::wording;

const CLASS_ANNOTATION: &str = Ingress::CLASS_ANNOTATION;

/// The findings of the Ingress alone. The entry is the Ingress's.
pub(crate) fn of_ingress(ingress: &Ingress, entry: &Entry, facts: &Facts) -> Vec<Finding> {
    if entry.is_acme_solver {
        return Vec::new();
    }
    let mut findings = Vec::new();
    class(ingress, entry, facts, &mut findings);
    class_annotation(ingress, entry, &mut findings);
    for rule in &entry.rules {
        let host = wording::host(rule.host.as_deref());
        if let Some(reason) = rule.host.as_deref().and_then(wrong_with_host) {
            findings.push(
                never(entry, format!("No request is for {host}: {reason}.")).with(Evidence::host(host)),
            );
        }
        for path in &rule.paths {
            if let Some(reason) = wrong_with_path(&path.path) {
                let evidence = Evidence::host(host).path(&path.path);
                findings.push(
                    never(entry, format!("No request matches {}: {reason}.", path.path)).with(evidence),
                );
            }
        }
        if rule.paths.is_empty() {
            findings.push(without_paths(entry, host).with(Evidence::host(host)));
        }
    }
    gateway::equivalents(ingress, entry, &mut findings);
    findings
}

fn never(entry: &Entry, sentence: String) -> Finding {
    let remedy = "Correct the rule, or remove it.";
    found(entry, FindingKind::RuleNeverMatches, Severity::Error, sentence, remedy)
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

fn without_paths(entry: &Entry, host: &str) -> Finding {
    let (severity, sentence) = match &entry.default_backend {
        Some(backend) => (
            Severity::Notice,
            format!(
                "The rule for {host} has no paths: all its requests go to the default backend, {backend}."
            ),
        ),
        None => (
            Severity::Warning,
            format!("The rule for {host} has no paths, and the Ingress no default backend: nothing answers."),
        ),
    };
    let remedy = "Give the rule its paths, or / of the type Prefix for all of them.";
    found(entry, FindingKind::RuleWithoutPaths, severity, sentence, remedy)
}

fn class(ingress: &Ingress, entry: &Entry, facts: &Facts, findings: &mut Vec<Finding>) {
    let Some(classes) = &facts.classes else { return };
    match &entry.class {
        // Controllers take Ingresses by the annotation without an IngressClass, as GKE's does.
        Some(class) if ingress.annotations.get(CLASS_ANNOTATION) == Some(class) => {}
        Some(class) if !classes.contains_key(class) && !classes.is_empty() => findings.push(found(
            entry,
            FindingKind::ClassUnknown,
            Severity::Error,
            format!("There is no IngressClass {class}, so that no controller is known to serve the Ingress."),
            "Name a class of the cluster, or create the IngressClass.",
        )),
        None if facts.default_class().is_none() => findings.push(found(
            entry,
            FindingKind::ClassAbsent,
            Severity::Warning,
            "The Ingress names no class, and the cluster has no default one.",
            "Set spec.ingressClassName.",
        )),
        _ => {}
    }
}

fn class_annotation(ingress: &Ingress, entry: &Entry, findings: &mut Vec<Finding>) {
    let Some(annotated) = ingress.annotations.get(CLASS_ANNOTATION) else { return };
    let (severity, sentence) = match &entry.class {
        Some(class) if class != annotated => (
            Severity::Warning,
            format!(
                "The annotation {CLASS_ANNOTATION} says {annotated}, spec.ingressClassName {class}: controllers \
                 differ in which they follow."
            ),
        ),
        _ => (
            Severity::Notice,
            format!(
                "The class {annotated} is named by the annotation {CLASS_ANNOTATION}, deprecated since 1.18."
            ),
        ),
    };
    let remedy = "Set spec.ingressClassName and remove the annotation.";
    findings.push(
        found(entry, FindingKind::ClassAnnotationDeprecated, severity, sentence, remedy)
            .with(Evidence::annotation(CLASS_ANNOTATION)),
    );
}
