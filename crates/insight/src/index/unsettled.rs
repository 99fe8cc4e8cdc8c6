//! What has to be found anew since the last settlement.

use std::collections::{HashMap, HashSet};

use super::Index;
use super::bucket::Bucket;
use super::by_key::ByKey;
use super::classes::Classes;
use super::outside::Outside;
use crate::host::Host;
use crate::texts::Text;

#[derive(Debug, Default)]
pub(super) struct Unsettled {
    /// The hosts that changed.
    hosts: HashMap<Host, Unrest>,
    /// The Ingresses about which other things may be found now, by themselves or because of settled hosts.
    pub(super) rows: HashSet<ByKey>,
}

/// What changed at a host.
#[derive(Debug)]
struct Unrest {
    /// What the hosts around it rested on before.
    outside: Outside,
    /// The classes whose Ingresses changed.
    classes: Classes,
}

impl Index {
    /// Whether a settlement would find nothing to do.
    pub fn is_settled(&self) -> bool {
        self.unsettled.hosts.is_empty() && self.unsettled.rows.is_empty()
    }

    /// An Ingress of this class is about to come to the host or to leave it: what was found because of the host may not
    /// be true any more of the class.
    pub(super) fn unsettle(&mut self, host: &Host, class: Option<&Text>) {
        if !self.unsettled.hosts.contains_key(host) {
            let unrest = Unrest { outside: self.outside(host), classes: Classes::default() };
            self.unsettled.hosts.insert(host.clone(), unrest);
        }
        if let Some(unrest) = self.unsettled.hosts.get_mut(host) {
            // Those without a class are told that others have one.
            unrest.classes.insert(class);
            unrest.classes.insert(None);
        }
    }

    /// The hosts that changed, and those around them for which that matters, each with the classes for which it does.
    pub(super) fn take_unsettled_hosts(&mut self) -> HashMap<Host, Classes> {
        let changed = std::mem::take(&mut self.unsettled.hosts);
        let mut unsettled = HashMap::<_, Classes>::with_capacity(changed.len());
        for (host, Unrest { outside: before, .. }) in &changed {
            let now = self.outside(host);
            let differing = before.differing_classes(&now);
            if differing.is_empty() {
                continue;
            }
            for (host, bucket) in self.around(host) {
                for class in differing.iter().map(Option::as_ref).filter(|class| bucket.has_class(*class)) {
                    unsettled.entry(host.clone()).or_default().insert(class);
                }
            }
        }
        for (host, Unrest { classes, .. }) in changed {
            if self.hosts.contains_key(&host) {
                let concerned = unsettled.entry(host).or_default();
                classes.iter().for_each(|class| concerned.insert(class));
            }
        }
        unsettled
    }

    /// Nothing where there are no hosts around: those that come are new to what is here.
    fn outside(&self, host: &Host) -> Outside {
        let bucket = self.hosts.get(host).filter(|_| self.around(host).next().is_some());
        bucket.map(|bucket| Outside::of(host, bucket)).unwrap_or_default()
    }

    /// The hosts that a wildcard stands for, and the wildcard that stands for a host.
    fn around(&self, host: &Host) -> impl Iterator<Item = (&Host, &Bucket)> {
        let above = host.wildcard().and_then(|wildcard| self.hosts.get_key_value(&wildcard));
        self.below(host).chain(above)
    }
}

#[cfg(test)]
mod tests {
    use kube_ingress_dash_model::finding::FindingSet;
    use kube_ingress_dash_model::ingress::{Backend, HttpPath, Ingress, Rule};

    use super::*;

    const WILDCARD: &str = "*.example.com";

    fn ingress(name: &str, class: &str, host: &str, paths: &[&str]) -> Ingress {
        let path = |path: &&str| HttpPath {
            path: (*path).to_owned(),
            path_type: "Prefix".to_owned(),
            backend: Backend::Service { service: "web".to_owned(), port: "80".to_owned() },
        };
        Ingress {
            namespace: "shop".to_owned(),
            name: name.to_owned(),
            uid: String::new(),
            resource_version: String::new(),
            created_at: None,
            changed_at: None,
            class: Some(class.to_owned()),
            rules: vec![Rule { host: Some(host.to_owned()), paths: paths.iter().map(path).collect() }],
            default_backend: None,
            tls: Vec::new(),
            addresses: Vec::new(),
            labels: [].into(),
            annotations: [].into(),
            findings: FindingSet::default(),
        }
    }

    /// The hosts that are looked at when this comes to a wildcard with two hosts below it, one of each class.
    fn looked_at(upserted: &Ingress) -> Vec<String> {
        let mut index = Index::default();
        index.upsert(&ingress("wildcard", "public", WILDCARD, &["/"]));
        index.upsert(&ingress("a", "public", "a.example.com", &["/"]));
        index.upsert(&ingress("b", "internal", "b.example.com", &["/"]));
        index.settle();
        index.upsert(upserted);
        let mut hosts: Vec<_> =
            index.take_unsettled_hosts().keys().map(|host| host.text().to_owned()).collect();
        hosts.sort();
        hosts
    }

    #[test]
    fn other_paths_concern_the_host_alone() {
        assert_eq!(looked_at(&ingress("wildcard", "public", WILDCARD, &["/", "/api"])), [WILDCARD]);
        assert_eq!(looked_at(&ingress("more", "public", WILDCARD, &["/api"])), [WILDCARD]);
        assert_eq!(looked_at(&ingress("a", "public", "a.example.com", &["/api"])), ["a.example.com"]);
    }

    #[test]
    fn a_rule_that_comes_or_goes_concerns_the_hosts_around_of_its_class() {
        let (a, b) = ("a.example.com", "b.example.com");
        assert_eq!(looked_at(&ingress("wildcard", "public", WILDCARD, &[])), [WILDCARD, a]);
        assert_eq!(looked_at(&ingress("wildcard", "public", "c.io", &["/"])), [a, "c.io"]);
        assert_eq!(looked_at(&ingress("wildcard", "internal", WILDCARD, &["/"])), [WILDCARD, a, b]);
        let canary = [("nginx.ingress.kubernetes.io/canary".to_owned(), "true".to_owned())].into();
        let canary = Ingress { annotations: canary, ..ingress("wildcard", "public", WILDCARD, &["/"]) };
        assert_eq!(looked_at(&canary), [WILDCARD, a]);
        assert_eq!(looked_at(&ingress("c", "public", "c.example.com", &["/"])), [WILDCARD, "c.example.com"]);
        assert_eq!(looked_at(&ingress("c", "internal", "c.example.com", &["/"])), ["c.example.com"]);
    }
    #[test]
    fn of_a_changed_host_the_other_classes_are_not_looked_at() {
        let mut index = Index::default();
        for class in ["public", "internal", "edge"] {
            index.upsert(&ingress(class, class, "a.io", &["/"]));
        }
        index.settle();
        index.upsert(&ingress("public", "edge", "a.io", &["/"]));
        let unsettled = index.take_unsettled_hosts();
        let classes: Vec<_> =
            unsettled.values().flat_map(Classes::iter).map(|class| class.map(Text::as_str)).collect();
        assert_eq!(classes, [Some("public"), None, Some("edge")]);
    }
}
