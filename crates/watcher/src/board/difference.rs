//! What leads from one snapshot to a later one, however many events lie between them.

use std::collections::HashSet;
use std::sync::Arc;

use kube_ingress_dash_model::key::IngressKey;

use super::{Row, Segment};
use crate::viewer::Sight;

/// The rows in which two snapshots of one selection differ.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// Keys of rows that the later one has no more.
    pub removed: Vec<IngressKey>,
    /// Rows that the later one has and the earlier one has not, or not like this.
    pub upserted: Vec<Arc<Row>>,
}

impl Difference {
    /// What a reader of this sight has to be told. Costs a comparison of pointers for each segment, and for each row of
    /// those that were changed.
    pub(super) fn between(earlier: &[Arc<Segment>], later: &[Arc<Segment>], sight: Sight) -> Self {
        let mut difference = Self::default();
        let mut was = rows_outside(later, earlier).peekable();
        for row in rows_outside(earlier, later) {
            while let Some(gone) = was.next_if(|old| place(old) < place(row)) {
                difference.removed.push(gone.key());
            }
            match was.next_if(|old| place(old) == place(row)) {
                Some(old) if Arc::ptr_eq(old, row) || old.reads_as(row, sight) => {}
                _ => difference.upserted.push(Arc::clone(row)),
            }
        }
        difference.removed.extend(was.map(|gone| gone.key()));
        difference
    }
}

/// The rows of those segments of `all` that are not among the `known` ones, in order.
fn rows_outside<'a>(
    known: &'a [Arc<Segment>],
    all: &'a [Arc<Segment>],
) -> impl Iterator<Item = &'a Arc<Row>> {
    let known: HashSet<*const Segment> = known.iter().map(Arc::as_ptr).collect();
    all.iter()
        .filter(move |segment| !known.contains(&Arc::as_ptr(segment)))
        .flat_map(|segment| segment.rows())
}

/// Where a row stands in a snapshot.
fn place(row: &Row) -> (&str, &str) {
    (row.namespace(), row.name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::tests::{at, board_of, everything, in_namespace, row};
    use crate::board::{Board, ChangeKind};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    const NAMESPACES: [&str; 3] = ["pay", "shop", "vault"];

    #[derive(Debug, Clone, Copy)]
    enum Operation {
        Upsert { namespace: usize, name: u16, version: u16 },
        Remove { namespace: usize, name: u16 },
        List { namespace: usize, names: u16 },
    }

    fn operation() -> impl Strategy<Value = Operation> {
        let namespace = 0..NAMESPACES.len();
        prop_oneof![
            20 => (namespace.clone(), 0..1500_u16, 0..5_u16)
                .prop_map(|(namespace, name, version)| Operation::Upsert { namespace, name, version }),
            20 => (namespace.clone(), 0..1500_u16)
                .prop_map(|(namespace, name)| Operation::Remove { namespace, name }),
            1 => (namespace, 0..1500_u16)
                .prop_map(|(namespace, names)| Operation::List { namespace, names }),
        ]
    }

    fn name(number: u16) -> String {
        format!("web-{number}")
    }

    fn apply(board: &mut Board, operation: Operation) {
        let (namespace, kind) = match operation {
            Operation::Upsert { namespace, name: number, version } => {
                let row = row(NAMESPACES[namespace], &name(number), &version.to_string());
                (namespace, ChangeKind::Upserted(row))
            }
            Operation::Remove { namespace, name: number } => {
                (namespace, ChangeKind::Removed(IngressKey::new(NAMESPACES[namespace], name(number))))
            }
            Operation::List { namespace, names } => {
                let rows = (0..names).map(|number| row(NAMESPACES[namespace], &name(number), "0"));
                (namespace, ChangeKind::Listed(rows.collect()))
            }
        };
        board.apply(in_namespace(NAMESPACES[namespace], kind), at(1));
    }

    fn rows(board: &Board) -> BTreeMap<IngressKey, Arc<Row>> {
        board.reader().snapshot(&everything()).rows().map(|row| (row.key(), Arc::clone(row))).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn the_difference_leads_from_one_to_the_other_and_says_nothing_else(
            before in prop::collection::vec(operation(), 0..80),
            between in prop::collection::vec(operation(), 0..80),
        ) {
            let mut board = board_of(&NAMESPACES, 10);
            for operation in before {
                apply(&mut board, operation);
            }
            let (earlier, mut expected) = (board.reader().snapshot(&everything()), rows(&board));
            for operation in between {
                apply(&mut board, operation);
            }
            let later = board.reader().snapshot(&everything());

            let difference = later.difference(&earlier);

            for key in difference.removed {
                prop_assert!(expected.remove(&key).is_some(), "{key} was there");
            }
            for row in difference.upserted {
                let known = expected.insert(row.key(), Arc::clone(&row));
                prop_assert!(known.is_none_or(|known| !Arc::ptr_eq(&known, &row)), "it is new");
            }
            prop_assert_eq!(expected, rows(&board));
            prop_assert_eq!(later.difference(&later), Difference::default());
        }
    }
}
