//! Keeps what is found about rows beside them.
//!
//! It has a lock of its own, which the writer takes before that of the rows and holds until they are as the index is:
//! who asks the index and the rows, in this order, is answered from one position.
//!
//! Rows matter more than what is found about them: a panic over what is found takes that away and nothing else.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use kube_ingress_dash_insight::{FoundKinds, Index};
use kube_ingress_dash_model::key::IngressKey;

use super::state::State;
use super::turn::{Turn, Turns};
use super::{ChangeKind, Partition, Row};
use crate::viewer::Sight;

/// A first list of more rows than this waits for other first lists, so that what they share is looked at once.
pub(super) const MANY: usize = 100;

/// When it is found out what is found about rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Settlement {
    Now,
    /// With the next change that is not put off.
    Later,
}

impl State {
    /// At the start many lists come one after the other: their rows have neighbours in lists that are still to come.
    pub(super) fn settlement(&self, partition: &Partition, kind: &ChangeKind) -> Settlement {
        let can_wait = match kind {
            ChangeKind::Listed(rows) => rows.len() > MANY,
            // A watch begins right after its list.
            ChangeKind::Confirmed => true,
            _ => false,
        };
        if can_wait && self.awaits_lists_beside(partition) { Settlement::Later } else { Settlement::Now }
    }

    fn awaits_lists_beside(&self, partition: &Partition) -> bool {
        self.sources.iter().any(|(other, source)| other != partition && !source.is_settled())
    }
}

/// Follows what was decided about rows. Gives the rows with what is found about them, and the rows about which other
/// things are found than before.
pub(super) fn follow(index: &mut Index, mut of_objects: Vec<Turn>, settlement: Settlement) -> Turns {
    for turn in &of_objects {
        for key in &turn.gone {
            index.remove(key);
        }
        for row in &turn.upserted {
            take_in(index, row);
        }
    }
    let mut of_others = match settlement {
        Settlement::Now => settle(index),
        Settlement::Later => Vec::new(),
    };
    let mut told = HashSet::<IngressKey>::new();
    for row in of_objects.iter_mut().flat_map(|turn| &mut turn.upserted) {
        let key = row.key();
        *row = row.clone().with_found(index.found(&key));
        told.insert(key);
    }
    of_others.retain(|(key, _)| !told.contains(key));
    Turns { of_objects, of_others }
}

/// Finds out what changes concern. Gives the Ingresses about which other things are found than before.
pub(super) fn settle(index: &mut Index) -> Vec<(IngressKey, FoundKinds)> {
    catch_unwind(AssertUnwindSafe(|| index.settle())).unwrap_or_else(|_| {
        tracing::error!("finding out what is wrong with Ingresses panicked; findings may be missing");
        Vec::new()
    })
}

/// The row is there, or is another than it was.
pub(super) fn take_in(index: &mut Index, row: &Row) {
    let read = || row.ingress(Sight::Whole).map(|ingress| index.upsert(&ingress));
    let trouble = match catch_unwind(AssertUnwindSafe(read)) {
        Ok(Ok(())) => return,
        Ok(Err(error)) => error.to_string(),
        Err(_) => "reading it panicked".to_owned(),
    };
    tracing::error!(ingress = %row.key(), "nothing is found about a row: {trouble}");
    index.remove(&row.key());
}
