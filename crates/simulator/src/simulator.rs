//! The simulator as its users hold it: start it, point clients at it, make trouble, drop it.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use bytes::Bytes;

use crate::access::{Access, Account};
use crate::cluster::Cluster;
use crate::counts::{Counts, Ledger};
use crate::fault::Faults;
use crate::handler::Api;
use crate::matching::Match;
use crate::server::Server;
use crate::store::Store;
use crate::watch::Habits;

/// How a simulator is set up.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where it listens; port 0 takes a free one.
    pub listen: SocketAddr,
    /// How many events are remembered, for watches and paged lists that began in the past.
    pub history: usize,
    /// How often a quiet watch that asks for bookmarks gets one.
    pub bookmark_interval: Duration,
    /// When a watch ends whose client names no timeout.
    pub watch_timeout: Duration,
    /// Whether a watch can begin with the list that `sendInitialEvents` asks for; API servers before 1.27 ignore it.
    pub streaming_lists: bool,
    /// Whether clients see words for resource versions, whose order says nothing.
    pub versions_are_words: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            history: 4096,
            bookmark_interval: Duration::from_mins(1),
            watch_timeout: Duration::from_mins(30),
            streaming_lists: true,
            versions_are_words: false,
        }
    }
}

/// A running API server. Dropping it ends its listener and all its connections.
#[derive(Debug)]
pub struct Simulator {
    pub(crate) api: Arc<Api>,
    cluster: Cluster,
    address: SocketAddr,
    server: Option<Server>,
}

impl Simulator {
    /// Starts an empty cluster on the current Tokio runtime. Fails when it cannot listen.
    pub async fn start(options: Options) -> io::Result<Self> {
        let mut simulator = Self::prepare(&options);
        simulator.restart().await?;
        Ok(simulator)
    }

    /// An empty cluster that does not listen before [`restart`](Self::restart).
    pub(crate) fn prepare(options: &Options) -> Self {
        let store = Arc::new(Store::new(options.history));
        let cluster = Cluster::new(Arc::clone(&store));
        let habits = Habits {
            bookmark_interval: options.bookmark_interval,
            timeout: options.watch_timeout,
            streaming_lists: options.streaming_lists,
        };
        let api = Arc::new(Api {
            store,
            access: RwLock::default(),
            faults: Arc::default(),
            ledger: Arc::new(Ledger::default()),
            habits,
            versions_are_words: options.versions_are_words,
        });
        Self { api, cluster, address: options.listen, server: None }
    }

    /// The address that it listens on, the same after a restart.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The base URL for clients.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A kubeconfig whose only context is `simulator`, without credentials.
    pub fn kubeconfig(&self) -> String {
        self.kubeconfig_for("{}")
    }

    /// A kubeconfig whose only context is `simulator`, with a bearer token.
    pub fn kubeconfig_with_token(&self, token: &str) -> String {
        self.kubeconfig_for(&serde_json::json!({ "token": token }).to_string())
    }

    fn kubeconfig_for(&self, user: &str) -> String {
        format!(
            "apiVersion: v1\nkind: Config\ncurrent-context: simulator\n\
             clusters:\n- name: simulator\n  cluster:\n    server: {url}\n\
             contexts:\n- name: simulator\n  context:\n    cluster: simulator\n    user: simulator\n\
             users:\n- name: simulator\n  user: {user}\n",
            url = self.url(),
        )
    }

    /// The objects of the cluster.
    pub fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    /// Faults that requests meet.
    pub fn faults(&self) -> &Faults {
        &self.api.faults
    }

    /// Forbids everyone the Ingresses and Events of a namespace, and with it cluster-wide lists.
    /// Watches that are open go on, as in Kubernetes; see [`close_watches`](Self::close_watches).
    pub fn deny(&self, namespace: &str) {
        self.change_access(|access| access.everyone.denied_namespaces.insert(namespace.to_owned()));
    }

    /// Takes back [`deny`](Self::deny).
    pub fn allow(&self, namespace: &str) {
        self.change_access(|access| access.everyone.denied_namespaces.remove(namespace));
    }

    /// Makes this account, or changes it, for the holder of a bearer token.
    pub fn set_account(&self, token: &str, account: Account) {
        self.change_access(|access| access.accounts.insert(token.to_owned(), account));
    }

    /// Makes a bearer token worthless: requests with it get 401.
    pub fn revoke(&self, token: &str) {
        self.change_access(|access| access.accounts.remove(token));
    }

    /// Changes who may do what; requests that come later obey it.
    pub fn change_access<T>(&self, change: impl FnOnce(&mut Access) -> T) {
        change(&mut self.api.access.write().unwrap_or_else(PoisonError::into_inner));
    }

    /// Forgets the past: watches and pages that start there get 410 `Expired`.
    pub fn compact(&self) {
        self.api.store.compact();
    }

    /// Ends the matching open watches, as a timeout does.
    pub fn close_watches(&self, when: &Match) {
        self.api.ledger.close_watches(when);
    }

    /// Sends these bytes over the matching open watches, between their events, whatever they are. Says over how many.
    pub fn inject(&self, when: &Match, bytes: impl Into<Bytes>) -> usize {
        self.api.ledger.inject(when, &bytes.into())
    }

    /// What clients have cost so far, and the watches that are open.
    pub fn counts(&self) -> Counts {
        self.api.ledger.read()
    }

    /// The number of open watches.
    pub fn open_watches(&self) -> usize {
        self.counts().open_watches(&Match::any())
    }

    /// Waits until at least this many matching requests have come, answered or not.
    pub async fn until_requests(&self, when: &Match, count: u64) {
        let mut arrivals = self.api.ledger.arrivals();
        while self.counts().requests(when) < count {
            // The sender lives in the ledger, so waiting cannot fail.
            let _ = arrivals.changed().await;
        }
    }

    /// Waits until this many watches are open.
    pub async fn until_open_watches(&self, count: usize) {
        // The sender lives in the ledger, so waiting cannot fail.
        let _ = self.api.ledger.open_watches().wait_for(|open| *open == count).await;
    }

    /// Closes the port and all connections, as if the process were killed; the data stays.
    pub async fn stop(&mut self) {
        if let Some(server) = self.server.take() {
            server.stop().await;
        }
    }

    /// Listens again at the same address, after a stop of its own if need be. Fails when it cannot listen.
    pub async fn restart(&mut self) -> io::Result<()> {
        self.stop().await;
        let server = Server::start(self.address, Arc::clone(&self.api)).await?;
        self.address = server.address();
        self.server = Some(server);
        Ok(())
    }
}
