//! One source: lists and watches one partition of the cluster, for ever, and keeps its faults to itself.
//!
//! The loop is our own rather than the one of kube's runtime, because the difference between the ways in which a
//! watch ends is what users see: a watch that ran out is opened again unseen, a lost one makes rows stale, an expired
//! version leads to a list, and only a refusal removes rows. See `ARCHITECTURE.md`, "Watching".

#[cfg(test)]
mod held_tests;
mod list;
mod patience;
mod reading;
mod watch;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use k8s_openapi::api::core::v1::Namespace;
use k8s_openapi::api::networking::v1::Ingress;
use kube::core::{DeserializeGuard, NamespaceResourceScope};
use kube::{Api, Client, Resource};
use kube_ingress_dash_core::classify::Disconnect;
use kube_ingress_dash_core::delays::{Delays, Growth};
use kube_ingress_dash_core::observe::Observer;
use kube_ingress_dash_model::status::WatchError;
use tokio::sync::{Semaphore, mpsc};

use crate::board::{Change, ChangeKind, Partition, Row};
use crate::client::Clients;
use crate::failure::Failure;
use crate::merge::Message;
use crate::narrowing::Narrowing;
use crate::projection::Projection;
use crate::recovery::Recovery;
use patience::{Call, Patience, Verdict};
use reading::{Object, Skipped};
use watch::Ended;

/// Waits between attempts of a source.
const GROWTH: Growth = Growth {
    initial: Duration::from_millis(800),
    multiplier: 2.0,
    max: Duration::from_secs(30),
    jitter: 0.2,
};

/// What all sources share.
#[derive(Clone)]
pub struct SourceOptions {
    /// How long the API server keeps a watch open; spread by 10 % for each watch.
    pub watch_timeout: Duration,
    /// How objects become rows.
    pub projection: Projection,
    /// Which of them are shown.
    pub narrowing: Narrowing,
    /// Bounds how many lists run at once.
    pub lists: Arc<Semaphore>,
    /// Hears how late changes come and what cannot be read.
    pub observer: Arc<dyn Observer>,
    /// Tells when an API server that could not be reached is back.
    pub recovery: Recovery,
}

/// Lists and watches one partition.
pub struct Source {
    partition: Partition,
    /// Lists, each page bounded by the client.
    ingresses: Api<Ingress>,
    /// Watches, the opening bounded by the client.
    watches: Api<DeserializeGuard<Ingress>>,
    namespaces: Api<Namespace>,
    options: SourceOptions,
    messages: mpsc::Sender<Message>,
    delays: Delays,
    patience: Patience,
    /// The failure that was last warned of, and whether it removed rows.
    logged: Option<(WatchError, bool)>,
    /// A complete list that is not shown before the watch that was refused is open: rows that nothing follows would
    /// appear and vanish with every attempt.
    held: Option<ChangeKind>,
    /// Whether the last watch ended as soon as it was open: of the next one that proves nothing.
    hollow: bool,
    presence: Presence,
    skipped: Skipped,
}

/// Whether the namespace of the partition exists, as far as that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Presence {
    /// It has rows.
    Populated,
    /// It has no rows, or lost one, and may be gone.
    Doubtful,
    /// It does not exist.
    Missing,
}

/// Nobody takes changes any more.
struct BoardGone;

/// What to do after a failure.
enum Next {
    ListAgain,
    WatchAgain,
}

impl Source {
    /// A source of this partition that sends what it learns to `messages`.
    pub fn new(
        clients: &Clients,
        partition: Partition,
        options: SourceOptions,
        messages: mpsc::Sender<Message>,
    ) -> Self {
        Self {
            ingresses: of_partition(&clients.list, &partition),
            watches: of_partition(&clients.watch, &partition),
            namespaces: Api::all(clients.list.clone()),
            partition,
            options,
            messages,
            delays: Delays::new(GROWTH),
            patience: Patience::default(),
            logged: None,
            held: None,
            hollow: false,
            presence: Presence::Doubtful,
            skipped: Skipped::default(),
        }
    }

    /// Runs until nobody takes its changes any more.
    pub async fn run(mut self) {
        while self.list_then_follow().await.is_ok() {}
    }

    async fn list_then_follow(&mut self) -> Result<(), BoardGone> {
        let version = match self.list().await {
            Ok(listed) => {
                self.patience.listed();
                self.presence = presence(&listed.kind);
                if self.patience.watch_is_refused() {
                    self.held = Some(listed.kind);
                } else {
                    // What an earlier list said is of no use any more.
                    self.held = None;
                    self.recovered();
                    self.tell(listed.kind).await?;
                }
                listed.version
            }
            Err(failure) => {
                self.fail(Call::List, failure).await?;
                return Ok(());
            }
        };
        self.follow(version).await
    }

    /// Watches from `version` on, through any number of watches, until a list is needed.
    async fn follow(&mut self, mut version: String) -> Result<(), BoardGone> {
        loop {
            match self.watch(&mut version).await? {
                Ended::InOrder => {
                    self.delays.reset();
                    if self.namespace_came_or_went().await {
                        return Ok(());
                    }
                }
                Ended::AtOnce if !self.hollow => {
                    tracing::debug!(partition = %self.partition, "the watch ended at once");
                    self.hollow = true;
                    tokio::time::sleep(self.delays.next_delay()).await;
                }
                Ended::AtOnce => {
                    let closed = Failure::Connection(Some(Disconnect::Closed));
                    if let Next::ListAgain = self.fail(Call::Watch, closed).await? {
                        return Ok(());
                    }
                }
                Ended::Expired => {
                    tracing::info!(partition = %self.partition, "the version expired, listing again");
                    tokio::time::sleep(self.patience.before_listing_again(&mut self.delays)).await;
                    return Ok(());
                }
                Ended::Unreadable(failure) => {
                    self.fail(Call::Watch, failure).await?;
                    return Ok(());
                }
                Ended::Failed(failure) => {
                    self.hollow = false;
                    if let Next::ListAgain = self.fail(Call::Watch, failure).await? {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// Tells the board of the failure and waits until it is time to try again.
    async fn fail(&mut self, call: Call, failure: Failure) -> Result<Next, BoardGone> {
        let verdict = self.patience.judge(call, &failure, &mut self.delays);
        let is_outage = failure.is_outage();
        let error: WatchError = failure.report();
        let (delay, denied) = match verdict {
            Verdict::Failed { delay } => (delay, false),
            Verdict::Denied { delay } => (delay, true),
        };
        self.log(&error, denied);
        let next_attempt = Timestamp::now().saturating_add(delay).unwrap_or(Timestamp::MAX);
        self.tell(if denied {
            ChangeKind::Denied { error, next_attempt }
        } else {
            ChangeKind::Failed { error, next_attempt }
        })
        .await?;
        tokio::select! {
            () = tokio::time::sleep(delay) => {}
            () = self.options.recovery.returned(), if is_outage => {}
        }
        // A list that is held back needs no other one after it: its version expires when it is out of date.
        Ok(if denied && self.held.is_none() { Next::ListAgain } else { Next::WatchAgain })
    }

    /// The row of an object, if it can be read and is to be shown.
    fn row(&mut self, object: Object) -> Option<Row> {
        let projection = &self.options.projection;
        let ingress = self.skipped.read(&self.partition, object, |object| projection.row(object));
        if ingress.is_none() {
            self.options.observer.skipped();
        }
        let shown = ingress.filter(|ingress| self.options.narrowing.admits(ingress))?;
        Row::new(&shown).inspect_err(|error| tracing::error!("a row cannot be written: {error}")).ok()
    }

    /// Whether a list is needed because the namespace was created or deleted, which no watch of Ingresses tells.
    async fn namespace_came_or_went(&self) -> bool {
        match self.presence {
            Presence::Populated => false,
            Presence::Doubtful => self.namespace_is_missing().await,
            Presence::Missing => !self.namespace_is_missing().await,
        }
    }

    /// Takes note that the watch works, and says so where it was said that it did not.
    fn recovered(&mut self) {
        if self.logged.take().is_some() {
            tracing::info!(partition = %self.partition, "the watch works again");
        }
    }

    /// Warns of a failure once; the same one again is worth a word to those only who look for it.
    fn log(&mut self, error: &WatchError, denied: bool) {
        let (partition, message) = (&self.partition, &error.message);
        if self.logged.as_ref() == Some(&(error.clone(), denied)) {
            tracing::debug!(%partition, denied, "the watch is still lost: {message}");
            return;
        }
        tracing::warn!(%partition, denied, reason = %error.reason, status = error.status, "the watch is lost: {message}");
        self.logged = Some((error.clone(), denied));
    }

    async fn tell(&self, kind: ChangeKind) -> Result<(), BoardGone> {
        let change = Change { partition: self.partition.clone(), kind };
        self.messages.send(Message::Change(change)).await.map_err(|_| BoardGone)
    }
}

fn of_partition<K>(client: &Client, partition: &Partition) -> Api<K>
where
    K: Resource<DynamicType = (), Scope = NamespaceResourceScope>,
{
    match partition {
        Partition::Cluster => Api::all(client.clone()),
        Partition::Namespace(namespace) => Api::namespaced(client.clone(), namespace),
    }
}

fn presence(listed: &ChangeKind) -> Presence {
    match listed {
        ChangeKind::Missing => Presence::Missing,
        ChangeKind::Listed(rows) if !rows.is_empty() => Presence::Populated,
        _ => Presence::Doubtful,
    }
}
