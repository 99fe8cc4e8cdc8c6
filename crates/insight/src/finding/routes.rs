//! Paths of one host that several Ingresses have, and paths that nothing can match.

use std::collections::{BTreeMap, BTreeSet};

use super::host::Peers;
use super::{FindingKind, NAMED, Report, Severity, Words};
use crate::entry::Entry;
use crate::route::{Dialect, Kind, kind, without_final_slash};
use crate::rule::HttpPath;
use crate::wording::list;

/// A path of one of the peers.
#[derive(Clone, Copy)]
struct Claim<'a> {
    entry: &'a Entry,
    path: &'a HttpPath,
}

/// Equal paths are equal in this.
type Route<'a> = (&'a str, Kind);

pub(super) fn findings(peers: &Peers<'_>, report: &mut impl Report) {
    let takes_expressions = peers.dialect == Dialect::IngressNginx
        && claims(peers).any(|claim| claim.entry.nginx.makes_expression(claim.path.effective()));
    let mut primaries = BTreeMap::<Route<'_>, Vec<Claim<'_>>>::new();
    let mut written_routes = BTreeSet::<Route<'_>>::new();
    for claim in claims(peers).filter(|claim| !peers.is_canary(claim.entry)) {
        if peers.dialect == Dialect::IngressNginx && claim.path.backend.is_resource() {
            never(peers, claim, report, || {
                format!(
                    "{} leads to {}, and ingress-nginx takes no backend but Services.",
                    claim.path.path,
                    claim.path.backend.told()
                )
            });
            continue;
        }
        if !takes_expressions && !claim.entry.has_other_expressions && is_literal_pattern(claim.path) {
            read_as_written(peers, claim, report);
        }
        let (written, kind) = route(claim.path, peers.dialect);
        let is_by_letter = takes_expressions || kind == Kind::Exact;
        let route = if is_by_letter { written } else { without_final_slash(written) };
        written_routes.insert((written, kind));
        primaries.entry((route, kind)).or_default().push(claim);
    }
    for equal in primaries.values() {
        contested(peers, equal, report);
    }
    for claim in claims(peers).filter(|claim| peers.is_canary(claim.entry)) {
        if !written_routes.contains(&route(claim.path, peers.dialect)) {
            alone(peers, claim, report);
        }
    }
}

fn claims<'a>(peers: &'a Peers<'a>) -> impl Iterator<Item = Claim<'a>> {
    peers.entries.iter().flat_map(|entry| {
        let paths = entry.rules_for(peers.host).flat_map(|rule| rule.paths);
        paths.map(|path| Claim { entry, path })
    })
}

fn route(path: &HttpPath, dialect: Dialect) -> Route<'_> {
    (path.effective(), kind(path, dialect))
}

/// Whether the path has signs of an expression in a type that knows none. A lone `+` or `$` may be meant.
fn is_literal_pattern(path: &HttpPath) -> bool {
    matches!(&*path.path_type, "Exact" | "Prefix")
        && (path.path.starts_with('^') || path.path.contains(['(', '[', '|', '*', '\\']))
}

fn never(peers: &Peers<'_>, claim: Claim<'_>, report: &mut impl Report, sentence: impl FnOnce() -> String) {
    report.found(claim.entry, FindingKind::RuleNeverMatches, Severity::Error, || {
        Words::new(sentence(), "Correct the rule, or remove it.")
            .with(peers.evidence().path(&claim.path.path))
    });
}

fn read_as_written(peers: &Peers<'_>, claim: Claim<'_>, report: &mut impl Report) {
    report.found(claim.entry, FindingKind::RuleNeverMatches, Severity::Warning, || {
        let sentence = format!(
            "{} is read as it is written, as its type is {}: its signs stand for nothing but themselves.",
            claim.path.path, claim.path.path_type
        );
        let remedy =
            "Take the type ImplementationSpecific if the controller reads patterns, else write the path out.";
        Words::new(sentence, remedy).with(peers.evidence().path(&claim.path.path))
    });
}

fn alone(peers: &Peers<'_>, claim: Claim<'_>, report: &mut impl Report) {
    report.found(claim.entry, FindingKind::CanaryWithoutPrimary, Severity::Warning, || {
        let sentence = format!(
            "Nothing has the path {} on {} of which this could be a canary: it gets no requests.",
            claim.path.path,
            peers.host.text()
        );
        Words::new(sentence, "Give it the host, path and type of its primary, or remove it.")
            .with(peers.evidence().path(&claim.path.path))
    });
}

/// The first of equal claims has the requests.
fn contested(peers: &Peers<'_>, equal: &[Claim<'_>], report: &mut impl Report) {
    let Some((winner, rest)) = equal.split_first() else { return };
    let place = || format!("{}{}", peers.host.text(), winner.path.path);
    let mut others = Vec::<Claim<'_>>::new();
    for claim in rest {
        let is_own = claim.entry.key == winner.entry.key;
        if is_own || others.last().is_some_and(|last| last.entry.key == claim.entry.key) {
            never(peers, *claim, report, || {
                format!("The Ingress has {} more than once, and the first is taken.", place())
            });
        } else {
            others.push(*claim);
        }
    }
    if others.is_empty() {
        return;
    }
    for loser in &others {
        shadowed(peers, *loser, *winner, report);
    }
    report.found(winner.entry, FindingKind::RouteContested, Severity::Notice, || {
        let sentence = format!(
            "{} is also in {}; this is the oldest, and the one that ingress-nginx takes.",
            place(),
            list(others.iter().map(|claim| &claim.entry.key), others.len())
        );
        let evidence = others
            .iter()
            .take(NAMED)
            .map(|claim| peers.evidence().path(&claim.path.path).of(&claim.entry.key));
        Words::new(sentence, "Give the others another path, or remove them.").with_all(evidence)
    });
}

fn shadowed(peers: &Peers<'_>, loser: Claim<'_>, winner: Claim<'_>, report: &mut impl Report) {
    let is_same =
        loser.path.backend == winner.path.backend && loser.entry.key.namespace == winner.entry.key.namespace;
    let severity = if is_same { Severity::Notice } else { Severity::Error };
    report.found(loser.entry, FindingKind::RouteShadowed, severity, || {
        let place = format!("{}{}", peers.host.text(), winner.path.path);
        let sentence = match peers.dialect {
            Dialect::IngressNginx => {
                format!("{place} is also in {}, which is older and gets its requests.", winner.entry.key)
            }
            Dialect::Specification => format!(
                "{place} is also in {}, which is older: which of them answers is up to the controller.",
                winner.entry.key
            ),
        };
        let remedy = match severity {
            Severity::Notice => "Both lead to the same backend: remove one of them.",
            _ => "Give it another path, or remove one of the two.",
        };
        Words::new(sentence, remedy).with(peers.evidence().path(&loser.path.path).of(&winner.entry.key))
    });
}
