//! How many Ingresses have which findings, without counting them all for every change.

use std::collections::BTreeMap;

use kube_ingress_dash_model::finding::{FindingKind, FindingSet, Severity};

/// How many Ingresses have a finding of a kind and a severity.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Totals(BTreeMap<(Severity, FindingKind), usize>);

impl Totals {
    /// How many Ingresses have a finding of this kind and severity.
    pub fn of(&self, severity: Severity, kind: FindingKind) -> usize {
        self.0.get(&(severity, kind)).copied().unwrap_or_default()
    }

    /// The numbers that are not zero, the worst severity first.
    pub fn iter(&self) -> impl Iterator<Item = (Severity, FindingKind, usize)> {
        self.0.iter().map(|((severity, kind), count)| (*severity, *kind, *count))
    }

    pub(super) fn add(&mut self, set: FindingSet) {
        for finding in set.iter() {
            *self.0.entry(finding).or_default() += 1;
        }
    }

    pub(super) fn subtract(&mut self, set: FindingSet) {
        for finding in set.iter() {
            let left = self.0.get(&finding).map_or(0, |count| count.saturating_sub(1));
            if left == 0 {
                self.0.remove(&finding);
            } else {
                self.0.insert(finding, left);
            }
        }
    }
}

impl FromIterator<FindingSet> for Totals {
    fn from_iter<I: IntoIterator<Item = FindingSet>>(sets: I) -> Self {
        let mut totals = Self::default();
        sets.into_iter().for_each(|set| totals.add(set));
        totals
    }
}
