//! The rows of one namespace, in segments.
//!
//! A change copies one segment of pointers, whatever the size of the namespace; readers that hold the old segment
//! keep what they were given.

use std::collections::HashSet;
use std::sync::Arc;

use kube_ingress_dash_model::event::BATCH;
use kube_ingress_dash_model::key::IngressKey;

use super::{Row, Segment};

/// So many changes copy a segment each at most; for more of them the rows are gone through once.
const FEW: usize = 4;

/// Rows by name. No segment is empty; they follow each other in order.
#[derive(Debug, Default)]
pub(super) struct Rows {
    segments: Vec<Arc<Segment>>,
}

impl Rows {
    pub(super) fn segments(&self) -> &[Arc<Segment>] {
        &self.segments
    }

    pub(super) fn len(&self) -> usize {
        self.segments.iter().map(|segment| segment.rows().len()).sum()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Arc<Row>> {
        self.segments.iter().flat_map(|segment| segment.rows())
    }

    pub(super) fn get(&self, name: &str) -> Option<&Arc<Row>> {
        let segment = self.segments.get(self.home(name))?;
        segment.find(name).ok().map(|index| &segment.rows()[index])
    }

    /// Takes out the rows of these keys, and adds these rows, which come in the order of their names, or puts them in
    /// the place of those of their names. Few are done one by one, many in one go.
    pub(super) fn turn(&mut self, gone: &[IngressKey], upserted: &[Arc<Row>]) {
        if gone.len() + upserted.len() <= FEW {
            for key in gone {
                self.remove(&key.name);
            }
            for row in upserted {
                self.insert(Arc::clone(row));
            }
            return;
        }
        let gone: HashSet<&str> = gone.iter().map(|key| key.name.as_str()).collect();
        let mut rows = Vec::with_capacity(self.len() + upserted.len());
        let mut upserted = upserted.iter().peekable();
        for known in self.iter().filter(|row| !gone.contains(row.name())) {
            while let Some(row) = upserted.next_if(|row| row.name() < known.name()) {
                rows.push(Arc::clone(row));
            }
            let other = upserted.next_if(|row| row.name() == known.name());
            rows.push(Arc::clone(other.unwrap_or(known)));
        }
        rows.extend(upserted.cloned());
        self.replace(rows);
    }

    /// Adds the row, or replaces the one of its name.
    fn insert(&mut self, row: Arc<Row>) {
        let home = self.home(row.name());
        let Some(segment) = self.segments.get(home) else {
            self.segments.push(Arc::new(Segment::new(vec![row])));
            return;
        };
        let mut rows = segment.rows().to_vec();
        match segment.find(row.name()) {
            Ok(index) => rows[index] = row,
            Err(index) => rows.insert(index, row),
        }
        if rows.len() <= BATCH {
            self.segments[home] = Arc::new(Segment::new(rows));
            return;
        }
        let appended_at_the_end = home + 1 == self.segments.len() && self.segments[home].is_full();
        let tail = rows.split_off(if appended_at_the_end { BATCH } else { rows.len() / 2 });
        self.segments[home] = Arc::new(Segment::new(rows));
        self.segments.insert(home + 1, Arc::new(Segment::new(tail)));
    }

    /// Makes these all the rows; they come in the order of their names. A segment in which nothing changed stays.
    fn replace(&mut self, rows: Vec<Arc<Row>>) {
        let old = std::mem::take(&mut self.segments);
        let mut rows = rows.into_iter().peekable();
        let mut ends = old.iter().skip(1).map(|segment| segment.rows().first());
        for segment in &old {
            let end = ends.next().flatten();
            let mut run = Vec::with_capacity(segment.rows().len());
            while let Some(row) = rows.next_if(|row| end.is_none_or(|end| row.name() < end.name())) {
                run.push(row);
            }
            if run.len() == segment.rows().len()
                && run.iter().zip(segment.rows()).all(|(a, b)| Arc::ptr_eq(a, b))
            {
                self.segments.push(Arc::clone(segment));
            } else {
                self.append(&run);
            }
        }
        let rest: Vec<_> = rows.collect();
        self.append(&rest);
    }

    fn append(&mut self, rows: &[Arc<Row>]) {
        self.segments.extend(rows.chunks(BATCH).map(|run| Arc::new(Segment::new(run.to_vec()))));
    }

    fn remove(&mut self, name: &str) {
        let home = self.home(name);
        let Some((segment, index)) =
            self.segments.get(home).and_then(|segment| Some((segment, segment.find(name).ok()?)))
        else {
            return;
        };
        let mut rows = segment.rows().to_vec();
        rows.remove(index);
        if rows.is_empty() {
            self.segments.remove(home);
        } else {
            self.segments[home] = Arc::new(Segment::new(rows));
        }
    }

    /// The segment that holds the name or would take it: the last one that does not begin after it.
    fn home(&self, name: &str) -> usize {
        self.segments
            .partition_point(|segment| segment.rows().first().is_some_and(|row| row.name() <= name))
            .saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::tests::row;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    #[derive(Debug, Clone)]
    enum Operation {
        Insert(u16, u16),
        Remove(u16),
        /// Drops every row whose number this divides, and adds those of the multiples of the other up to a bound.
        Replace(u16, u16),
    }

    fn operation() -> impl Strategy<Value = Operation> {
        prop_oneof![
            300 => (0..2000_u16, 0..100_u16).prop_map(|(name, version)| Operation::Insert(name, version)),
            1 => (1..20_u16, 1..50_u16).prop_map(|(drop, add)| Operation::Replace(drop, add)),
            100 => (0..2000_u16).prop_map(Operation::Remove),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn rows_behave_as_a_sorted_map(operations in prop::collection::vec(operation(), 0..3000)) {
            let (mut rows, mut map) = (Rows::default(), BTreeMap::new());
            for operation in operations {
                match operation {
                    Operation::Insert(name, version) => {
                        let row = Arc::new(row("shop", &format!("web-{name}"), &version.to_string()));
                        map.insert(row.name().to_owned(), Arc::clone(&row));
                        rows.turn(&[], &[row]);
                    }
                    Operation::Replace(drop, add) => {
                        let mut kept = 0_u16;
                        let mut is_dropped = || { kept = kept.wrapping_add(1); kept.is_multiple_of(drop) };
                        let gone: Vec<_> =
                            map.extract_if(.., |_, _| is_dropped()).map(|(_, row): (_, Arc<Row>)| row.key()).collect();
                        let added = (0..2000).step_by(usize::from(add)).map(|number| {
                            let row = Arc::new(row("shop", &format!("web-{number}"), "new"));
                            (row.name().to_owned(), row)
                        });
                        let added: BTreeMap<_, _> = added.collect();
                        map.extend(added.clone());
                        rows.turn(&gone, &added.into_values().collect::<Vec<_>>());
                    }
                    Operation::Remove(name) => {
                        let name = format!("web-{name}");
                        rows.turn(&[IngressKey::new("shop", &name)], &[]);
                        map.remove(&name);
                    }
                }
            }
            prop_assert!(rows.iter().eq(map.values()));
            prop_assert!(map.keys().all(|name| rows.get(name) == map.get(name)));
            prop_assert!(rows.segments().iter().all(|part| (1..=BATCH).contains(&part.rows().len())));
        }
    }
}
