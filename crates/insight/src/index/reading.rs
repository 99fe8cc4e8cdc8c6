//! What an index is asked: explanations and findings in their own words, from all Ingresses or from those in namespaces
//! that a reader may see.

use std::collections::HashSet;
use std::sync::Arc;

use kube_ingress_dash_model::finding::Finding;
use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_model::url::Url;

use super::{Around, Bucket, Index};
use crate::facts::Facts;
use crate::finding::{self, About, Kinds, Report};
use crate::host::Host;
use crate::route::{Explanation, explain};

impl Index {
    /// Explains which Ingress answers the URL: as [`crate::resolve`] does from all rows.
    pub fn explain(&self, url: &Url) -> Explanation {
        self.explain_among(url, |_| true)
    }

    /// The same as if there were no other namespaces than those that may be seen.
    pub fn explain_among(&self, url: &Url, may_see: impl Fn(&str) -> bool) -> Explanation {
        let host = Host::of(Some(url.host()));
        let hosts = [host.wildcard(), Some(Host::any()), Some(host)];
        let mut seen = HashSet::new();
        let of_hosts =
            hosts.iter().flatten().filter_map(|host| self.hosts.get(host)).flat_map(Bucket::entries);
        let entries = of_hosts.chain(self.default_backends.values().map(Arc::as_ref));
        let seen_once =
            entries.filter(|entry| may_see(&entry.key.namespace) && seen.insert(std::ptr::from_ref(*entry)));
        explain(url, seen_once, &self.facts)
    }

    /// What is known beside the Ingresses.
    pub const fn facts(&self) -> &Facts {
        &self.facts
    }

    /// What is wrong with one Ingress: first what is seen in it alone, then for each of its hosts.
    pub fn findings(&self, key: &IngressKey) -> Vec<Finding> {
        self.findings_among(key, |_| true)
    }

    /// The same as if there were no other namespaces than those that may be seen.
    pub fn findings_among(&self, key: &IngressKey, may_see: impl Fn(&str) -> bool) -> Vec<Finding> {
        let Some((known, row)) = self.rows.get_key_value(key) else { return Vec::new() };
        let mut findings = Vec::new();
        finding::of_ingress(&known.0, &self.facts, &mut findings);
        for host in &row.hosts {
            let mut about = About::new(&known.0);
            self.report_at(host, &may_see, &mut about);
            findings.extend(about.into_findings());
        }
        findings
    }

    /// All findings, in no order.
    pub fn all_findings(&self) -> impl Iterator<Item = Finding> {
        let own = self.rows.keys().flat_map(|entry| {
            let mut findings = Vec::new();
            finding::of_ingress(&entry.0, &self.facts, &mut findings);
            findings
        });
        own.chain(self.hosts.keys().flat_map(|host| {
            let mut findings = Vec::new();
            self.report_at(host, &|_| true, &mut findings);
            findings
        }))
    }

    /// The kinds of what is found because of a host.
    pub(super) fn kinds_at(&self, host: &Host) -> Kinds {
        let mut kinds = Kinds::default();
        self.report_at(host, &|_| true, &mut kinds);
        kinds
    }

    fn report_at(&self, host: &Host, may_see: &dyn Fn(&str) -> bool, report: &mut impl Report) {
        let members = self.hosts.get(host).into_iter().flat_map(Bucket::entries);
        let members = members.filter(|entry| may_see(&entry.key.namespace));
        finding::of_host(host, members, &Around { index: self, host, may_see }, &self.facts, report);
    }
}
