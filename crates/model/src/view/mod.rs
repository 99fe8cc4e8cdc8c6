//! The rows as they are shown: filtered, ordered and grouped.
//!
//! A change costs two searches and two moves within an array, whatever the number of rows, so that a hundred changes a
//! second among a hundred thousand rows leave the browser time to draw. Typing on narrows what is already filtered.

mod count;
mod group;
mod grouping;
mod sorted;

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use jiff::Timestamp;

use count::Count;
pub use group::Group;
use group::Groups;
pub use grouping::{Grouping, domain};
use sorted::Sorted;

use crate::change::Change;
use crate::ingress::Ingress;
use crate::key::IngressKey;
use crate::order::Order;
use crate::query::{Query, Signature};
use crate::summary::Summary;

/// How rows are put one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Arrangement {
    /// What they are put together by.
    pub grouping: Grouping,
    /// The order within a group.
    pub order: Order,
}

/// All rows, those that match the query, and the groups that these make.
#[derive(Debug, Default)]
pub struct View {
    arrangement: Arrangement,
    query: Query,
    all: Sorted,
    matching: Sorted,
    leaving: HashSet<IngressKey>,
    groups: Groups,
    count: Count,
}

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// The heading of a group.
    Group(Group),
    /// A row.
    Row {
        /// What it shows.
        row: Arc<Ingress>,
        /// Whether it is gone and only fades.
        leaves: bool,
    },
}

impl View {
    /// Follows changes of the rows. A row that is gone, or matches no longer, stays as one that leaves if `stays` says
    /// so, until [`View::let_go`].
    pub fn apply(&mut self, changes: &[Change], now: Timestamp, mut stays: impl FnMut(&IngressKey) -> bool) {
        if self.all.is_many(changes.len()) {
            self.all.apply_many(changes, self.arrangement, &Query::default());
            self.leaving.clear();
            self.filter(now);
            return;
        }
        for change in changes {
            let key = change.latest().key();
            let after = change.after().map(|row| (row, Arc::new(Signature::of(row))));
            let matches = after.as_ref().is_some_and(|(row, _)| self.query.matches(row, now));
            if self.leaving.remove(&key) {
                self.drop_row(&key);
            }
            if let Some(before) = change.before() {
                self.all.remove(before, self.arrangement, &Query::default());
                if !matches && self.matching.contains(before, self.arrangement, &self.query) && stays(&key) {
                    self.count.remove(before);
                    self.leaving.insert(key);
                } else if self.matching.remove(before, self.arrangement, &self.query) {
                    self.count.remove(before);
                    self.groups.leave(self.arrangement.grouping.label(before));
                }
            }
            let Some((row, signature)) = after else { continue };
            self.all.insert(Arc::clone(row), Arc::clone(&signature), self.arrangement, &Query::default());
            if matches {
                self.count.add(row);
                self.groups.join(self.arrangement.grouping, row);
                self.matching.insert(Arc::clone(row), signature, self.arrangement, &self.query);
            }
        }
        self.groups.settle();
    }

    /// Shows the rows that match this query.
    pub fn search(&mut self, query: &Query, now: Timestamp) {
        let narrows = query.narrows(&self.query) && !query.depends_on_time() && self.leaving.is_empty();
        self.query = query.clone();
        if narrows && !self.query.has_ranks() {
            self.matching.retain(|row, signature| query.matches_signed(signature, row, now));
            self.count.restart();
            self.regroup();
        } else {
            self.filter(now);
        }
    }

    /// Asks the query again, where time alone changes what matches, and says whether it did.
    pub fn pass_time(&mut self, now: Timestamp) -> bool {
        let depends = self.query.depends_on_time();
        if depends {
            self.filter(now);
        }
        depends
    }

    /// Puts the rows into another arrangement.
    pub fn arrange(&mut self, arrangement: Arrangement) {
        self.arrangement = arrangement;
        self.all.sort(arrangement, &Query::default());
        self.matching.sort(arrangement, &self.query);
        self.regroup();
    }

    /// Removes a row that leaves for good, and says whether there was one.
    pub fn let_go(&mut self, key: &IngressKey) -> bool {
        let left = self.leaving.remove(key);
        if left {
            self.drop_row(key);
            self.groups.settle();
        }
        left
    }

    /// Hides the rows of a group, or shows them again.
    pub fn toggle(&mut self, label: Option<&str>) {
        self.groups.toggle(label);
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        if self.is_grouped() { self.groups.lines() } else { self.matching.rows().len() }
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.matching.rows().is_empty()
    }

    /// How many rows match, in groups that are hidden as well.
    pub fn matches(&self) -> usize {
        self.matching.rows().len() - self.leaving.len()
    }

    /// How many rows there are in all.
    pub fn total(&self) -> usize {
        self.all.rows().len()
    }

    /// Counts so many more of the rows that match, where they are not counted yet.
    pub fn count(&mut self, most: usize) {
        let Self { count, matching, leaving, .. } = self;
        count.proceed(most, || {
            let stays = |row: &&Arc<Ingress>| leaving.is_empty() || !leaving.contains(&row.key());
            matching.rows().iter().filter(stays).cloned().collect()
        });
    }

    /// What the rows that match amount to; null until [`View::count`] has counted all of them.
    pub fn summary(&self) -> Option<Summary> {
        self.count.summary()
    }

    /// All rows, in order.
    pub fn all(&self) -> &[Arc<Ingress>] {
        self.all.rows()
    }

    /// The rows that match, in order, among them those that leave.
    pub fn rows(&self) -> &[Arc<Ingress>] {
        self.matching.rows()
    }

    /// These lines, as far as they exist.
    pub fn lines(&self, range: Range<usize>) -> Vec<Line> {
        let end = range.end.min(self.len());
        (range.start..end).filter_map(|line| self.line(line)).collect()
    }

    /// This line, if it exists.
    pub fn line(&self, line: usize) -> Option<Line> {
        if !self.is_grouped() {
            return self.matching.rows().get(line).map(|row| self.row_line(row));
        }
        match self.groups.at(line)? {
            group::Place::Heading(group) => Some(Line::Group(group)),
            group::Place::Row(index) => self.matching.rows().get(index).map(|row| self.row_line(row)),
        }
    }

    /// Whether this line is the first row that answers the query's URL for any host, after others that name the host.
    pub fn begins_any_host(&self, line: usize) -> bool {
        let is_for_any_host = |line: usize| {
            let row = self.matching.rows().get(line);
            row.is_some_and(|row| self.query.is_for_any_host(row))
        };
        let before = line.checked_sub(1).filter(|_| self.query.has_ranks() && !self.is_grouped());
        before.is_some_and(|before| is_for_any_host(line) && !is_for_any_host(before))
    }

    /// The line of a row; null where it is not shown. `hint` is the row as it was last known, which is found faster.
    pub fn position(&self, key: &IngressKey, hint: Option<&Ingress>) -> Option<usize> {
        let index = self.index(key, hint)?;
        if self.is_grouped() { self.groups.line_of(index) } else { Some(index) }
    }

    /// Where among [`View::rows`] a row is; null where it does not match. `hint` is as for [`View::position`].
    pub fn index(&self, key: &IngressKey, hint: Option<&Ingress>) -> Option<usize> {
        let found = hint.and_then(|row| self.matching.find(row, self.arrangement, &self.query));
        found.or_else(|| self.matching.find_key(key))
    }

    /// The line of the heading of a group; null where there is none.
    pub fn position_of_group(&self, label: Option<&str>) -> Option<usize> {
        if self.is_grouped() { self.groups.line_of_heading(label) } else { None }
    }

    fn row_line(&self, row: &Arc<Ingress>) -> Line {
        let leaves = !self.leaving.is_empty() && self.leaving.contains(&row.key());
        Line::Row { row: Arc::clone(row), leaves }
    }

    fn is_grouped(&self) -> bool {
        self.arrangement.grouping != Grouping::None
    }

    fn filter(&mut self, now: Timestamp) {
        self.leaving.clear();
        self.count.restart();
        let query = &self.query;
        self.matching = self.all.filtered(|row, signature| query.matches_signed(signature, row, now));
        if query.has_ranks() {
            self.matching.sort(self.arrangement, query);
        }
        self.regroup();
    }

    fn regroup(&mut self) {
        self.groups.rebuild(self.arrangement.grouping, self.matching.rows());
    }

    fn drop_row(&mut self, key: &IngressKey) {
        if let Some(index) = self.matching.find_key(key) {
            let row = self.matching.remove_at(index);
            self.groups.leave(self.arrangement.grouping.label(&row));
        }
    }
}

#[cfg(test)]
mod tests;
