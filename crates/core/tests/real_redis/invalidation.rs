//! What was refused to a caller is not served any more, whatever Redis does meanwhile.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt as _;
use kube_ingress_dash_core::cache::{Cache, Lifetime, Lookup, SharedTier, Value};
use kube_ingress_dash_core::redis::{Availability, Redis};
use redis::AsyncTypedCommands as _;

use crate::server::Server;
use crate::{HASTY, connect, connect_with, keys, soon, until};

const LIFETIME: Lifetime = Lifetime { fresh: Duration::from_mins(1), stale: Duration::from_mins(10) };

fn cache(redis: &Redis, memory: u64) -> Cache {
    Cache::new(memory, Some(SharedTier::new(redis.clone(), keys())), Arc::new(()))
}

fn page() -> Value {
    Value::Found(Bytes::from_static(b"page"))
}

#[tokio::test]
async fn an_invalidated_value_is_in_neither_tier() {
    let server = Server::start();
    let (redis, _) = connect(&server);
    until(&redis, Availability::Up).await;
    let one = cache(&redis, 1 << 20);
    one.store("web", page(), LIFETIME).await;
    one.invalidate("web").await;
    assert_eq!(one.lookup("web").await, Lookup::Miss);
    assert_eq!(cache(&redis, 1 << 20).lookup("web").await, Lookup::Miss);
}

#[tokio::test]
async fn a_value_that_is_invalidated_while_redis_is_asked_is_neither_served_nor_kept() {
    let server = Server::start();
    let (redis, _) = connect(&server);
    until(&redis, Availability::Up).await;
    for stale_in_memory in [false, true] {
        let one = cache(&redis, 1 << 20);
        one.store("web", page(), Lifetime { fresh: Duration::ZERO, ..LIFETIME }).await;
        let cache = if stale_in_memory { one } else { cache(&redis, 1 << 20) };
        server.freeze();
        let lookup_and_invalidation =
            async { tokio::join!(cache.lookup("web"), cache.invalidate("web"), async { server.thaw() }) };
        let (lookup, (), ()) = soon(lookup_and_invalidation).await;
        assert_eq!(lookup, Lookup::Miss);
        assert_eq!(cache.lookup("web").await, Lookup::Miss);
    }
}

#[tokio::test]
async fn what_redis_could_not_be_told_to_forget_is_not_believed_when_it_is_back() {
    let server = Server::start();
    let (patient, _) = connect(&server);
    until(&patient, Availability::Up).await;
    cache(&patient, 0).store("web", page(), LIFETIME).await;
    let (redis, _) = connect_with(&server.url(), HASTY);
    until(&redis, Availability::Up).await;
    // Nothing stays in memory, so that each lookup goes to Redis.
    let cache = cache(&redis, 0);
    server.freeze();
    until(&redis, Availability::Down).await;
    cache.invalidate("web").await;
    server.thaw();
    until(&redis, Availability::Up).await;
    let mut commands = server.connection().await;
    assert!(commands.exists(keys().key("cache", "web")).await.unwrap());
    assert_eq!(cache.lookup("web").await, Lookup::Miss);
    // What is stored from then on is.
    soon(async {
        while cache.lookup("web").await == Lookup::Miss {
            tokio::task::yield_now().await;
            cache.store("web", Value::Absent, LIFETIME).await;
        }
    })
    .await;
}

#[tokio::test]
async fn an_invalidation_whose_caller_goes_away_holds() {
    let server = Server::start();
    let (redis, _) = connect(&server);
    until(&redis, Availability::Up).await;
    let cache = cache(&redis, 1 << 20);
    cache.store("web", page(), LIFETIME).await;
    // Polled once: the driver has not even sent it.
    assert!(cache.invalidate("web").now_or_never().is_none());
    let mut commands = server.connection().await;
    assert!(commands.exists(keys().key("cache", "web")).await.unwrap());
    assert_eq!(cache.lookup("web").await, Lookup::Miss);
}

#[tokio::test]
async fn a_write_that_a_hanging_redis_carries_out_late_is_not_believed() {
    let server = Server::start();
    let (redis, _) = connect_with(&server.url(), HASTY);
    until(&redis, Availability::Up).await;
    let cache = cache(&redis, 0);
    server.freeze();
    cache.store("web", page(), LIFETIME).await;
    cache.invalidate("web").await;
    server.thaw();
    until(&redis, Availability::Up).await;
    let mut commands = server.connection().await;
    assert!(commands.exists(keys().key("cache", "web")).await.unwrap(), "the write came through");
    assert_eq!(cache.lookup("web").await, Lookup::Miss);
}
