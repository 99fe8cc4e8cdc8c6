//! The rows, the statuses and the log under one lock, so that a reader sees all of them at one position.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_model::position::{Epoch, Position};
use kube_ingress_dash_model::status::{NamespaceStatus, Scope, WatchState};

use super::log::{Found, Log};
use super::rows::Rows;
use super::statuses::SourceStatus;
use super::{Counts, Partition, Plan, Row, Segment};
use crate::narrowing::Narrowing;
use crate::viewer::Selection;

#[derive(Debug)]
pub(super) struct State {
    pub(super) log: Log,
    pub(super) scope: Scope,
    pub(super) narrowing: Narrowing,
    pub(super) sources: BTreeMap<Partition, SourceStatus>,
    pub(super) rows: BTreeMap<String, Rows>,
    pub(super) started: Timestamp,
    /// Whether it is known what is to be watched.
    pub(super) certain: bool,
    complete: AtomicBool,
}

impl State {
    pub(super) fn new(
        epoch: Epoch,
        replay: usize,
        plan: &Plan,
        narrowing: Narrowing,
        now: Timestamp,
    ) -> Self {
        let connecting = |partition: &Partition| (partition.clone(), SourceStatus::connecting(now));
        Self {
            log: Log::new(epoch, replay),
            scope: plan.scope(&narrowing),
            narrowing,
            sources: plan.partitions.iter().map(connecting).collect(),
            rows: BTreeMap::new(),
            started: now,
            certain: plan.certain,
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

    pub(super) fn partitions(&self) -> Vec<Partition> {
        self.sources.keys().cloned().collect()
    }

    pub(super) fn partition(&self, partition: &Partition) -> (Option<WatchState>, Vec<Arc<Segment>>) {
        let own = self.rows.iter().filter(|(namespace, _)| partition.contains(namespace));
        let segments = own.flat_map(|(_, rows)| rows.segments().iter().map(Arc::clone)).collect();
        (self.sources.get(partition).map(SourceStatus::state), segments)
    }

    pub(super) fn row(&self, selection: &Selection, key: &IngressKey) -> Option<Arc<Row>> {
        let rows = self.rows.get(&key.namespace).filter(|_| selection.contains(&key.namespace))?;
        rows.get(&key.name).map(Arc::clone)
    }

    /// The statuses of the selection: of the shared source, of every namespace that has rows or a source of its own,
    /// and of every namespace that was named.
    pub(super) fn statuses(&self, selection: &Selection) -> Vec<NamespaceStatus> {
        self.statuses_unless(selection, |_| false)
    }

    /// Those of them that are not live.
    pub(super) fn statuses_but_live(&self, selection: &Selection) -> Vec<NamespaceStatus> {
        self.statuses_unless(selection, SourceStatus::is_live)
    }

    fn statuses_unless(
        &self,
        selection: &Selection,
        is_left_out: impl Fn(&SourceStatus) -> bool,
    ) -> Vec<NamespaceStatus> {
        let shared = self.sources.get(&Partition::Cluster).filter(|source| !is_left_out(source));
        let shared = shared.and_then(|_| self.status_of_cluster());
        let own = self.sources.keys().filter(|source| **source != Partition::Cluster).map(Partition::label);
        let names: BTreeSet<&str> = own
            .chain(self.rows.keys().map(String::as_str))
            .filter(|namespace| selection.contains(namespace))
            .chain(selection.named().into_iter().flatten().map(String::as_str))
            .collect();
        let is_wanted = |namespace: &&str| !self.source_of(namespace).is_some_and(&is_left_out);
        let each = names.into_iter().filter(is_wanted).map(|namespace| self.status_of(namespace));
        shared.into_iter().chain(each).map(|status| self.status_for(selection, status)).collect()
    }

    pub(super) fn counts(&self, selection: &Selection) -> Counts {
        let mut counts = Counts::default();
        for (_, rows) in self.rows.iter().filter(|(namespace, _)| selection.contains(namespace)) {
            counts.ingresses += rows.len();
            counts.namespaces += 1;
        }
        let concerns = |source: &Partition| match source {
            Partition::Cluster => true,
            Partition::Namespace(namespace) => selection.contains(namespace),
        };
        for (_, source) in self.sources.iter().filter(|(partition, _)| concerns(partition)) {
            *counts.sources.entry(source.state()).or_default() += 1;
        }
        counts
    }

    pub(super) fn is_complete(&self, now: Timestamp) -> bool {
        if self.complete.load(Ordering::Relaxed) {
            return true;
        }
        let any_live = self.sources.values().any(SourceStatus::is_live);
        let is_settled =
            |source: &SourceStatus| source.is_settled() || (any_live && source.has_failed_for_long(now));
        let complete = self.certain && self.sources.values().all(is_settled);
        self.complete.fetch_or(complete, Ordering::Relaxed);
        complete
    }
}
