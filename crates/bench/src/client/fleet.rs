//! Many clients at once.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use super::{Client, Fingerprint, Reading, View};
use crate::outcome::Result;
use crate::program::BOUND;

/// How often it is looked whether something is so.
const PAUSE: Duration = Duration::from_millis(5);

/// Clients of one program that read alike.
#[derive(Debug)]
pub(crate) struct Fleet {
    pub(crate) reading: Reading,
    pub(crate) clients: Vec<Client>,
}

impl Fleet {
    /// As many clients are brought up to date at once.
    pub(crate) const AT_ONCE: usize = 50;

    pub(crate) fn new(reading: Reading) -> Self {
        Self { reading, clients: Vec::new() }
    }

    /// Lets clients come that have nothing, some at a time, and waits until all are up to date.
    pub(crate) async fn grow(&mut self, address: SocketAddr, count: usize) -> Result<()> {
        while self.clients.len() < count {
            let wanted = count.min(self.clients.len() + Self::AT_ONCE);
            self.connect(address, wanted - self.clients.len(), &View::default());
            self.until_ready().await?;
        }
        Ok(())
    }

    /// Lets clients come all at once that stand where `view` does.
    pub(crate) fn connect(&mut self, address: SocketAddr, count: usize, view: &View) {
        let new = (0..count).map(|_| Client::connect(address, self.reading.clone(), view.clone()));
        self.clients.extend(new);
    }

    /// Waits until each has a complete state.
    pub(crate) async fn until_ready(&self) -> Result<()> {
        self.until("up to date", |view| view.ready.is_some()).await
    }

    /// Waits until each shows these rows, and gives when the last of them began to.
    pub(crate) async fn until_shows(&self, rows: Fingerprint) -> Result<Option<Instant>> {
        self.until("right", |view| view.shown() == rows && view.incoming_is_none()).await?;
        Ok(self.clients.iter().filter_map(|client| client.view.lock().changed).max())
    }

    /// Waits until it is so for each.
    pub(crate) async fn until(&self, what: &str, is_so: impl Fn(&View) -> bool) -> Result<()> {
        let deadline = Instant::now() + BOUND;
        loop {
            let mut waiting = 0;
            let mut ended = None;
            for client in &self.clients {
                let view = client.view.lock();
                waiting += usize::from(!is_so(&view));
                if view.ends > 0 {
                    ended = Some(view.malformed.clone());
                }
            }
            if waiting == 0 {
                return Ok(());
            }
            if let Some(reason) = ended {
                return Err(format!("a stream ended before all were {what}: {reason:?}").into());
            }
            if Instant::now() > deadline {
                return Err(format!("{waiting} of {} clients are never {what}", self.clients.len()).into());
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// What each client has, added up.
    pub(crate) fn sum(&self, of: impl Fn(&View) -> usize) -> usize {
        self.clients.iter().map(|client| of(&client.view.lock())).sum()
    }

    /// The latest of these times.
    pub(crate) fn last(&self, of: impl Fn(&View) -> Option<Instant>) -> Option<Instant> {
        self.clients.iter().filter_map(|client| of(&client.view.lock())).max()
    }

    /// Changes what each client has noted.
    pub(crate) fn each(&self, change: impl Fn(&mut View)) {
        self.clients.iter().for_each(|client| change(&mut client.view.lock()));
    }
}
