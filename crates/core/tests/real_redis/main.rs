//! The promises of the tier in Redis, held against a real Redis that the tests start, stop, freeze and fill with
//! rubbish.
//!
//! The environment variable `KUBE_INGRESS_DASH_REDIS_SERVER` names its program; `./just test-redis` sets it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod availability;
mod cache;
mod counts;
mod invalidation;
mod login;
mod server;
mod snapshot;

use std::sync::Arc;
use std::time::Duration;

use kube_ingress_dash_core::redis::{Address, Availability, Digest, Health, Keyspace, Redis, Timing};

use counts::Counts;
use redis::aio::MultiplexedConnection;
use server::Server;

/// The machine may be slow, and a test not.
const PATIENT: Timing = Timing {
    call: Duration::from_secs(20),
    connect: Duration::from_secs(20),
    pause: Duration::from_millis(50),
};

/// For a Redis that hangs.
const HASTY: Timing =
    Timing { call: Duration::from_millis(500), connect: Duration::from_millis(500), ..PATIENT };

impl Server {
    /// A connection past the code that is tested.
    pub(crate) async fn connection(&self) -> MultiplexedConnection {
        let client = redis::Client::open(self.url()).unwrap();
        client.get_multiplexed_async_connection().await.unwrap()
    }
}

fn connect(server: &Server) -> (Redis, Arc<Counts>) {
    connect_with(&server.url(), PATIENT)
}

fn connect_with(url: &str, timing: Timing) -> (Redis, Arc<Counts>) {
    let counts = Arc::new(Counts::default());
    (Redis::start(Address::parse(url).unwrap(), timing, counts.clone()), counts)
}

async fn until(redis: &Redis, availability: Availability) -> Health {
    soon(redis.wait_for(|health| health.availability == availability)).await
}

/// What takes longer is a failure.
async fn soon<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(20), work).await.expect("this takes too long")
}

fn keys() -> Keyspace {
    keys_of("blue", "all")
}

fn keys_of(cluster: &str, scope: &str) -> Keyspace {
    Keyspace::new("dash", "1", Digest::of([cluster]), Digest::of([scope]))
}
