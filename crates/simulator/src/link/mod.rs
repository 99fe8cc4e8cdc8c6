//! A TCP link to an API server, simulated or real, that tests break on purpose: what happens below HTTP and TLS.

mod connection;
mod gate;
mod port;

use std::io;
use std::net::SocketAddr;

use tokio::sync::{mpsc, oneshot, watch};
use tokio_util::sync::{CancellationToken, DropGuard};

use gate::{Gate, State};
use port::Port;

/// A port on loopback whose connections lead to another address. It passes bytes until it is told otherwise.
/// Dropping it closes the port and all connections.
///
/// When a method returns, what it says is so: no byte that is sent afterwards goes another way.
#[derive(Debug)]
pub struct Link {
    address: SocketAddr,
    orders: mpsc::Sender<Order>,
    traffic: watch::Receiver<Traffic>,
    _end: DropGuard,
}

/// What has gone over a link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// How many connections it has accepted so far.
    pub accepted: u64,
    /// How many of them are open.
    pub open: usize,
}

/// A new state, and whether the port listens in it.
#[derive(Debug)]
struct Order {
    state: State,
    listens: bool,
    done: oneshot::Sender<io::Result<()>>,
}

impl Link {
    /// A link to this address on the current Tokio runtime. Fails when it cannot listen.
    pub fn to(upstream: SocketAddr) -> io::Result<Self> {
        let port = Port::listen()?;
        let address = port.address();
        let (orders, received) = mpsc::channel(1);
        let (traffic_sender, traffic) = watch::channel(Traffic::default());
        let ended = CancellationToken::new();
        let end = ended.clone().drop_guard();
        let running = port::run(port, upstream, Gate::new(), traffic_sender, received);
        tokio::spawn(ended.run_until_cancelled_owned(running));
        Ok(Self { address, orders, traffic, _end: end })
    }

    /// The address that clients connect to.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Passes all bytes again, those that a stall has held back first.
    pub async fn restore(&self) -> io::Result<()> {
        self.order(State::Passing, true).await
    }

    /// Resets open connections, and new ones as soon as they are accepted.
    pub async fn reset(&self) -> io::Result<()> {
        self.order(State::Broken, true).await
    }

    /// Resets open connections and closes the port, as when the server's process is killed.
    pub async fn refuse(&self) -> io::Result<()> {
        self.order(State::Broken, false).await
    }

    /// Keeps connections open and accepts new ones, but passes nothing in either direction.
    pub async fn stall(&self) -> io::Result<()> {
        self.order(State::Stalled, true).await
    }

    /// Passes as many bytes more of what the server sends on each connection, then closes that connection.
    pub async fn truncate(&self, bytes: usize) -> io::Result<()> {
        self.order(State::truncating(bytes), true).await
    }

    /// What has gone over it.
    pub fn traffic(&self) -> Traffic {
        *self.traffic.borrow()
    }

    /// Waits until at least as many connections have been accepted.
    pub async fn until_accepted(&self, connections: u64) {
        self.until(|traffic| traffic.accepted >= connections).await;
    }

    /// Waits until as many connections are open.
    pub async fn until_open(&self, connections: usize) {
        self.until(|traffic| traffic.open == connections).await;
    }

    async fn until(&self, condition: impl Fn(&Traffic) -> bool) {
        // It runs for as long as it is not dropped, so waiting cannot fail.
        let _ = self.traffic.clone().wait_for(condition).await;
    }

    async fn order(&self, state: State, listens: bool) -> io::Result<()> {
        let (done, answer) = oneshot::channel();
        let gone = || io::Error::other("the link has ended with its runtime");
        self.orders.send(Order { state, listens, done }).await.map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }
}
