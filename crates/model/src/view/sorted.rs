//! Rows in an array that is kept in order, so that each can be found by what it holds.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use super::{Arrangement, grouping};
use crate::change::Change;
use crate::ingress::Ingress;
use crate::key::IngressKey;
use crate::query::Query;

/// More changes at once than one row in this many are sorted in rather than put in one by one.
const MANY: usize = 64;

/// The rows, in order.
#[derive(Debug, Default)]
pub(super) struct Sorted(Vec<Arc<Ingress>>);

impl Sorted {
    pub(super) fn rows(&self) -> &[Arc<Ingress>] {
        &self.0
    }

    /// Whether so many changes are better applied at once.
    pub(super) fn is_many(&self, changes: usize) -> bool {
        changes > 16 && changes > self.0.len() / MANY
    }

    pub(super) fn apply_many(&mut self, changes: &[Change], arrangement: Arrangement, query: &Query) {
        let last: HashMap<IngressKey, &Change> =
            changes.iter().map(|change| (change.latest().key(), change)).collect();
        if changes.iter().any(|change| change.before().is_some()) {
            self.0.retain(|row| !last.contains_key(&row.key()));
        }
        self.0.extend(last.into_values().filter_map(Change::after).cloned());
        self.sort(arrangement, query);
    }

    pub(super) fn sort(&mut self, arrangement: Arrangement, query: &Query) {
        self.0.sort_by(|left, right| compare(left, right, arrangement, query));
    }

    pub(super) fn filtered(&self, matches: impl Fn(&Ingress) -> bool) -> Self {
        Self(self.0.iter().filter(|row| matches(row)).cloned().collect())
    }

    pub(super) fn retain(&mut self, matches: impl Fn(&Ingress) -> bool) {
        self.0.retain(|row| matches(row));
    }

    pub(super) fn insert(&mut self, row: Arc<Ingress>, arrangement: Arrangement, query: &Query) {
        match self.search(&row, arrangement, query) {
            Ok(index) => self.0[index] = row,
            Err(index) => self.0.insert(index, row),
        }
    }

    /// Removes the row and says whether it was there.
    pub(super) fn remove(&mut self, row: &Ingress, arrangement: Arrangement, query: &Query) -> bool {
        let found = self.find(row, arrangement, query);
        if let Some(index) = found {
            self.0.remove(index);
        }
        found.is_some()
    }

    pub(super) fn remove_at(&mut self, index: usize) -> Arc<Ingress> {
        self.0.remove(index)
    }

    pub(super) fn contains(&self, row: &Ingress, arrangement: Arrangement, query: &Query) -> bool {
        self.find(row, arrangement, query).is_some()
    }

    /// Where the row is, by what it holds.
    pub(super) fn find(&self, row: &Ingress, arrangement: Arrangement, query: &Query) -> Option<usize> {
        self.search(row, arrangement, query).ok()
    }

    /// Where the row of this key is: slower, and whatever it holds.
    pub(super) fn find_key(&self, key: &IngressKey) -> Option<usize> {
        self.0.iter().position(|row| row.name == key.name && row.namespace == key.namespace)
    }

    fn search(&self, row: &Ingress, arrangement: Arrangement, query: &Query) -> Result<usize, usize> {
        self.0.binary_search_by(|other| compare(other, row, arrangement, query))
    }
}

fn compare(left: &Ingress, right: &Ingress, arrangement: Arrangement, query: &Query) -> Ordering {
    let grouping = arrangement.grouping;
    grouping::compare(grouping.label(left), grouping.label(right))
        .then_with(
            || if query.has_ranks() { query.rank(left).cmp(&query.rank(right)) } else { Ordering::Equal },
        )
        .then_with(|| arrangement.order.compare(left, right))
}
