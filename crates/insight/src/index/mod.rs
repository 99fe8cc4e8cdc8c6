//! All Ingresses of a cluster by host, kept up with changes.
//!
//! A change costs what the Ingress's own hosts cost: what is found about them is found anew at the next
//! [`Index::settle`]. Beside them it concerns only wildcards: that of a host when the host comes or goes, and the hosts
//! of a wildcard when the wildcard changes.

mod around;
mod bucket;
mod reading;
mod totals;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use kube_ingress_dash_model::finding::{Finding, FindingSet};
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::key::IngressKey;

use crate::entry::Entry;
use crate::facts::Facts;
use crate::finding;
use crate::host::Host;
use around::Around;
use bucket::Bucket;
pub use totals::Totals;

/// The Ingresses of a cluster, by host.
#[derive(Debug, Default)]
pub struct Index {
    facts: Facts,
    rows: HashMap<IngressKey, Row>,
    hosts: HashMap<Host, Bucket>,
    /// Those that give a default backend, whatever their hosts.
    default_backends: BTreeMap<IngressKey, Arc<Entry>>,
    /// The hosts that a wildcard stands for, of all wildcards that there could be.
    below: HashMap<Host, BTreeSet<Host>>,
    /// Of what was settled.
    totals: Totals,
    /// The hosts that changed since then.
    unsettled_hosts: HashSet<Host>,
    /// The Ingresses about which other things may be found now, by themselves or because of settled hosts.
    unsettled: HashSet<IngressKey>,
}

#[derive(Debug)]
struct Row {
    entry: Arc<Entry>,
    hosts: Vec<Host>,
    own: Vec<Finding>,
    /// What was told of it by the last settlement.
    told: FoundKinds,
}

/// The kinds of what is found about one Ingress.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FoundKinds {
    /// All of it.
    pub all: FindingSet,
    /// What is seen in the Ingress alone.
    pub own: FindingSet,
}

impl Index {
    /// An index without Ingresses. When other facts are known, a new one is needed.
    pub fn new(facts: Facts) -> Self {
        Self { facts, ..Self::default() }
    }

    /// How many Ingresses there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no Ingress.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// An Ingress is there, or is another than it was.
    pub fn upsert(&mut self, ingress: &Ingress) {
        let entry = Entry::of(ingress, &self.facts);
        let own = finding::of_ingress(ingress, &entry, &self.facts);
        let key = entry.key.clone();
        self.unsettled.insert(key.clone());
        if let Some(row) = self.rows.get_mut(&key).filter(|row| *row.entry == entry) {
            row.own = own;
            return;
        }
        let told = self.take(&key).unwrap_or_default();
        let (hosts, entry) = (entry.hosts(), Arc::new(entry));
        for host in &hosts {
            self.hosts.entry(host.clone()).or_default().insert(Arc::clone(&entry));
            if let Some(wildcard) = host.wildcard() {
                self.below.entry(wildcard).or_default().insert(host.clone());
            }
            self.unsettle(host);
        }
        if entry.default_backend.is_some() {
            self.default_backends.insert(key.clone(), Arc::clone(&entry));
        }
        self.rows.insert(key, Row { entry, hosts, own, told });
    }

    /// An Ingress is gone.
    pub fn remove(&mut self, key: &IngressKey) {
        if let Some(told) = self.take(key) {
            self.totals.subtract(told.all);
        }
    }

    /// Takes an Ingress out, and gives what was told of it.
    fn take(&mut self, key: &IngressKey) -> Option<FoundKinds> {
        let row = self.rows.remove(key)?;
        self.default_backends.remove(key);
        for host in &row.hosts {
            self.unsettle(host);
            let Some(bucket) = self.hosts.get_mut(host) else { continue };
            bucket.remove(key);
            if !bucket.is_empty() {
                continue;
            }
            self.hosts.remove(host);
            let Some(wildcard) = host.wildcard() else { continue };
            let Some(below) = self.below.get_mut(&wildcard) else { continue };
            below.remove(host);
            if below.is_empty() {
                self.below.remove(&wildcard);
            }
        }
        Some(row.told)
    }

    /// What was found because of a host may not be true any more, nor what was found because of hosts around it.
    fn unsettle(&mut self, host: &Host) {
        if !self.unsettled_hosts.contains(host) {
            self.unsettled_hosts.insert(host.clone());
        }
    }

    /// The hosts that changed and those around them: many changes of one wildcard concern the hosts below it once.
    fn take_unsettled_hosts(&mut self) -> HashSet<Host> {
        let changed = std::mem::take(&mut self.unsettled_hosts);
        let below = changed.iter().filter_map(|host| self.below.get(host)).flatten().cloned();
        let above = changed.iter().filter_map(Host::wildcard);
        let mut unsettled: HashSet<Host> = below.chain(above).collect();
        unsettled.extend(changed);
        unsettled.retain(|host| self.hosts.contains_key(host));
        unsettled
    }

    /// Finds anew what the changes since the last settlement concern, and gives the Ingresses about which other kinds
    /// of things are found than before, in no order. Costs nothing where nothing changed.
    pub fn settle(&mut self) -> Vec<(IngressKey, FoundKinds)> {
        for host in self.take_unsettled_hosts() {
            let findings = self.found_at(&host, &|_| true);
            if let Some(bucket) = self.hosts.get_mut(&host) {
                bucket.find(&findings, |key| {
                    self.unsettled.insert(key.clone());
                });
            }
        }
        let mut others = Vec::new();
        for key in std::mem::take(&mut self.unsettled) {
            let Some(row) = self.rows.get_mut(&key) else { continue };
            let own: FindingSet = row.own.iter().collect();
            let mut all = own;
            for host in &row.hosts {
                all.extend(self.hosts.get(host).map(|bucket| bucket.found(&key)).unwrap_or_default().iter());
            }
            let found = FoundKinds { all, own };
            if row.told != found {
                self.totals.subtract(row.told.all);
                self.totals.add(all);
                row.told = found;
                others.push((key, found));
            }
        }
        others
    }

    /// What was found about an Ingress by the last settlement.
    pub fn found(&self, key: &IngressKey) -> FoundKinds {
        self.rows.get(key).map(|row| row.told).unwrap_or_default()
    }

    /// How many Ingresses had which findings by the last settlement.
    pub const fn totals(&self) -> &Totals {
        &self.totals
    }
}
