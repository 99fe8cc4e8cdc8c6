//! What comes from the Ingresses that share a host.

use std::collections::BTreeMap;

use super::{Evidence, FindingKind, NAMED, Report, Severity, Words, default_backend, routes, tls, wildcard};
use crate::entry::{Entry, reading_order};
use crate::facts::Facts;
use crate::host::Host;
use crate::route::{Dialect, dialect};
use crate::wording::list;

/// What is asked about other hosts.
pub(crate) trait Surroundings {
    /// The Ingresses with a rule for the wildcard that stands for the host; none for wildcards.
    fn wildcard(&self) -> Vec<&Entry>;

    /// Whether an Ingress of this class has a rule for a host that the wildcard stands for; false for other hosts.
    fn has_rule_below(&self, class: Option<&str>) -> bool;
}

/// The Ingresses of one class that have to do with one host, in reading order.
pub(super) struct Peers<'a> {
    pub(super) host: &'a Host,
    pub(super) class: Option<&'a str>,
    pub(super) dialect: Dialect,
    pub(super) facts: &'a Facts,
    pub(super) entries: Vec<&'a Entry>,
}

/// The Ingresses that have to do with one host, without those that answer challenges.
#[derive(Default)]
pub(crate) struct Members<'a> {
    /// All of the classes about which is asked.
    pub(crate) classes: BTreeMap<Option<&'a str>, Vec<&'a Entry>>,
    /// One with a rule for the host of each class that has a name, whether it is asked about or not.
    pub(crate) named: Vec<(&'a str, &'a Entry)>,
}

/// Reports what is found about Ingresses because of this host.
pub(crate) fn of_host(
    host: &Host,
    members: Members<'_>,
    surroundings: &dyn Surroundings,
    facts: &Facts,
    report: &mut impl Report,
) {
    class_absent(host, &members, facts, report);
    for (class, mut entries) in members.classes {
        entries.sort_by(|one, other| reading_order(one, other));
        let is_annotated = || entries.iter().any(|entry| entry.nginx.is_annotated);
        let (dialect, _) = dialect(class, is_annotated, facts);
        let peers = Peers { host, class, dialect, facts, entries };
        routes::findings(&peers, report);
        namespaces(&peers, report);
        tls::findings(&peers, surroundings, report);
        wildcard::findings(&peers, surroundings, report);
        default_backend::findings(&peers, report);
    }
}

impl<'a> Peers<'a> {
    /// Those with a rule for the host.
    pub(super) fn with_rules(&self) -> impl Iterator<Item = &'a Entry> + '_ {
        self.entries.iter().copied().filter(|entry| entry.has_rule_for(self.host))
    }

    /// Whether the entry is a canary to its controller.
    pub(super) fn is_canary(&self, entry: &Entry) -> bool {
        self.dialect == Dialect::IngressNginx && entry.nginx.canary.is_some()
    }

    pub(super) fn evidence(&self) -> Evidence {
        Evidence::host(self.host.text())
    }
}

fn class_absent(host: &Host, members: &Members<'_>, facts: &Facts, report: &mut impl Report) {
    // Without a default class each of them has the finding by itself.
    if facts.classes.is_some() && facts.default_class().is_none() {
        return;
    }
    let peers: Vec<_> = members.named.iter().take(NAMED).collect();
    if peers.is_empty() {
        return;
    }
    let without = members.classes.get(&None).into_iter().flatten();
    for entry in without.filter(|entry| entry.has_rule_for(host)) {
        report.found(entry, FindingKind::ClassAbsent, Severity::Warning, || {
            let sentence = format!(
                "The Ingress names no class, while others with rules for {} have one: {}.",
                host.text(),
                list(peers.iter().map(|(class, _)| class), peers.len())
            );
            let evidence = peers.iter().map(|(_, other)| Evidence::host(host.text()).of(&other.key));
            Words::new(sentence, "Set spec.ingressClassName.").with_all(evidence)
        });
    }
}

fn namespaces(peers: &Peers<'_>, report: &mut impl Report) {
    if peers.host.is_any() {
        return;
    }
    let primaries = || peers.with_rules().filter(|entry| !peers.is_canary(entry));
    let mut namespaces = BTreeMap::<&str, &Entry>::new();
    for entry in primaries() {
        namespaces.entry(&entry.key.namespace).or_insert(entry);
    }
    if namespaces.len() < 2 {
        return;
    }
    for entry in primaries() {
        report.found(entry, FindingKind::HostInSeveralNamespaces, Severity::Warning, || {
            let others = || namespaces.iter().filter(|(namespace, _)| ***namespace != *entry.key.namespace);
            let sentence = format!(
                "{} is served from several namespaces: also from {}.",
                peers.host.text(),
                list(others().map(|(namespace, _)| namespace), namespaces.len() - 1)
            );
            Words::new(sentence, "Agree on one namespace for the host, or on who has which paths.")
                .with_all(others().take(NAMED).map(|(_, other)| peers.evidence().of(&other.key)))
        });
    }
}
