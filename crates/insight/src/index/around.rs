//! The hosts around one: the wildcard that stands for it, or those for which it stands.

use super::Index;
use super::bucket::Bucket;
use crate::entry::Entry;
use crate::finding::Surroundings;
use crate::host::Host;

/// The hosts around one, as far as namespaces may be looked at.
pub(super) struct Around<'a> {
    pub(super) index: &'a Index,
    pub(super) host: &'a Host,
    pub(super) may_see: &'a dyn Fn(&str) -> bool,
}

impl Surroundings for Around<'_> {
    fn wildcard(&self) -> Vec<&Entry> {
        let bucket = self.host.wildcard().and_then(|wildcard| self.index.hosts.get(&wildcard));
        let entries = bucket.into_iter().flat_map(Bucket::with_rule);
        entries.filter(|entry| self.counts(entry)).collect()
    }

    fn has_rule_below(&self, class: Option<&str>) -> bool {
        let below = self.index.below(self.host).flat_map(|(_, bucket)| bucket.with_rule());
        let is_of_class = |entry: &Entry| entry.class.as_deref() == class;
        below.into_iter().any(|entry| is_of_class(entry) && self.counts(entry))
    }
}

impl Around<'_> {
    fn counts(&self, entry: &Entry) -> bool {
        !entry.is_acme_solver && (self.may_see)(&entry.key.namespace)
    }
}

impl Index {
    /// The hosts that are there and for which a wildcard stands; none for hosts that are no wildcards.
    pub(super) fn below(&self, wildcard: &Host) -> impl Iterator<Item = (&Host, &Bucket)> {
        let from = wildcard.before_those_below();
        let after = from.map(|from| self.hosts.range(from..)).into_iter().flatten();
        let siblings = after.take_while(|(host, _)| host.is_beside(wildcard));
        siblings.filter(|(host, _)| wildcard.stands_for(host))
    }
}
