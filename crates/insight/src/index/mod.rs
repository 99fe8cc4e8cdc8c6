//! All Ingresses of a cluster by host, kept up with changes.
//!
//! A change costs what the Ingress's own hosts cost: what is found about them is found anew at the next
//! [`Index::settle`]. Beside them it concerns only wildcards: that of a host, and the hosts of a wildcard, when there is
//! a rule of a class where there was none, or none any more.

mod around;
mod bucket;
mod by_key;
mod classes;
mod outside;
mod reading;
mod totals;
mod unsettled;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use kube_ingress_dash_model::finding::FindingSet;
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::key::IngressKey;

use crate::entry::Entry;
use crate::facts::Facts;
use crate::finding;
use crate::host::Host;
use crate::route::AnyHost;
use crate::texts::Texts;
use around::Around;
use bucket::Bucket;
use by_key::ByKey;
use classes::Classes;
pub use totals::Totals;
use unsettled::Unsettled;

/// The Ingresses of a cluster, by host.
#[derive(Debug, Default)]
pub struct Index {
    facts: Facts,
    texts: Texts,
    /// What was told of each by the last settlement.
    rows: HashMap<ByKey, FoundKinds>,
    /// In an order in which those for which a wildcard stands are a range.
    hosts: BTreeMap<Host, Bucket>,
    any_host: AnyHost,
    /// Of what was settled.
    totals: Totals,
    unsettled: Unsettled,
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
        let entry = Entry::of(ingress, &self.facts, &mut self.texts);
        if self.rows.get_key_value(&entry.key).is_some_and(|(known, _)| *known.0 == entry) {
            return;
        }
        let told = self.take(&entry.key).unwrap_or_default();
        let entry = Arc::new(entry);
        for host in entry.hosts() {
            self.unsettle(&host, entry.class.as_ref());
            let has_rule = entry.has_rule_for(&host);
            self.hosts.entry(host).or_default().insert(Arc::clone(&entry), has_rule);
        }
        self.any_host.insert(&entry);
        self.unsettled.rows.insert(ByKey(Arc::clone(&entry)));
        self.rows.insert(ByKey(entry), told);
    }

    /// An Ingress is gone.
    pub fn remove(&mut self, key: &IngressKey) {
        if let Some(told) = self.take(key) {
            self.totals.subtract(told.all);
        }
    }

    /// Takes an Ingress out, and gives what was told of it.
    fn take(&mut self, key: &IngressKey) -> Option<FoundKinds> {
        let (ByKey(entry), told) = self.rows.remove_entry(key)?;
        self.any_host.remove(&entry);
        self.unsettled.rows.remove(key);
        for host in entry.hosts() {
            self.unsettle(&host, entry.class.as_ref());
            let Some(bucket) = self.hosts.get_mut(&host) else { continue };
            bucket.remove(&entry);
            if bucket.is_empty() {
                self.hosts.remove(&host);
            }
        }
        Some(told)
    }

    /// Finds anew what the changes since the last settlement concern, and gives the Ingresses about which other kinds
    /// of things are found than before, in no order. Costs nothing where nothing changed.
    pub fn settle(&mut self) -> Vec<(IngressKey, FoundKinds)> {
        for (host, classes) in self.take_unsettled_hosts() {
            let kinds = self.kinds_at(&host, &classes);
            if let Some(bucket) = self.hosts.get_mut(&host) {
                bucket.find(&classes, &kinds, |entry| {
                    self.unsettled.rows.insert(ByKey(Arc::clone(entry)));
                });
            }
        }
        let mut others = Vec::new();
        for ByKey(entry) in std::mem::take(&mut self.unsettled.rows) {
            let Some(told) = self.rows.get_mut(&entry.key) else { continue };
            let mut own = FindingSet::default();
            finding::of_ingress(&entry, &self.facts, &mut own);
            let mut all = own;
            for host in entry.hosts() {
                let found = self.hosts.get(&host).map(|bucket| bucket.found(&entry));
                all.extend(found.unwrap_or_default().iter());
            }
            let found = FoundKinds { all, own };
            if *told != found {
                self.totals.subtract(told.all);
                self.totals.add(all);
                *told = found;
                others.push((entry.key.clone(), found));
            }
        }
        others
    }

    /// What was found about an Ingress by the last settlement.
    pub fn found(&self, key: &IngressKey) -> FoundKinds {
        self.rows.get(key).copied().unwrap_or_default()
    }

    /// How many Ingresses had which findings by the last settlement.
    pub const fn totals(&self) -> &Totals {
        &self.totals
    }
}
