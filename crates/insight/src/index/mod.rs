//! All Ingresses of a cluster by host, kept up with changes.
//!
//! A change costs what the Ingress's own hosts cost: their findings are forgotten, and made anew when somebody asks.
//! Beside them it concerns only wildcards: that of a host when the host comes or goes, and the hosts of a wildcard when
//! the wildcard changes.

mod bucket;
mod totals;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_model::url::Url;

use crate::entry::Entry;
use crate::facts::Facts;
use crate::finding::{self, Finding, Surroundings};
use crate::host::Host;
use crate::route::{Explanation, explain};
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
    /// Of all hosts but those that are not counted yet.
    totals: Totals,
    uncounted: HashSet<Host>,
}

#[derive(Debug)]
struct Row {
    entry: Arc<Entry>,
    hosts: Vec<Host>,
    own: Vec<Finding>,
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
        if let Some(row) = self.rows.get_mut(&key).filter(|row| *row.entry == entry) {
            self.totals.subtract(&row.own);
            self.totals.add(&own);
            row.own = own;
            return;
        }
        self.remove(&key);
        let (hosts, entry) = (entry.hosts(), Arc::new(entry));
        for host in &hosts {
            self.hosts.entry(host.clone()).or_default().insert(Arc::clone(&entry));
            if let Some(wildcard) = host.wildcard() {
                self.below.entry(wildcard).or_default().insert(host.clone());
            }
            self.forget_around(host);
        }
        if entry.default_backend.is_some() {
            self.default_backends.insert(key.clone(), Arc::clone(&entry));
        }
        self.totals.add(&own);
        self.rows.insert(key, Row { entry, hosts, own });
    }

    /// An Ingress is gone.
    pub fn remove(&mut self, key: &IngressKey) {
        let Some(row) = self.rows.remove(key) else { return };
        self.totals.subtract(&row.own);
        self.default_backends.remove(key);
        for host in &row.hosts {
            self.forget_around(host);
            let Some(bucket) = self.hosts.get_mut(host) else { continue };
            bucket.remove(key);
            if !bucket.is_empty() {
                continue;
            }
            self.hosts.remove(host);
            self.uncounted.remove(host);
            let Some(wildcard) = host.wildcard() else { continue };
            let Some(below) = self.below.get_mut(&wildcard) else { continue };
            below.remove(host);
            if below.is_empty() {
                self.below.remove(&wildcard);
            }
        }
    }

    /// The findings of a host are not true any more, nor are those of other hosts that depend on it.
    fn forget_around(&mut self, host: &Host) {
        let below = self.below.get(host).into_iter().flatten().cloned();
        let dependent: Vec<_> = below.chain(host.wildcard()).chain([host.clone()]).collect();
        for host in dependent {
            let Some(bucket) = self.hosts.get_mut(&host) else { continue };
            let forgotten = bucket.forget();
            if self.uncounted.insert(host) {
                self.totals.subtract(&forgotten);
            }
        }
    }

    /// Explains which Ingress answers the URL: as [`crate::resolve`] does from all rows.
    pub fn explain(&self, url: &Url) -> Explanation {
        let host = Host::of(Some(url.host()));
        let hosts = [host.wildcard(), Some(Host::any()), Some(host)];
        let mut seen = HashSet::new();
        let of_hosts =
            hosts.iter().flatten().filter_map(|host| self.hosts.get(host)).flat_map(Bucket::entries);
        let entries = of_hosts.chain(self.default_backends.values().map(Arc::as_ref));
        let concerned = entries.filter(|entry| {
            let has_rule = || entry.rules.iter().any(|rule| url.host_fit(rule.host.as_deref()).is_some());
            (entry.default_backend.is_some() || has_rule()) && seen.insert(std::ptr::from_ref(*entry))
        });
        explain(url, concerned, &self.facts)
    }

    /// What is wrong with one Ingress: first what is seen in it alone, then for each of its hosts.
    pub fn findings<'a>(&'a self, key: &'a IngressKey) -> impl Iterator<Item = &'a Finding> {
        let row = self.rows.get(key);
        let own = row.into_iter().flat_map(|row| &row.own);
        let hosts = row.into_iter().flat_map(|row| &row.hosts);
        own.chain(hosts.flat_map(|host| bucket::of(self.findings_of_host(host), key)))
    }

    /// All findings, in no order.
    pub fn all_findings(&self) -> impl Iterator<Item = &Finding> {
        let own = self.rows.values().flat_map(|row| &row.own);
        own.chain(self.hosts.iter().flat_map(|(host, bucket)| self.findings_of(host, bucket)))
    }

    /// How many findings there are. Only what has changed since the last time is counted.
    pub fn totals(&mut self) -> &Totals {
        let mut totals = std::mem::take(&mut self.totals);
        for host in std::mem::take(&mut self.uncounted) {
            totals.add(self.findings_of_host(&host));
        }
        self.totals = totals;
        &self.totals
    }

    fn findings_of_host(&self, host: &Host) -> &[Finding] {
        self.hosts.get(host).map_or(&[], |bucket| self.findings_of(host, bucket))
    }

    fn findings_of<'a>(&'a self, host: &Host, bucket: &'a Bucket) -> &'a [Finding] {
        bucket.findings(|| {
            let around = Around { index: self, host };
            finding::of_host(host, bucket.entries(), &around, &self.facts)
        })
    }
}

/// The hosts around one.
struct Around<'a> {
    index: &'a Index,
    host: &'a Host,
}

impl Surroundings for Around<'_> {
    fn wildcard(&self) -> Vec<&Entry> {
        let bucket = self.host.wildcard().and_then(|wildcard| self.index.hosts.get(&wildcard));
        bucket.into_iter().flat_map(Bucket::entries).collect()
    }

    fn has_rule_below(&self, class: Option<&str>) -> bool {
        let below = self.index.below.get(self.host).into_iter().flatten();
        let buckets = below.filter_map(|host| Some((host, self.index.hosts.get(host)?)));
        buckets
            .flat_map(|(host, bucket)| bucket.entries().map(move |entry| (host, entry)))
            .any(|(host, entry)| entry.class.as_deref() == class && entry.has_rule_for(host))
    }
}
