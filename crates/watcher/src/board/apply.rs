//! What each change does to the state.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use kube_ingress_dash_model::key::IngressKey;

use super::state::State;
use super::statuses::SourceStatus;
use super::{Change, ChangeKind, Partition, Plan, Row};

impl State {
    /// Watches what the plan says from now on. Rows that belong to no partition of it go.
    pub(super) fn replan(&mut self, plan: &Plan, now: Timestamp) {
        let scope = plan.scope(&self.narrowing);
        let dropped: Vec<Partition> =
            self.sources.keys().filter(|source| !plan.partitions.contains(source)).cloned().collect();
        let added: Vec<&Partition> =
            plan.partitions.iter().filter(|partition| !self.sources.contains_key(partition)).collect();
        self.certain = plan.certain;
        for partition in &dropped {
            self.sources.remove(partition);
        }
        for partition in &added {
            self.sources.insert((*partition).clone(), SourceStatus::connecting(now));
        }
        let homeless: Vec<String> =
            self.rows.keys().filter(|namespace| !self.is_watched(namespace)).cloned().collect();
        for namespace in homeless {
            self.replace_namespace(&namespace, BTreeMap::new(), None);
        }
        if self.scope != scope {
            self.scope = scope;
            self.publish_scope();
        }
        for partition in dropped {
            if !self.is_watched(partition.label()) && partition != Partition::Cluster {
                self.publish_unwatched(partition.label());
            }
        }
        for partition in added {
            match partition {
                Partition::Cluster => self.publish_status_of_cluster(),
                Partition::Namespace(namespace) => self.publish_status(namespace),
            }
        }
    }

    fn is_watched(&self, namespace: &str) -> bool {
        self.sources.keys().any(|source| source.contains(namespace))
    }

    pub(super) fn apply(&mut self, change: Change, now: Timestamp) {
        let Change { partition, kind } = change;
        if !self.sources.contains_key(&partition) {
            return;
        }
        let mut turned = Vec::new();
        let changed = match kind {
            ChangeKind::Listed(rows) => {
                turned = self.replace(&partition, rows, now);
                self.step(&partition, |source| source.confirm(now))
            }
            ChangeKind::Warmed { rows, known } => {
                if !self.sources.get(&partition).is_some_and(SourceStatus::may_be_warmed) {
                    return;
                }
                turned = self.replace(&partition, rows, now);
                self.step(&partition, |source| source.warm(known))
            }
            ChangeKind::Missing => {
                turned = self.replace(&partition, Vec::new(), now);
                self.step(&partition, |source| source.miss(now))
            }
            ChangeKind::Upserted(row) => {
                turned.extend(self.upsert(&partition, row, now));
                self.step(&partition, |source| source.confirm(now))
            }
            ChangeKind::Removed(key) => {
                turned.extend(self.remove(&partition, key));
                self.step(&partition, |source| source.confirm(now))
            }
            ChangeKind::Confirmed => self.step(&partition, |source| source.refresh(now)),
            ChangeKind::Failed { error, next_attempt } => {
                if self.sources.get(&partition).is_some_and(|source| source.is_warm_and_refused(&error)) {
                    turned = self.replace(&partition, Vec::new(), now);
                    self.step(&partition, |source| {
                        source.cool(now);
                        true
                    });
                }
                self.step(&partition, |source| source.fail(error, next_attempt, now))
            }
            ChangeKind::Denied { error, next_attempt } => {
                turned = self.replace(&partition, Vec::new(), now);
                self.step(&partition, |source| source.deny(error, next_attempt, now))
            }
        };
        match &partition {
            Partition::Namespace(namespace) if changed => self.publish_status(namespace),
            Partition::Namespace(_) => {}
            Partition::Cluster => {
                if changed {
                    self.publish_status_of_cluster();
                }
                for namespace in &turned {
                    self.publish_status(namespace);
                }
            }
        }
    }

    /// Makes `rows` the rows of the partition, publishes the difference, and gives the namespaces that had no rows
    /// before or have none now.
    fn replace(&mut self, partition: &Partition, rows: Vec<Row>, now: Timestamp) -> Vec<String> {
        let changed_at = self.sources.get(partition).is_some_and(SourceStatus::sees_changes).then_some(now);
        let mut incoming: BTreeMap<String, BTreeMap<String, Row>> = BTreeMap::new();
        for row in rows.into_iter().filter(|row| partition.contains(row.namespace())) {
            incoming.entry(row.namespace().to_owned()).or_default().insert(row.name().to_owned(), row);
        }
        let was_there: BTreeSet<String> =
            self.rows.keys().filter(|namespace| partition.contains(namespace)).cloned().collect();
        let is_there: BTreeSet<String> = incoming.keys().cloned().collect();
        for namespace in was_there.union(&is_there) {
            let rows = incoming.remove(namespace).unwrap_or_default();
            self.replace_namespace(namespace, rows, changed_at);
        }
        was_there.symmetric_difference(&is_there).cloned().collect()
    }

    fn replace_namespace(
        &mut self,
        namespace: &str,
        incoming: BTreeMap<String, Row>,
        changed_at: Option<Timestamp>,
    ) {
        let current = self.rows.entry(namespace.to_owned()).or_default();
        let gone: Vec<IngressKey> =
            current.iter().filter(|row| !incoming.contains_key(row.name())).map(|row| row.key()).collect();
        let mut upserted = Vec::new();
        let mut rows = Vec::with_capacity(incoming.len());
        for (name, row) in incoming {
            if let Some(known) = current.get(&name).filter(|known| known.same_version(&row)) {
                rows.push(Arc::clone(known));
                continue;
            }
            let row = Arc::new(row.with_change_at(changed_at));
            upserted.push(Arc::clone(&row));
            rows.push(row);
        }
        if !gone.is_empty() || !upserted.is_empty() {
            current.replace(rows);
        }
        if current.is_empty() {
            self.rows.remove(namespace);
        }
        self.publish_removals(namespace, gone);
        self.publish_upserts(namespace, &upserted);
    }

    /// Adds or replaces a row, and gives its namespace if that had no rows.
    fn upsert(&mut self, partition: &Partition, row: Row, now: Timestamp) -> Option<String> {
        if !partition.contains(row.namespace()) {
            return None;
        }
        let namespace = row.namespace().to_owned();
        let rows = self.rows.entry(namespace.clone()).or_default();
        let is_new = rows.is_empty();
        if rows.get(row.name()).is_some_and(|known| known.same_version(&row)) {
            return None;
        }
        let row = Arc::new(row.with_change_at(Some(now)));
        rows.insert(Arc::clone(&row));
        self.publish_upserts(&namespace, &[row]);
        is_new.then_some(namespace)
    }

    /// Removes a row, and gives its namespace if that was its last.
    fn remove(&mut self, partition: &Partition, key: IngressKey) -> Option<String> {
        let rows = self.rows.get_mut(&key.namespace).filter(|_| partition.contains(&key.namespace))?;
        if !rows.remove(&key.name) {
            return None;
        }
        let was_last = rows.is_empty();
        let namespace = key.namespace.clone();
        if was_last {
            self.rows.remove(&namespace);
        }
        self.publish_removals(&namespace, vec![key]);
        was_last.then_some(namespace)
    }

    /// Takes a step of the source's state machine, and says whether readers must hear of it.
    fn step(&mut self, partition: &Partition, step: impl FnOnce(&mut SourceStatus) -> bool) -> bool {
        self.sources.get_mut(partition).is_some_and(step)
    }
}
