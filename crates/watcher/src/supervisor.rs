//! Runs the sources: each in a task of its own, so that the fault of one, even a panic, leaves the others alone.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use jiff::Timestamp;
use kube_ingress_dash_core::observe::Observer;
use kube_ingress_dash_model::position::Epoch;
use kube_ingress_dash_model::status::{ErrorClass, WatchError};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;

use crate::board::{Board, BoardReader, Change, ChangeKind, Partition};
use crate::client::Clients;
use crate::merge;
use crate::projection::Projection;
use crate::scope::Plan;
use crate::source::{Source, SourceOptions};
use crate::warm::{Warm, WarmStates};

/// How long a source that panicked rests.
const REST: Duration = Duration::from_secs(5);

/// How the cluster is watched.
#[derive(Clone)]
pub struct WatchOptions {
    /// How long the API server keeps a watch open; spread by 10 % for each watch.
    pub watch_timeout: Duration,
    /// How many lists run at once.
    pub max_concurrent_lists: usize,
    /// How many published events are kept for clients that resume.
    pub replay: usize,
    /// How objects become rows.
    pub projection: Projection,
    /// Hears how late changes come.
    pub observer: Arc<dyn Observer>,
    /// Where the board is kept for the next start, if anywhere.
    pub warm: Option<WarmStates>,
}

/// The running watches; dropping it ends them.
#[derive(Debug)]
pub struct Watch {
    reader: BoardReader,
    tasks: JoinSet<()>,
    /// Nobody depends on them.
    _warm: Option<Warm>,
}

impl Watch {
    /// Starts to watch what the plan says. The board is empty and connecting at first.
    ///
    /// Must be called within a tokio runtime.
    pub fn start(clients: &Clients, plan: Plan, options: &WatchOptions) -> Self {
        let epoch = Epoch::from_bits(rand::random());
        let Plan { partitions, scope } = plan;
        let board = Board::new(epoch, options.replay, scope, partitions.iter().cloned(), Timestamp::now());
        let reader = board.reader();
        let source_options = SourceOptions {
            watch_timeout: options.watch_timeout,
            projection: options.projection.clone(),
            observer: Arc::clone(&options.observer),
            lists: Arc::new(Semaphore::new(options.max_concurrent_lists)),
        };
        let (sender, changes) = mpsc::channel(merge::QUEUE);
        let warm = options.warm.clone().map(|states| states.start(&partitions, &reader, &sender));
        let mut tasks = JoinSet::new();
        tasks.spawn(merge::run(board, changes));
        for partition in partitions {
            tasks.spawn(supervise(clients.clone(), partition, source_options.clone(), sender.clone()));
        }
        Self { reader, tasks, _warm: warm }
    }

    /// Waits until a part of it ends, which none should: the board stands still from then on.
    pub async fn ended(&mut self) {
        if self.tasks.join_next().await.is_none() {
            std::future::pending::<()>().await;
        }
    }

    /// Reads what the watches have brought.
    pub fn reader(&self) -> BoardReader {
        self.reader.clone()
    }
}

/// Runs a source and starts it anew should it panic.
async fn supervise(
    clients: Clients,
    partition: Partition,
    options: SourceOptions,
    changes: mpsc::Sender<Change>,
) {
    loop {
        let source = Source::new(&clients, partition.clone(), options.clone(), changes.clone());
        if AssertUnwindSafe(source.run()).catch_unwind().await.is_ok() {
            return;
        }
        tracing::error!(%partition, "the source panicked and is started anew");
        let next_attempt = Timestamp::now().saturating_add(REST).unwrap_or(Timestamp::MAX);
        let kind = ChangeKind::Failed { error: internal_error(), next_attempt };
        if changes.send(Change { partition: partition.clone(), kind }).await.is_err() {
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
