//! What is found when other facts are known than before.
//!
//! All rows are looked at anew, which for a hundred thousand takes longer than changes should wait. So it is done beside
//! the board, from the rows of one moment; the writer then adds what has changed since and puts it in place.

use kube_ingress_dash_insight::{Facts, FoundKinds, Index};
use kube_ingress_dash_model::key::IngressKey;

use super::rows::Rows;
use super::state::State;
use super::{BoardReader, Difference, Row, Snapshot, insight};
use crate::viewer::Viewer;

/// What is found about the rows of one moment by other facts than the board knows.
#[derive(Debug)]
pub struct Renewal {
    index: Index,
    rows: Snapshot,
}

impl Renewal {
    /// Finds it out. Takes about as long as a list of all rows.
    pub fn of(board: &BoardReader, facts: Facts) -> Self {
        let rows = everything(board);
        let mut index = Index::new(facts);
        for row in rows.rows() {
            insight::take_in(&mut index, row);
        }
        insight::settle(&mut index);
        Self { index, rows }
    }

    /// The index of the rows as they are now.
    pub(super) fn caught_up(self, board: &BoardReader) -> Index {
        let Self { mut index, rows } = self;
        let Difference { removed, upserted } = everything(board).difference(&rows);
        for key in &removed {
            index.remove(key);
        }
        for row in &upserted {
            insight::take_in(&mut index, row);
        }
        insight::settle(&mut index);
        index
    }
}

fn everything(board: &BoardReader) -> Snapshot {
    board.snapshot(&Viewer::unrestricted().select(None))
}

impl State {
    /// The rows about which the index finds other things than they say.
    pub(super) fn found_otherwise(&self, index: &Index) -> Vec<(IngressKey, FoundKinds)> {
        let rows = self.rows.values().flat_map(Rows::iter);
        let found = |row: &Row| {
            let key = row.key();
            let found = index.found(&key);
            (!row.has_found(found)).then_some((key, found))
        };
        rows.filter_map(|row| found(row)).collect()
    }
}
