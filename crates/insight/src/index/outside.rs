//! What of a host matters to the hosts around it.
//!
//! What is found at a host rests on whether its wildcard has rules and paths of a class, and at a wildcard on whether a
//! host below it has a rule of a class. Most changes of an Ingress leave that as it was, and then nothing around its
//! hosts is looked at.

use std::collections::BTreeSet;

use super::bucket::Bucket;
use crate::host::Host;
use crate::texts::Text;

/// What a host has of which class.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Outside(BTreeSet<(Option<Text>, Aspect)>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Aspect {
    Rule,
    Paths,
    PathsOfCanary,
}

impl Outside {
    pub(super) fn of(host: &Host, bucket: &Bucket) -> Self {
        let mut aspects = BTreeSet::new();
        for entry in bucket.with_rule().filter(|entry| !entry.is_acme_solver) {
            let class = entry.class.as_ref();
            aspects.insert((class, Aspect::Rule));
            if entry.rules_for(host).any(|rule| !rule.paths.is_empty()) {
                let is_canary = entry.nginx.canary.is_some();
                aspects.insert((class, if is_canary { Aspect::PathsOfCanary } else { Aspect::Paths }));
            }
        }
        Self(aspects.into_iter().map(|(class, aspect)| (class.cloned(), aspect)).collect())
    }

    /// The classes of which the two have not the same.
    pub(super) fn differing_classes(&self, other: &Self) -> BTreeSet<Option<Text>> {
        self.0.symmetric_difference(&other.0).map(|(class, _)| class.clone()).collect()
    }
}
