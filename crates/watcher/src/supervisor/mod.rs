//! Runs the sources: each in a task of its own, so that the fault of one, even a panic, leaves the others alone.

mod sources;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use kube_ingress_dash_core::observe::Observer;
use kube_ingress_dash_insight::Facts;
use kube_ingress_dash_model::position::Epoch;
use kube_ingress_dash_model::tls::EdgeClasses;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;

use crate::board::{Board, BoardReader, Plan};
use crate::classes;
use crate::client::Clients;
use crate::merge;
use crate::probe::SharedCheck;
use crate::projection::Projection;
use crate::recovery::Recovery;
use crate::scope::Scope;
use crate::source::SourceOptions;
use crate::warm::WarmStates;
use sources::Sources;

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
    /// The classes whose TLS ends before the Ingress.
    pub edge: EdgeClasses,
    /// Hears how late changes come and what cannot be read.
    pub observer: Arc<dyn Observer>,
    /// Tells when an API server that could not be reached is back.
    pub check: Arc<SharedCheck>,
    /// Where the board is kept for the next start, if anywhere.
    pub warm: Option<WarmStates>,
}

/// The running watches; dropping it ends them.
#[derive(Debug)]
pub struct Watch {
    reader: BoardReader,
    tasks: JoinSet<()>,
    /// Nobody depends on them.
    _helpers: JoinSet<()>,
}

impl Watch {
    /// Starts to watch what the plan says, and goes over to others as the scope decides. The board is empty and
    /// connecting at first.
    ///
    /// Must be called within a tokio runtime.
    pub fn start(clients: &Clients, scope: Scope, plan: Plan, options: &WatchOptions) -> Self {
        let epoch = Epoch::from_bits(rand::random());
        let facts = Facts { classes: None, edge: options.edge.clone() };
        let board = Board::new(epoch, options.replay, &plan, scope.narrowing(), Timestamp::now())
            .with_facts(facts.clone());
        let reader = board.reader();
        let mut helpers = JoinSet::new();
        let source_options = SourceOptions {
            watch_timeout: options.watch_timeout,
            projection: options.projection.clone(),
            narrowing: scope.narrowing(),
            observer: Arc::clone(&options.observer),
            lists: Arc::new(Semaphore::new(options.max_concurrent_lists)),
            recovery: Recovery::start(Arc::clone(&options.check), &mut helpers),
        };
        let (sender, messages) = mpsc::channel(merge::QUEUE);
        let warm = options.warm.clone().map(|states| states.start(&reader, &sender, &mut helpers));
        helpers.spawn(classes::follow(clients.list.clone(), reader.clone(), facts, sender.downgrade()));
        let sources = Sources::new(clients.clone(), source_options, sender, warm);
        let (plans, decided) = mpsc::channel(1);
        let mut tasks = JoinSet::new();
        tasks.spawn(merge::run(board, messages));
        tasks.spawn(sources.run(plan.clone(), decided));
        tasks.spawn(scope.follow(plan, reader.clone(), plans));
        Self { reader, tasks, _helpers: helpers }
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
