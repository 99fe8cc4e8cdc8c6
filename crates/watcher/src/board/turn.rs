//! What a change does to rows: decided while readers read on, and then done at once.
//!
//! Between the two it is found out what else is found about rows from now on, which for a hundred thousand rows takes
//! longer than readers should wait.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use kube_ingress_dash_insight::FoundKinds;
use kube_ingress_dash_model::key::IngressKey;

use super::rows::Rows;
use super::state::State;
use super::{Audience, ChangeKind, Partition, Plan, Row};

/// What becomes of the rows of one namespace.
#[derive(Debug)]
pub(super) struct Turn {
    pub(super) namespace: String,
    pub(super) gone: Vec<IngressKey>,
    /// Rows that are new or another version than before, by name.
    pub(super) upserted: Vec<Row>,
}

/// All that becomes of rows by one change.
#[derive(Debug, Default)]
pub(super) struct Turns {
    /// What the change itself does, one for each namespace.
    pub(super) of_objects: Vec<Turn>,
    /// What is found from now on about rows that stay.
    pub(super) of_others: Vec<(IngressKey, FoundKinds)>,
}

impl State {
    /// What the change of this partition does to rows. Those that a list brings are taken out of the change.
    pub(super) fn decide(&self, partition: &Partition, kind: &mut ChangeKind, now: Timestamp) -> Vec<Turn> {
        let Some(source) = self.sources.get(partition) else { return Vec::new() };
        let changed_at = source.sees_changes().then_some(now);
        match kind {
            ChangeKind::Listed(rows) => self.replace(partition, std::mem::take(rows), changed_at),
            ChangeKind::Warmed { rows, .. } if source.may_be_warmed() => {
                self.replace(partition, std::mem::take(rows), changed_at)
            }
            ChangeKind::Missing | ChangeKind::Denied { .. } => self.replace(partition, Vec::new(), None),
            ChangeKind::Failed { error, .. } if source.is_warm_and_refused(error) => {
                self.replace(partition, Vec::new(), None)
            }
            ChangeKind::Upserted(row) => self.upsert(partition, row, now).into_iter().collect(),
            ChangeKind::Removed(key) => self.remove(partition, key).into_iter().collect(),
            ChangeKind::Warmed { .. } | ChangeKind::Confirmed | ChangeKind::Failed { .. } => Vec::new(),
        }
    }

    /// The rows that belong to no partition of the plan go.
    pub(super) fn decide_plan(&self, plan: &Plan) -> Vec<Turn> {
        let is_watched =
            |namespace: &str| plan.partitions.iter().any(|partition| partition.contains(namespace));
        let homeless = self.rows.keys().filter(|namespace| !is_watched(namespace));
        homeless.filter_map(|namespace| self.replace_namespace(namespace, BTreeMap::new(), None)).collect()
    }

    /// Makes `rows` the rows of the partition.
    fn replace(&self, partition: &Partition, rows: Vec<Row>, changed_at: Option<Timestamp>) -> Vec<Turn> {
        let mut incoming: BTreeMap<String, BTreeMap<String, Row>> = BTreeMap::new();
        for row in rows.into_iter().filter(|row| partition.contains(row.namespace())) {
            incoming.entry(row.namespace().to_owned()).or_default().insert(row.name().to_owned(), row);
        }
        let was_there = self.rows.keys().filter(|namespace| partition.contains(namespace)).cloned();
        let namespaces: BTreeSet<String> = was_there.chain(incoming.keys().cloned()).collect();
        let turn = |namespace: String| {
            let rows = incoming.remove(&namespace).unwrap_or_default();
            self.replace_namespace(&namespace, rows, changed_at)
        };
        namespaces.into_iter().filter_map(turn).collect()
    }

    fn replace_namespace(
        &self,
        namespace: &str,
        mut incoming: BTreeMap<String, Row>,
        changed_at: Option<Timestamp>,
    ) -> Option<Turn> {
        let mut gone = Vec::new();
        for known in self.rows.get(namespace).into_iter().flat_map(Rows::iter) {
            match incoming.get(known.name()) {
                None => gone.push(known.key()),
                Some(row) if known.same_version(row) => {
                    incoming.remove(known.name());
                }
                Some(_) => {}
            }
        }
        let upserted: Vec<Row> = incoming.into_values().map(|row| row.with_change_at(changed_at)).collect();
        let namespace = namespace.to_owned();
        (!gone.is_empty() || !upserted.is_empty()).then_some(Turn { namespace, gone, upserted })
    }

    fn upsert(&self, partition: &Partition, row: &Row, now: Timestamp) -> Option<Turn> {
        let known = self.rows.get(row.namespace()).and_then(|rows| rows.get(row.name()));
        if !partition.contains(row.namespace()) || known.is_some_and(|known| known.same_version(row)) {
            return None;
        }
        let upserted = vec![row.clone().with_change_at(Some(now))];
        Some(Turn { namespace: row.namespace().to_owned(), gone: Vec::new(), upserted })
    }

    fn remove(&self, partition: &Partition, key: &IngressKey) -> Option<Turn> {
        let rows = self.rows.get(&key.namespace).filter(|_| partition.contains(&key.namespace))?;
        rows.get(&key.name)?;
        Some(Turn { namespace: key.namespace.clone(), gone: vec![key.clone()], upserted: Vec::new() })
    }

    /// Does what was decided, publishes it, and gives the namespaces that had no rows before or have none now.
    pub(super) fn turn(&mut self, turns: Turns) -> Vec<String> {
        let mut turned = Vec::new();
        for Turn { namespace, gone, upserted } in turns.of_objects {
            let upserted: Vec<Arc<Row>> = upserted.into_iter().map(Arc::new).collect();
            let rows = self.rows.entry(namespace.clone()).or_default();
            let was_empty = rows.is_empty();
            rows.turn(&gone, &upserted);
            let is_empty = rows.is_empty();
            if is_empty {
                self.rows.remove(&namespace);
            }
            self.publish_removals(&namespace, gone);
            self.publish_upserts(&Audience::Namespace(namespace.clone()), &upserted);
            if was_empty != is_empty {
                turned.push(namespace);
            }
        }
        self.tell_others(turns.of_others);
        turned
    }

    /// Publishes what is found from now on about rows whose objects are as they were.
    fn tell_others(&mut self, others: Vec<(IngressKey, FoundKinds)>) {
        let mut namespaces = BTreeMap::<String, BTreeMap<String, FoundKinds>>::new();
        for (key, found) in others {
            namespaces.entry(key.namespace).or_default().insert(key.name, found);
        }
        for (namespace, others) in namespaces {
            let Some(rows) = self.rows.get_mut(&namespace) else { continue };
            let (mut updated, mut of_all, mut of_unrestricted) = (Vec::new(), Vec::new(), Vec::new());
            for (name, found) in others {
                let Some(known) = rows.get(&name) else { continue };
                let row = Arc::new(Row::clone(known).with_found(found));
                let audience = if known.has_own(found) { &mut of_unrestricted } else { &mut of_all };
                audience.push(Arc::clone(&row));
                updated.push(row);
            }
            rows.turn(&[], &updated);
            self.publish_upserts(&Audience::Namespace(namespace.clone()), &of_all);
            self.publish_upserts(&Audience::Unrestricted(namespace), &of_unrestricted);
        }
    }
}
