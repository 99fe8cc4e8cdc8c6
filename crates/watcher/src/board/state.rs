//! The rows, the statuses and the log under one lock, so that a reader sees all of them at one position.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use kube_ingress_dash_model::event::{BATCH, Event, Remove, Status, Upsert};
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_model::position::{Epoch, Position};
use kube_ingress_dash_model::status::{ErrorClass, NamespaceStatus, Scope, WatchError, WatchState};

use super::log::{Found, Log};
use super::rows::Rows;
use super::statuses::SourceStatus;
use super::{Audience, Change, ChangeKind, Counts, Partition, Segment};
use crate::viewer::Selection;

#[derive(Debug)]
pub(super) struct State {
    log: Log,
    scope: Scope,
    sources: BTreeMap<Partition, SourceStatus>,
    rows: BTreeMap<String, Rows>,
    started: Timestamp,
    complete: AtomicBool,
}

impl State {
    pub(super) fn new(
        epoch: Epoch,
        replay: usize,
        scope: Scope,
        partitions: impl IntoIterator<Item = Partition>,
        now: Timestamp,
    ) -> Self {
        Self {
            log: Log::new(epoch, replay),
            scope,
            sources: partitions
                .into_iter()
                .map(|partition| (partition, SourceStatus::connecting(now)))
                .collect(),
            rows: BTreeMap::new(),
            started: now,
            complete: AtomicBool::new(false),
        }
    }

    pub(super) fn latest(&self) -> u64 {
        self.log.latest()
    }

    pub(super) fn position(&self) -> Position {
        self.log.epoch().at(self.log.latest())
    }

    pub(super) fn scope(&self) -> &Scope {
        &self.scope
    }

    pub(super) fn reaches_back_to(&self, sequence: u64) -> bool {
        self.log.reaches_back_to(sequence)
    }

    pub(super) fn after(&self, sequence: u64, selection: &Selection) -> Found {
        self.log.after(sequence, selection)
    }

    pub(super) fn segments(&self, selection: &Selection) -> Vec<Arc<Segment>> {
        self.rows
            .iter()
            .filter(|(namespace, _)| selection.contains(namespace))
            .flat_map(|(_, rows)| rows.segments().iter().map(Arc::clone))
            .collect()
    }

    pub(super) fn partition(&self, partition: &Partition) -> (Option<WatchState>, Vec<Arc<Segment>>) {
        let own = self.rows.iter().filter(|(namespace, _)| partition.contains(namespace));
        let segments = own.flat_map(|(_, rows)| rows.segments().iter().map(Arc::clone)).collect();
        (self.sources.get(partition).map(SourceStatus::state), segments)
    }

    pub(super) fn row(&self, selection: &Selection, key: &IngressKey) -> Option<Arc<Ingress>> {
        let rows = self.rows.get(&key.namespace).filter(|_| selection.contains(&key.namespace))?;
        rows.get(&key.name).map(Arc::clone)
    }

    /// The statuses of the selection: of the shared source, of every namespace that has rows or a source of its own,
    /// and of every namespace that was named.
    pub(super) fn statuses(&self, selection: &Selection) -> Vec<NamespaceStatus> {
        let shared = self.sources.contains_key(&Partition::Cluster).then(|| self.status_of_cluster());
        let own = self.sources.keys().filter(|source| **source != Partition::Cluster).map(Partition::label);
        let names: BTreeSet<&str> = own
            .chain(self.rows.keys().map(String::as_str))
            .filter(|namespace| selection.contains(namespace))
            .chain(selection.named().into_iter().flatten().map(String::as_str))
            .collect();
        let each = names.into_iter().map(|namespace| self.status_of(namespace));
        shared.flatten().into_iter().chain(each).collect()
    }

    pub(super) fn counts(&self) -> Counts {
        let mut counts = Counts {
            ingresses: self.rows.values().map(Rows::len).sum(),
            namespaces: self.rows.len(),
            ..Counts::default()
        };
        for source in self.sources.values() {
            *counts.sources.entry(source.state()).or_default() += 1;
        }
        counts
    }

    pub(super) fn is_complete(&self, now: Timestamp) -> bool {
        if self.complete.load(Ordering::Relaxed) {
            return true;
        }
        let any_live = self.sources.values().any(SourceStatus::is_live);
        let complete = self
            .sources
            .values()
            .all(|source| source.is_settled() || (any_live && source.has_failed_for_long(now)));
        self.complete.fetch_or(complete, Ordering::Relaxed);
        complete
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
                turned.extend(self.upsert(&partition, *row, now));
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
        match (changed, &partition) {
            (true, Partition::Namespace(namespace)) => self.publish_status(namespace),
            (true, Partition::Cluster) => self.publish_status_of_cluster(turned),
            (false, Partition::Cluster) => {
                for namespace in &turned {
                    self.publish_status(namespace);
                }
            }
            (false, Partition::Namespace(_)) => {}
        }
    }

    /// Makes `rows` the rows of the partition, publishes the difference, and gives the namespaces that had no rows
    /// before or have none now.
    fn replace(&mut self, partition: &Partition, rows: Vec<Ingress>, now: Timestamp) -> Vec<String> {
        let changed_at = self.sources.get(partition).is_some_and(SourceStatus::sees_changes).then_some(now);
        let mut incoming: BTreeMap<String, BTreeMap<String, Ingress>> = BTreeMap::new();
        for row in rows.into_iter().filter(|row| partition.contains(&row.namespace)) {
            incoming.entry(row.namespace.clone()).or_default().insert(row.name.clone(), row);
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
        incoming: BTreeMap<String, Ingress>,
        changed_at: Option<Timestamp>,
    ) {
        let current = self.rows.entry(namespace.to_owned()).or_default();
        let gone: Vec<IngressKey> =
            current.iter().filter(|row| !incoming.contains_key(&row.name)).map(|row| row.key()).collect();
        for key in &gone {
            current.remove(&key.name);
        }
        let mut upserted = Vec::new();
        for (_, mut row) in incoming {
            if current.get(&row.name).is_none_or(|known| !known.same_version(&row)) {
                row.changed_at = changed_at;
                let row = Arc::new(row);
                current.insert(Arc::clone(&row));
                upserted.push(row);
            }
        }
        if current.is_empty() {
            self.rows.remove(namespace);
        }
        self.publish_removals(namespace, gone);
        self.publish_upserts(namespace, &upserted);
    }

    /// Adds or replaces a row, and gives its namespace if that had no rows.
    fn upsert(&mut self, partition: &Partition, mut row: Ingress, now: Timestamp) -> Option<String> {
        if !partition.contains(&row.namespace) {
            return None;
        }
        let namespace = row.namespace.clone();
        let rows = self.rows.entry(namespace.clone()).or_default();
        let is_new = rows.is_empty();
        if rows.get(&row.name).is_some_and(|known| known.same_version(&row)) {
            return None;
        }
        row.changed_at = Some(now);
        let row = Arc::new(row);
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

    fn publish_status_of_cluster(&mut self, turned: Vec<String>) {
        let Some(status) = self.status_of_cluster() else {
            return;
        };
        let event = Event::Status(Status { scope: None, namespaces: vec![status] });
        self.log.publish(Audience::Everybody, event);
        let namespaces: BTreeSet<String> = self.rows.keys().cloned().chain(turned).collect();
        for namespace in &namespaces {
            self.publish_status(namespace);
        }
    }

    fn publish_status(&mut self, namespace: &str) {
        let status = self.status_of(namespace);
        let event = Event::Status(Status { scope: None, namespaces: vec![status] });
        self.log.publish(Audience::Namespace(namespace.to_owned()), event);
    }

    fn publish_upserts(&mut self, namespace: &str, rows: &[Arc<Ingress>]) {
        for batch in rows.chunks(BATCH) {
            let event = Event::Upsert(Upsert { ingresses: batch.to_vec() });
            self.log.publish(Audience::Namespace(namespace.to_owned()), event);
        }
    }

    fn publish_removals(&mut self, namespace: &str, keys: Vec<IngressKey>) {
        if !keys.is_empty() {
            let event = Event::Remove(Remove { keys });
            self.log.publish(Audience::Namespace(namespace.to_owned()), event);
        }
    }

    fn status_of_cluster(&self) -> Option<NamespaceStatus> {
        let rows = self.rows.values().map(Rows::len).sum();
        let source = self.sources.get(&Partition::Cluster)?;
        Some(source.report(Partition::Cluster.label(), rows))
    }

    fn status_of(&self, namespace: &str) -> NamespaceStatus {
        let own = self.sources.get(&Partition::Namespace(namespace.to_owned()));
        match own.or_else(|| self.sources.get(&Partition::Cluster)) {
            Some(source) => source.report(namespace, self.rows.get(namespace).map_or(0, Rows::len)),
            None => self.unwatched(namespace),
        }
    }

    fn unwatched(&self, namespace: &str) -> NamespaceStatus {
        NamespaceStatus {
            namespace: namespace.to_owned(),
            state: WatchState::Unwatched,
            since: self.started,
            last_sync: None,
            next_attempt: None,
            ingresses: 0,
            error: Some(WatchError {
                class: ErrorClass::Permanent,
                status: None,
                reason: "NotWatched".to_owned(),
                message: "this server was not asked to watch the namespace".to_owned(),
            }),
        }
    }
}
