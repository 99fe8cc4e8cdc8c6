//! The Ingresses that have to do with one host, and what is found about them.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use kube_ingress_dash_model::key::IngressKey;

use crate::entry::Entry;
use crate::finding::Finding;

/// One host's Ingresses. Findings are made when they are asked for, and kept until something changes.
#[derive(Debug, Default)]
pub(super) struct Bucket {
    members: BTreeMap<IngressKey, Arc<Entry>>,
    findings: OnceLock<Vec<Finding>>,
}

impl Bucket {
    pub(super) fn insert(&mut self, entry: Arc<Entry>) {
        self.members.insert(entry.key.clone(), entry);
    }

    pub(super) fn remove(&mut self, key: &IngressKey) {
        self.members.remove(key);
    }

    /// Something that the findings depend on has changed. Gives those that had been made.
    pub(super) fn forget(&mut self) -> Vec<Finding> {
        self.findings.take().unwrap_or_default()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.members.values().map(Arc::as_ref)
    }

    /// All findings, ordered by Ingress.
    pub(super) fn findings(&self, make: impl FnOnce() -> Vec<Finding>) -> &[Finding] {
        self.findings.get_or_init(make)
    }
}

/// Those of one Ingress, of findings that are ordered by Ingress.
pub(super) fn of<'a>(findings: &'a [Finding], key: &IngressKey) -> &'a [Finding] {
    let start = findings.partition_point(|finding| finding.ingress < *key);
    let own = findings.get(start..).unwrap_or_default();
    let length = own.partition_point(|finding| finding.ingress == *key);
    own.get(..length).unwrap_or_default()
}
