//! The groups of the rows that match: how many rows each has, and at which line each begins.

use std::collections::HashSet;
use std::sync::Arc;

use super::grouping::{self, Grouping};
use crate::ingress::Ingress;

/// The heading of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What its rows have in common; null where they have no value.
    pub label: Option<String>,
    /// How many rows it has.
    pub rows: usize,
    /// Whether its rows are hidden.
    pub is_collapsed: bool,
}

/// What is at a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The heading of this group.
    Heading(Group),
    /// The row of this index.
    Row(usize),
}

/// Groups in order.
#[derive(Debug, Default)]
pub(super) struct Groups {
    grouping: Grouping,
    runs: Vec<Group>,
    collapsed: HashSet<Option<String>>,
    /// For each group its first line and its first row, and at the end those after the last.
    starts: Vec<(usize, usize)>,
}

impl Groups {
    /// Begins anew with these rows, which are in order.
    pub(super) fn rebuild(&mut self, grouping: Grouping, rows: &[Arc<Ingress>]) {
        if self.grouping != grouping {
            self.collapsed.clear();
        }
        self.grouping = grouping;
        self.runs.clear();
        if grouping != Grouping::None {
            for row in rows {
                let label = grouping.label(row);
                match self.runs.last_mut() {
                    Some(group) if group.label.as_deref() == label => group.rows += 1,
                    _ => {
                        let group = self.group(label);
                        self.runs.push(group);
                    }
                }
            }
        }
        self.settle();
    }

    /// A row has joined the group of its label. [`Groups::settle`] ends a series of these.
    pub(super) fn join(&mut self, grouping: Grouping, row: &Ingress) {
        if grouping == Grouping::None {
            return;
        }
        let label = grouping.label(row);
        match self.find(label) {
            Ok(index) => self.runs[index].rows += 1,
            Err(index) => {
                let group = self.group(label);
                self.runs.insert(index, group);
            }
        }
    }

    /// A row has left the group of this label. [`Groups::settle`] ends a series of these.
    pub(super) fn leave(&mut self, label: Option<&str>) {
        if let Ok(index) = self.find(label) {
            self.runs[index].rows -= 1;
            if self.runs[index].rows == 0 {
                self.runs.remove(index);
            }
        }
    }

    /// Counts lines anew.
    pub(super) fn settle(&mut self) {
        self.starts.clear();
        let (mut line, mut row) = (0, 0);
        for group in &self.runs {
            self.starts.push((line, row));
            line += 1 + if group.is_collapsed { 0 } else { group.rows };
            row += group.rows;
        }
        self.starts.push((line, row));
    }

    pub(super) fn toggle(&mut self, label: Option<&str>) {
        let label = label.map(str::to_owned);
        if let Ok(index) = self.find(label.as_deref()) {
            let group = &mut self.runs[index];
            group.is_collapsed = !group.is_collapsed;
            if group.is_collapsed {
                self.collapsed.insert(label);
            } else {
                self.collapsed.remove(&label);
            }
            self.settle();
        }
    }

    /// How many lines headings and rows make.
    pub(super) fn lines(&self) -> usize {
        self.starts.last().map_or(0, |(line, _)| *line)
    }

    /// What is at this line.
    pub(super) fn at(&self, line: usize) -> Option<Place> {
        let index = self.starts.partition_point(|(first, _)| *first <= line).checked_sub(1)?;
        let group = self.runs.get(index)?;
        let (first_line, first_row) = self.starts[index];
        Some(match line - first_line {
            0 => Place::Heading(group.clone()),
            nth => Place::Row(first_row + nth - 1),
        })
    }

    /// The line of the row of this index; null where its group is collapsed.
    pub(super) fn line_of(&self, row: usize) -> Option<usize> {
        let index = self.starts.partition_point(|(_, first)| *first <= row).checked_sub(1)?;
        let group = self.runs.get(index)?;
        let (first_line, first_row) = self.starts[index];
        (!group.is_collapsed).then_some(first_line + 1 + row - first_row)
    }

    /// The line of the heading of this group.
    pub(super) fn line_of_heading(&self, label: Option<&str>) -> Option<usize> {
        let index = self.find(label).ok()?;
        self.starts.get(index).map(|(line, _)| *line)
    }

    fn group(&self, label: Option<&str>) -> Group {
        let label = label.map(str::to_owned);
        let is_collapsed = self.collapsed.contains(&label);
        Group { label, rows: 1, is_collapsed }
    }

    fn find(&self, label: Option<&str>) -> Result<usize, usize> {
        self.runs.binary_search_by(|group| grouping::compare(group.label.as_deref(), label))
    }
}
