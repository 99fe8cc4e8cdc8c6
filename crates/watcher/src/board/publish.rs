//! What readers hear of a change, and the statuses that are reported.

use std::sync::Arc;

use kube_ingress_dash_model::event::{BATCH, Status};
use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_model::status::{ErrorClass, NamespaceStatus, WatchError, WatchState};

use super::rows::Rows;
use super::state::State;
use super::statuses::SourceStatus;
use super::{Audience, Event, Partition, Row};

impl State {
    /// What is watched, without a word on how the watches are.
    pub(super) fn publish_scope(&mut self) {
        let event = Event::Status(Status { scope: Some(self.scope.clone()), namespaces: Vec::new() });
        self.log.publish(Audience::Everybody, event);
    }

    /// The status of the watch that all namespaces share, which holds for each of them.
    pub(super) fn publish_status_of_cluster(&mut self) {
        if let Some(status) = self.status_of_cluster() {
            self.log.publish(Audience::Everybody, of_one(status));
        }
    }

    pub(super) fn publish_status(&mut self, namespace: &str) {
        let status = self.status_of(namespace);
        self.log.publish(Audience::Namespace(namespace.to_owned()), of_one(status));
    }

    /// The status of a namespace that is not watched, for those who asked for it.
    pub(super) fn publish_unwatched(&mut self, namespace: &str) {
        let status = self.unwatched(namespace);
        self.log.publish(Audience::Named(namespace.to_owned()), of_one(status));
    }

    pub(super) fn publish_upserts(&mut self, audience: &Audience, rows: &[Arc<Row>]) {
        for batch in rows.chunks(BATCH) {
            self.log.publish(audience.clone(), Event::Upserted(batch.to_vec()));
        }
    }

    pub(super) fn publish_removals(&mut self, namespace: &str, keys: Vec<IngressKey>) {
        if !keys.is_empty() {
            let event = Event::Removed(keys);
            self.log.publish(Audience::Namespace(namespace.to_owned()), event);
        }
    }

    pub(super) fn status_of_cluster(&self) -> Option<NamespaceStatus> {
        let rows = self.rows.values().map(Rows::len).sum();
        let source = self.sources.get(&Partition::Cluster)?;
        Some(source.report(Partition::Cluster.label(), rows))
    }

    /// What follows a namespace: a source of its own, else that of the cluster.
    pub(super) fn source_of(&self, namespace: &str) -> Option<&SourceStatus> {
        let shared = || {
            let source = self.sources.get(&Partition::Cluster);
            source.filter(|_| self.narrowing.admits_namespace(namespace))
        };
        self.sources.get(&Partition::Namespace(namespace.to_owned())).or_else(shared)
    }

    pub(super) fn status_of(&self, namespace: &str) -> NamespaceStatus {
        match self.source_of(namespace) {
            Some(source) => source.report(namespace, self.rows.get(namespace).map_or(0, Rows::len)),
            None => self.unwatched(namespace),
        }
    }

    fn unwatched(&self, namespace: &str) -> NamespaceStatus {
        let message = if self.narrowing.admits_namespace(namespace) {
            format!("this server does not watch the namespace: {}", self.scope.reason)
        } else {
            "this server was told to leave the namespace out".to_owned()
        };
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
                message,
            }),
        }
    }
}

fn of_one(status: NamespaceStatus) -> Event {
    Event::Status(Status { scope: None, namespaces: vec![status] })
}
