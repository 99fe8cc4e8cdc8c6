//! A host that is named beside a wildcard that stands for it.

use super::host::{Peers, Surroundings};
use super::{Evidence, FindingKind, Report, Severity, Words};
use crate::entry::Entry;
use crate::facts::Controller;
use crate::route::{Dialect, Kind, kind};

pub(super) fn findings(peers: &Peers<'_>, surroundings: &dyn Surroundings, report: &mut impl Report) {
    let Some(host) = peers.host.wildcard() else { return };
    let serves = |entry: &&Entry| {
        let has_paths = entry.rules_for(&host).any(|rule| !rule.paths.is_empty());
        has_paths && entry.class.as_deref() == peers.class && !peers.is_canary(entry)
    };
    let Some(first) = peers.with_rules().find(|entry| !peers.is_canary(entry)) else { return };
    let wildcards = surroundings.wildcard();
    let Some(wildcard) = wildcards.iter().copied().find(serves) else { return };
    let evidence = || Evidence::host(host.text()).of(&wildcard.key);
    let (named, whole) = (peers.host.text(), host.text());
    let controller = peers.facts.controller(peers.class);
    let falls_back = matches!(controller, Some(Controller::Traefik | Controller::HaproxyIngress));
    if !falls_back && !is_all_answered(peers) {
        report.found(first, FindingKind::HostHidesWildcard, Severity::Notice, || {
            let sentence = match peers.dialect {
                Dialect::IngressNginx => format!(
                    "Requests for {named} that match none of its paths are not given to {whole} of {}.",
                    wildcard.key
                ),
                Dialect::Specification => format!(
                    "Whether requests for {named} that match none of its paths are given to {whole} of {} is up to \
                     the controller.",
                    wildcard.key
                ),
            };
            let remedy = "Give the host a path / of the type Prefix that leads where the rest of its requests \
                          shall go.";
            Words::new(sentence, remedy).with(evidence())
        });
    }
    if controller == Some(Controller::Traefik) {
        report.found(first, FindingKind::WildcardSwallowsHost, Severity::Warning, || {
            let sentence = format!(
                "Traefik tries the longest rule first, and that of {whole} in {} may be longer than that of {named}.",
                wildcard.key
            );
            let remedy =
                "Set traefik.ingress.kubernetes.io/router.priority, higher here than at the wildcard.";
            Words::new(sentence, remedy).with(evidence())
        });
    }
}

/// Whether no request for the host is left to anything else.
fn is_all_answered(peers: &Peers<'_>) -> bool {
    let mut primaries = peers.with_rules().filter(|entry| !peers.is_canary(entry));
    match peers.dialect {
        Dialect::Specification => {
            primaries.any(|entry| entry.default_backend.is_some() || has_root(entry, peers))
        }
        // The oldest Ingress alone gives the host its default backend.
        Dialect::IngressNginx => primaries
            .enumerate()
            .any(|(place, entry)| (place == 0 && entry.has_default_service()) || has_root(entry, peers)),
    }
}

fn has_root(entry: &Entry, peers: &Peers<'_>) -> bool {
    entry.rules_for(peers.host).flat_map(|rule| rule.paths).any(|path| {
        let is_open = kind(path, peers.dialect) != Kind::Exact;
        let is_taken = peers.dialect == Dialect::Specification || !path.backend.is_resource();
        is_open && is_taken && matches!(path.effective(), "/" | "/*" | "/.*" | "/(.*)")
    })
}
