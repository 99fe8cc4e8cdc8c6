//! The Ingresses that have to do with one host, and what was found about each because of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use kube_ingress_dash_model::finding::{Finding, FindingSet};
use kube_ingress_dash_model::key::IngressKey;

use crate::entry::Entry;

/// One host's Ingresses. Of findings only the kinds are kept: their sentences are made for who reads them.
#[derive(Debug, Default)]
pub(super) struct Bucket(BTreeMap<IngressKey, Member>);

#[derive(Debug)]
struct Member {
    entry: Arc<Entry>,
    found: FindingSet,
}

impl Bucket {
    pub(super) fn insert(&mut self, entry: Arc<Entry>) {
        self.0.insert(entry.key.clone(), Member { entry, found: FindingSet::default() });
    }

    pub(super) fn remove(&mut self, key: &IngressKey) {
        self.0.remove(key);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.0.values().map(|member| member.entry.as_ref())
    }

    /// What was found about an Ingress because of the host.
    pub(super) fn found(&self, key: &IngressKey) -> FindingSet {
        self.0.get(key).map_or_else(FindingSet::default, |member| member.found)
    }

    /// These, ordered by Ingress, are the findings now. Tells the Ingresses for which they are others than before.
    pub(super) fn find(&mut self, findings: &[Finding], mut is_other: impl FnMut(&IngressKey)) {
        for (key, member) in &mut self.0 {
            let found = of(findings, key).iter().collect();
            if member.found != found {
                member.found = found;
                is_other(key);
            }
        }
    }
}

/// Those of one Ingress, of findings that are ordered by Ingress.
pub(super) fn of<'a>(findings: &'a [Finding], key: &IngressKey) -> &'a [Finding] {
    let start = findings.partition_point(|finding| finding.ingress < *key);
    let own = findings.get(start..).unwrap_or_default();
    let length = own.partition_point(|finding| finding.ingress == *key);
    own.get(..length).unwrap_or_default()
}
