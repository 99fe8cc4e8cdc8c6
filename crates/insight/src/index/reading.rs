//! What an index is asked: explanations and findings in their own words, from all Ingresses or from those in namespaces
//! that a reader may see.

use kube_ingress_dash_model::finding::Finding;
use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_model::url::Url;

use super::{Around, Bucket, ByKey, Classes, Index};
use crate::facts::Facts;
use crate::finding::{self, About, Kinds, Members, Report};
use crate::host::Host;
use crate::route::{Explanation, Visible, explain};
use crate::texts::Text;

impl Index {
    /// Explains which Ingress answers the URL: as [`crate::resolve`] does from all rows.
    pub fn explain(&self, url: &Url) -> Explanation {
        self.explain_visible(url, Visible::All)
    }

    /// The same as if there were no other namespaces than those that may be seen.
    pub fn explain_among(&self, url: &Url, may_see: impl Fn(&str) -> bool) -> Explanation {
        self.explain_visible(url, Visible::In(&may_see))
    }

    fn explain_visible(&self, url: &Url, visible: Visible<'_>) -> Explanation {
        let host = Host::of(Some(url.host()));
        let hosts = [host.wildcard(), Some(host)];
        let buckets = hosts.iter().flatten().filter_map(|host| self.hosts.get(host));
        let named = buckets.flat_map(Bucket::with_rule);
        let named = named.filter(|entry| visible.shows(entry) && entry.names_host_of(url));
        explain(url, named, &self.any_host, visible, &self.facts)
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
        let Some((ByKey(known), _)) = self.rows.get_key_value(key) else { return Vec::new() };
        let mut findings = Vec::new();
        finding::of_ingress(known, &self.facts, &mut findings);
        for host in known.hosts() {
            let mut about = About::new(known);
            self.report_at(&host, &may_see, &mut about);
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

    /// The kinds of what is found because of a host about the Ingresses of these classes.
    pub(super) fn kinds_at(&self, host: &Host, classes: &Classes) -> Kinds {
        let mut kinds = Kinds::default();
        self.report_of_classes_at(host, |class| classes.contains(class), &|_| true, &mut kinds);
        kinds
    }

    fn report_at(&self, host: &Host, may_see: &dyn Fn(&str) -> bool, report: &mut impl Report) {
        self.report_of_classes_at(host, |_| true, may_see, report);
    }

    fn report_of_classes_at(
        &self,
        host: &Host,
        is_asked: impl Fn(Option<&Text>) -> bool,
        may_see: &dyn Fn(&str) -> bool,
        report: &mut impl Report,
    ) {
        let mut members = Members::default();
        for (class, entries) in self.hosts.get(host).into_iter().flat_map(Bucket::classes) {
            let name = class.map(Text::as_str);
            let entries = entries.filter(|entry| !entry.is_acme_solver && may_see(&entry.key.namespace));
            let with_rule = entries.clone().find(|entry| entry.has_rule_for(host));
            members.named.extend(name.zip(with_rule));
            if is_asked(class) {
                members.classes.insert(name, entries.collect());
            }
        }
        finding::of_host(host, members, &Around { index: self, host, may_see }, &self.facts, report);
    }
}
