//! A Redis that nobody needs: it makes answers faster while it is well, and costs next to nothing when it is not.
//!
//! Each call has a bound. The first that fails turns Redis off for all ([`availability`]), and a task in the
//! background, not a user's call, connects and finds out every few seconds whether it is well again ([`keeper`]).
//! So nothing ever waits for a connection, a start neither.
//!
//! The driver's own connection manager is not used: it connects within its users' calls, keeps a connection whose
//! other end has vanished until the kernel gives it up, and does not tell how it is doing.
//!
//! A user of Redis with rights of its own needs these commands on the keys of its prefix: PING, PTTL, GETRANGE, SET,
//! PEXPIRE and DEL.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use redis::aio::MultiplexedConnection;
use redis::{FromRedisValue, Pipeline, RedisResult};
use tokio::sync::Notify;
use tokio::task::AbortHandle;
use tokio::time::timeout;

mod address;
mod availability;
mod fault;
mod keeper;
mod keyspace;
mod observe;
pub(crate) mod seal;

pub use address::{Address, InvalidAddress};
pub use availability::{Availability, Health};
pub use fault::Fault;
pub use keyspace::{Digest, Keyspace};
pub use observe::RedisObserver;

use availability::{Gate, Link};

/// A Redis, to be shared by all who use it. Its checks end with the last of them.
#[derive(Clone)]
pub struct Redis(Arc<Kept>);

/// How long things may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// A call, checks included.
    pub call: Duration,
    /// Connecting with all that belongs to it, which no user's call waits for.
    pub connect: Duration,
    /// The pause between checks, and before Redis is asked again after it failed.
    pub pause: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            call: Duration::from_millis(500),
            connect: Duration::from_secs(2),
            pause: Duration::from_secs(3),
        }
    }
}

/// Redis did not do what it was asked. Whoever asked goes on without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unavailable {
    /// It was not asked, since it is not up.
    #[error("Redis is not available at the moment")]
    Skipped,
    /// It was asked, and failed.
    #[error(transparent)]
    Failed(#[from] Fault),
}

/// What `PTTL` answers when there is no value. When it has no end, the answer is another negative number.
const NO_KEY: i64 = -2;

/// A value that Redis holds.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) bytes: Bytes,
    /// How long Redis will hold it, if there is an end to it.
    pub(crate) remaining: Option<Duration>,
}

struct Kept {
    inner: Arc<Inner>,
    checks: AbortHandle,
}

struct Inner {
    address: Address,
    timing: Timing,
    gate: Gate<MultiplexedConnection>,
    /// A call has turned Redis off.
    lapsed: Notify,
    observer: Arc<dyn RedisObserver>,
}

impl Redis {
    /// Begins to connect in the background, and returns at once.
    ///
    /// # Panics
    /// Outside of a Tokio runtime.
    pub fn start(address: Address, timing: Timing, observer: Arc<dyn RedisObserver>) -> Self {
        let inner = Arc::new(Inner { address, timing, gate: Gate::new(), lapsed: Notify::new(), observer });
        let checks = tokio::spawn(keeper::keep(Arc::clone(&inner))).abort_handle();
        Self(Arc::new(Kept { inner, checks }))
    }

    /// How it is.
    pub fn health(&self) -> Health {
        self.0.inner.gate.health()
    }

    /// Waits until it is as wanted. Bound it: that may be never.
    pub async fn wait_for(&self, wanted: impl FnMut(&Health) -> bool) -> Health {
        self.0.inner.gate.wait_for(wanted).await
    }

    /// Waits until the first attempt to reach it has ended, one way or the other, which its timing bounds.
    pub async fn settled(&self) -> Health {
        self.wait_for(|health| health.availability != Availability::Connecting).await
    }

    /// The first `max` bytes of a value, and how long it has to live by Redis's own clock.
    pub(crate) async fn get(&self, key: &str, max: usize) -> Result<Option<Held>, Unavailable> {
        let mut commands = redis::pipe();
        // The time is asked first: a value that takes the place of another in between seems older than it is, never
        // younger. No transaction is needed, which a full Redis would refuse.
        commands.cmd("PTTL").arg(key);
        // Not `GET`, since whatever somebody may have put there must not fill this memory.
        commands.cmd("GETRANGE").arg(key).arg(0).arg(max.saturating_sub(1));
        let (remaining, bytes): (i64, Vec<u8>) = self.run(&commands).await?;
        if remaining == NO_KEY || bytes.is_empty() {
            return Ok(None);
        }
        let remaining = u64::try_from(remaining).ok().map(Duration::from_millis);
        Ok(Some(Held { bytes: bytes.into(), remaining }))
    }

    /// Stores a value for so long.
    pub(crate) async fn set(&self, key: &str, value: &[u8], keep: Duration) -> Result<(), Unavailable> {
        let mut commands = redis::pipe();
        commands.cmd("SET").arg(key).arg(value).arg("PX").arg(milliseconds(keep).max(1)).ignore();
        self.run(&commands).await
    }

    /// Removes a value.
    pub(crate) async fn remove(&self, key: &str) -> Result<(), Unavailable> {
        let mut commands = redis::pipe();
        commands.cmd("DEL").arg(key).ignore();
        self.run(&commands).await
    }

    /// Runs commands if Redis is up.
    pub(crate) async fn run<T: FromRedisValue>(&self, commands: &Pipeline) -> Result<T, Unavailable> {
        let inner = &self.0.inner;
        let Some(mut link) = inner.gate.link() else {
            inner.observer.skipped();
            return Err(Unavailable::Skipped);
        };
        let outcome = bounded(inner.timing.call, commands.query_async(&mut link.connection)).await;
        outcome.map_err(|fault| {
            if inner.failed(&link, fault) {
                inner.lapsed.notify_one();
            }
            fault.into()
        })
    }
}

impl Inner {
    fn failed(&self, link: &Link<MultiplexedConnection>, fault: Fault) -> bool {
        self.observer.failed(fault);
        let turned = self.gate.failed(link, fault);
        if turned {
            self.observer.turned(Availability::Down, Some(fault));
        }
        turned
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.checks.abort();
    }
}

async fn bounded<T>(bound: Duration, call: impl Future<Output = RedisResult<T>>) -> Result<T, Fault> {
    match timeout(bound, call).await {
        Ok(outcome) => outcome.map_err(Fault::from),
        Err(_) => Err(Fault::TimedOut),
    }
}

/// As Redis counts.
pub(crate) fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
