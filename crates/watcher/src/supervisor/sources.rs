//! The tasks of the sources: one for each partition of the present plan.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt as _;
use jiff::Timestamp;
use kube_ingress_dash_model::status::{ErrorClass, ScopeMode, WatchError};
use tokio::sync::mpsc;
use tokio_util::task::AbortOnDropHandle;

use crate::board::{Change, ChangeKind, Partition, Plan};
use crate::client::Clients;
use crate::merge::Message;
use crate::source::{Source, SourceOptions};
use crate::warm::Loader;

/// How long a source that panicked rests.
const REST: Duration = Duration::from_secs(5);
/// Each source is a connection to the API server: from so many on, a word to the operator is due.
const MANY: usize = 100;

/// The running sources.
pub(super) struct Sources {
    clients: Clients,
    options: SourceOptions,
    messages: mpsc::Sender<Message>,
    warm: Option<Loader>,
    tasks: BTreeMap<Partition, AbortOnDropHandle<()>>,
}

impl Sources {
    pub(super) fn new(
        clients: Clients,
        options: SourceOptions,
        messages: mpsc::Sender<Message>,
        warm: Option<Loader>,
    ) -> Self {
        Self { clients, options, messages, warm, tasks: BTreeMap::new() }
    }

    /// Runs the sources of the first plan, which the board knows already, and of those that are decided later.
    pub(super) async fn run(mut self, first: Plan, mut decided: mpsc::Receiver<Plan>) {
        self.begin(&first);
        while let Some(plan) = decided.recv().await {
            tracing::info!("watching {}: {}", sources_of(&plan), plan.reason);
            self.end_others(&plan).await;
            if self.messages.send(Message::Plan(plan.clone())).await.is_err() {
                return;
            }
            self.begin(&plan);
        }
    }

    /// Ends the sources of other partitions, and waits until they say nothing more.
    async fn end_others(&mut self, plan: &Plan) {
        let ended = self.tasks.extract_if(.., |partition, _| !plan.partitions.contains(partition));
        for (_, task) in ended.collect::<Vec<_>>() {
            task.abort();
            let _ = task.await;
        }
    }

    fn begin(&mut self, plan: &Plan) {
        if plan.partitions.len() > MANY && self.tasks.len() <= MANY {
            tracing::warn!(
                "{} namespaces are watched one by one, each by a connection to the API server: one watch for the \
                 cluster costs less, see --watch-mode",
                plan.partitions.len()
            );
        }
        for partition in &plan.partitions {
            if self.tasks.contains_key(partition) {
                continue;
            }
            if let Some(warm) = &self.warm {
                warm.load(partition.clone());
            }
            let source = supervise(
                self.clients.clone(),
                partition.clone(),
                self.options.clone(),
                self.messages.clone(),
            );
            self.tasks.insert(partition.clone(), AbortOnDropHandle::new(tokio::spawn(source)));
        }
    }
}

fn sources_of(plan: &Plan) -> String {
    match (plan.mode(), plan.partitions.len()) {
        (ScopeMode::Cluster, _) => "all namespaces".to_owned(),
        (ScopeMode::Namespace, 1) => "one namespace".to_owned(),
        (ScopeMode::Namespace, count) => format!("{count} namespaces"),
    }
}

/// Runs a source and starts it anew should it panic.
async fn supervise(
    clients: Clients,
    partition: Partition,
    options: SourceOptions,
    messages: mpsc::Sender<Message>,
) {
    loop {
        let source = Source::new(&clients, partition.clone(), options.clone(), messages.clone());
        if AssertUnwindSafe(source.run()).catch_unwind().await.is_ok() {
            return;
        }
        tracing::error!(%partition, "the source panicked and is started anew");
        let next_attempt = Timestamp::now().saturating_add(REST).unwrap_or(Timestamp::MAX);
        let kind = ChangeKind::Failed { error: internal_error(), next_attempt };
        let change = Message::Change(Change { partition: partition.clone(), kind });
        if messages.send(change).await.is_err() {
            return;
        }
        tokio::time::sleep(REST).await;
    }
}

fn internal_error() -> WatchError {
    WatchError {
        class: ErrorClass::Transient,
        status: None,
        reason: "InternalError".to_owned(),
        message: "this server failed to process what it received; see its log".to_owned(),
    }
}
