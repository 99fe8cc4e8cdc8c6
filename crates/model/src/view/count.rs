//! What the rows that match amount to. After a search it is counted a part at a time, so that it delays no frame, and
//! changes meanwhile are counted as they come.

use std::sync::Arc;

use crate::ingress::Ingress;
use crate::summary::{Summary, Tally};

/// The count of the rows that match.
#[derive(Debug, Default)]
pub(super) struct Count {
    tally: Tally,
    progress: Progress,
}

#[derive(Debug, Default)]
enum Progress {
    /// Nothing is counted.
    #[default]
    Due,
    /// These rows are not counted yet.
    Under(std::vec::IntoIter<Arc<Ingress>>),
    Done,
}

impl Count {
    /// Begins anew: other rows match.
    pub(super) fn restart(&mut self) {
        *self = Self::default();
    }

    /// A row has joined those that match.
    pub(super) fn add(&mut self, row: &Ingress) {
        if !matches!(self.progress, Progress::Due) {
            self.tally.add(row);
        }
    }

    /// A row has left those that match.
    pub(super) fn remove(&mut self, row: &Ingress) {
        if !matches!(self.progress, Progress::Due) {
            self.tally.remove(row);
        }
    }

    /// Counts so many more rows; `all` gives those that match now.
    pub(super) fn proceed(&mut self, most: usize, all: impl FnOnce() -> Vec<Arc<Ingress>>) {
        if matches!(self.progress, Progress::Due) {
            self.progress = Progress::Under(all().into_iter());
        }
        if let Progress::Under(rest) = &mut self.progress {
            rest.by_ref().take(most).for_each(|row| self.tally.add(&row));
            if rest.len() == 0 {
                self.progress = Progress::Done;
            }
        }
    }

    /// What the rows amount to, once all are counted.
    pub(super) fn summary(&self) -> Option<Summary> {
        matches!(self.progress, Progress::Done).then(|| self.tally.summary())
    }
}
