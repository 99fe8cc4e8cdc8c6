//! Certificates of one host: none, several, or for nobody.

use std::collections::BTreeMap;

use super::host::{Peers, Surroundings};
use super::{FindingKind, NAMED, Report, Severity, Words};
use crate::entry::Entry;
use crate::host::Host;
use crate::rule::Tls;
use crate::wording::list;

pub(super) fn findings(peers: &Peers<'_>, surroundings: &dyn Surroundings, report: &mut impl Report) {
    if peers.host.is_any() {
        return;
    }
    missing(peers, report);
    unused(peers, surroundings, report);
    secrets(peers, report);
}

/// One Ingress with a certificate is enough for the host.
fn missing(peers: &Peers<'_>, report: &mut impl Report) {
    let host = peers.host.text();
    let has_certificate =
        |entry: &Entry| entry.has_edge_tls || entry.tls.iter().any(|tls| tls.covers_host(host));
    if peers.with_rules().any(has_certificate) {
        return;
    }
    for entry in peers.with_rules().filter(|entry| !peers.is_canary(entry)) {
        let names_others = !entry.tls.is_empty();
        let severity = if names_others { Severity::Warning } else { Severity::Notice };
        report.found(entry, FindingKind::TlsMissing, severity, || {
            let sentence = if names_others {
                format!("spec.tls names other hosts of the Ingress, but not {host}.")
            } else {
                format!(
                    "No Ingress with a rule for {host} names it in spec.tls: unless TLS ends elsewhere, its requests \
                     are not encrypted."
                )
            };
            Words::new(sentence, "Add the host to spec.tls, with a Secret for it.").with(peers.evidence())
        });
    }
}

/// Whether the entry names this very host, and not by a wildcard.
fn names(tls: &Tls, host: &Host) -> bool {
    tls.hosts.iter().any(|named| host.is_of(Some(named)))
}

fn unused(peers: &Peers<'_>, surroundings: &dyn Surroundings, report: &mut impl Report) {
    let is_used = peers.with_rules().next().is_some()
        || surroundings.has_rule_below(peers.class)
        || surroundings.wildcard().iter().any(|entry| entry.class.as_deref() == peers.class);
    if is_used {
        return;
    }
    for entry in &peers.entries {
        let serves_any = entry.is_catch_all() || entry.has_rule_for(&Host::any());
        let named = entry.tls.iter().find(|tls| names(tls, peers.host));
        let Some(tls) = named.filter(|_| !serves_any) else { continue };
        report.found(entry, FindingKind::TlsHostUnused, Severity::Notice, || {
            let sentence = format!("spec.tls names {}, for which there is no rule.", peers.host.text());
            Words::new(sentence, "Add a rule for the host, or take it out of spec.tls.")
                .with(peers.evidence().secret(tls.secret.as_deref()))
        });
    }
}

/// Secrets of the same name in several namespaces are taken for copies of one certificate.
fn secrets(peers: &Peers<'_>, report: &mut impl Report) {
    let mut secrets = BTreeMap::<&str, Vec<&Entry>>::new();
    for entry in &peers.entries {
        for tls in &entry.tls {
            if let Some(secret) = tls.secret.as_deref().filter(|_| names(tls, peers.host)) {
                let entries = secrets.entry(secret).or_default();
                if entries.last().is_none_or(|last| last.key != entry.key) {
                    entries.push(entry);
                }
            }
        }
    }
    if secrets.len() < 2 {
        return;
    }
    for (own, entries) in &secrets {
        let others = || secrets.iter().filter(|(secret, _)| *secret != own);
        for entry in entries {
            report.found(entry, FindingKind::TlsSecretsDiffer, Severity::Warning, || {
                let sentence = format!(
                    "The certificate of {} comes from the Secret {own} here, and from {} elsewhere: which one is \
                     shown is up to the controller, and ingress-nginx takes that of the oldest Ingress.",
                    peers.host.text(),
                    list(others().map(|(secret, _)| secret), secrets.len() - 1)
                );
                let evidence = others().take(NAMED).filter_map(|(secret, entries)| {
                    Some(peers.evidence().secret(Some(secret)).of(&entries.first()?.key))
                });
                Words::new(sentence, "Name one Secret for the host everywhere.")
                    .with(peers.evidence().secret(Some(own)))
                    .with_all(evidence)
            });
        }
    }
}
