//! Rows in an array that is kept in order, so that each can be found by what it holds.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use super::{Arrangement, grouping};
use crate::change::Change;
use crate::ingress::Ingress;
use crate::key::IngressKey;
use crate::query::{Query, Signature};

/// More changes at once than one row in this many are sorted in rather than put in one by one.
const MANY: usize = 64;

/// The rows, in order, and as many signatures in the same order.
#[derive(Debug, Default)]
pub(super) struct Sorted {
    rows: Vec<Arc<Ingress>>,
    signatures: Vec<Arc<Signature>>,
}

impl Sorted {
    pub(super) fn rows(&self) -> &[Arc<Ingress>] {
        &self.rows
    }

    /// Whether so many changes are better applied at once.
    pub(super) fn is_many(&self, changes: usize) -> bool {
        changes > 16 && changes > self.rows.len() / MANY
    }

    pub(super) fn apply_many(&mut self, changes: &[Change], arrangement: Arrangement, query: &Query) {
        let last: HashMap<IngressKey, &Change> =
            changes.iter().map(|change| (change.latest().key(), change)).collect();
        if changes.iter().any(|change| change.before().is_some()) {
            self.retain(|row, _| !last.contains_key(&row.key()));
        }
        for row in last.into_values().filter_map(Change::after) {
            self.rows.push(Arc::clone(row));
            self.signatures.push(Arc::new(Signature::of(row)));
        }
        self.sort(arrangement, query);
    }

    pub(super) fn sort(&mut self, arrangement: Arrangement, query: &Query) {
        let rows = std::mem::take(&mut self.rows).into_iter();
        let mut signed: Vec<_> = rows.zip(std::mem::take(&mut self.signatures)).collect();
        signed.sort_by(|(left, _), (right, _)| compare(left, right, arrangement, query));
        (self.rows, self.signatures) = signed.into_iter().unzip();
    }

    pub(super) fn filtered(&self, matches: impl Fn(&Ingress, &Signature) -> bool) -> Self {
        let mut filtered = Self::default();
        for (row, signature) in self.rows.iter().zip(&self.signatures) {
            if matches(row, signature) {
                filtered.rows.push(Arc::clone(row));
                filtered.signatures.push(Arc::clone(signature));
            }
        }
        filtered
    }

    pub(super) fn retain(&mut self, matches: impl Fn(&Ingress, &Signature) -> bool) {
        let mut kept = 0;
        for index in 0..self.rows.len() {
            if matches(&self.rows[index], &self.signatures[index]) {
                self.rows.swap(kept, index);
                self.signatures.swap(kept, index);
                kept += 1;
            }
        }
        self.rows.truncate(kept);
        self.signatures.truncate(kept);
    }

    pub(super) fn insert(
        &mut self,
        row: Arc<Ingress>,
        signature: Arc<Signature>,
        arrangement: Arrangement,
        query: &Query,
    ) {
        match self.search(&row, arrangement, query) {
            Ok(index) => {
                self.rows[index] = row;
                self.signatures[index] = signature;
            }
            Err(index) => {
                self.rows.insert(index, row);
                self.signatures.insert(index, signature);
            }
        }
    }

    /// Removes the row and says whether it was there.
    pub(super) fn remove(&mut self, row: &Ingress, arrangement: Arrangement, query: &Query) -> bool {
        let found = self.find(row, arrangement, query);
        if let Some(index) = found {
            self.remove_at(index);
        }
        found.is_some()
    }

    pub(super) fn remove_at(&mut self, index: usize) -> Arc<Ingress> {
        self.signatures.remove(index);
        self.rows.remove(index)
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
        self.rows.iter().position(|row| row.has_key(key))
    }

    fn search(&self, row: &Ingress, arrangement: Arrangement, query: &Query) -> Result<usize, usize> {
        self.rows.binary_search_by(|other| compare(other, row, arrangement, query))
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
