//! A Redis that is down, hangs or comes back.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use kube_ingress_dash_core::cache::{Cache, Lifetime, Lookup, SharedTier, Tier, Value};
use kube_ingress_dash_core::redis::{Availability, Fault};

use crate::server::Server;
use crate::{HASTY, PATIENT, connect, connect_with, keys, soon, until};

fn cache(redis: &kube_ingress_dash_core::redis::Redis) -> Cache {
    // Nothing stays in memory, so that each lookup would go to Redis.
    Cache::new(0, Some(SharedTier::new(redis.clone(), keys())), Arc::new(()))
}

async fn store(cache: &Cache) {
    cache.store("web", Value::Absent, Lifetime::fresh(Duration::from_mins(1))).await;
}

fn tier(lookup: &Lookup) -> Option<Tier> {
    match lookup {
        Lookup::Fresh(hit) | Lookup::Stale(hit) => Some(hit.tier),
        Lookup::Miss => None,
    }
}

async fn until_redis_serves(cache: &Cache) {
    while tier(&cache.lookup("web").await) != Some(Tier::Redis) {
        store(cache).await;
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_start_waits_for_nothing_and_says_what_is_wrong() {
    let mut server = Server::start();
    server.stop();
    let (redis, counts) = connect(&server);
    assert_eq!(redis.health().availability, Availability::Connecting);
    assert_eq!(cache(&redis).lookup("web").await, Lookup::Miss);
    assert_eq!(counts.skipped(), 1);
    let health = soon(redis.settled()).await;
    assert_eq!((health.availability, health.last_fault), (Availability::Down, Some(Fault::Unreachable)));
    server.start_again();
    until(&redis, Availability::Up).await;
    assert_eq!(counts.turned_down(), 1, "however many checks failed");
}

#[tokio::test]
async fn a_redis_that_hangs_costs_the_timeout_once_and_then_nothing() {
    let server = Server::start();
    let (redis, counts) = connect_with(&server.url(), HASTY);
    let cache = cache(&redis);
    soon(until_redis_serves(&cache)).await;

    server.freeze();
    let first = soon(join_all((0..100).map(|_| cache.lookup("web")))).await;
    assert!(first.iter().all(|lookup| *lookup == Lookup::Miss));
    let health = redis.health();
    assert_eq!((health.availability, health.last_fault), (Availability::Down, Some(Fault::TimedOut)));

    let skipped = counts.skipped();
    for _ in 0..1000 {
        assert_eq!(cache.lookup("web").await, Lookup::Miss);
        store(&cache).await;
    }
    assert_eq!(counts.skipped() - skipped, 2000, "no later call touches Redis");

    server.thaw();
    soon(until_redis_serves(&cache)).await;
}

#[tokio::test]
async fn the_check_finds_a_redis_that_hangs_before_a_user_does() {
    let server = Server::start();
    let (redis, counts) = connect_with(&server.url(), HASTY);
    until(&redis, Availability::Up).await;
    server.freeze();
    until(&redis, Availability::Down).await;
    assert_eq!(cache(&redis).lookup("web").await, Lookup::Miss);
    assert_eq!(counts.skipped(), 1);
}

#[tokio::test]
async fn a_redis_that_was_started_again_is_used_again() {
    let mut server = Server::start();
    let (redis, counts) = connect(&server);
    let cache = cache(&redis);
    until(&redis, Availability::Up).await;
    server.stop();
    until(&redis, Availability::Down).await;
    assert!(counts.failed() > 0);
    assert_eq!(cache.lookup("web").await, Lookup::Miss);
    server.start_again();
    until(&redis, Availability::Up).await;
    store(&cache).await;
    assert_eq!(tier(&cache.lookup("web").await), Some(Tier::Redis));
}

#[tokio::test]
async fn a_redis_that_is_full_refuses_writes_but_is_up_and_read() {
    let server = Server::start();
    let (redis, counts) = connect(&server);
    until(&redis, Availability::Up).await;
    store(&cache(&redis)).await;
    let mut commands = server.connection().await;
    redis::cmd("CONFIG").arg(&["SET", "maxmemory", "1"]).exec_async(&mut commands).await.unwrap();
    let cache = cache(&redis);
    store(&cache).await;
    let health = redis.health();
    assert_eq!((health.availability, health.last_fault), (Availability::Up, Some(Fault::Refused)));
    assert_eq!(tier(&cache.lookup("web").await), Some(Tier::Redis));
    assert_eq!((counts.failed(), counts.skipped()), (1, 0));
}

#[tokio::test]
async fn what_is_no_redis_is_told_as_such() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let imposter = tokio::spawn(async move {
        loop {
            let (mut client, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                let _ = tokio::io::copy(&mut &b"HTTP/1.1 400 Bad Request\r\n\r\n"[..], &mut client).await;
                let _ = tokio::io::copy(&mut client, &mut tokio::io::sink()).await;
            });
        }
    });
    let (redis, _) = connect_with(&format!("redis://127.0.0.1:{port}"), PATIENT);
    let health = soon(redis.settled()).await;
    assert_eq!((health.availability, health.last_fault), (Availability::Down, Some(Fault::Protocol)));
    imposter.abort();
}

#[tokio::test]
async fn its_connection_ends_with_the_last_who_uses_it() {
    let server = Server::start();
    let (redis, _) = connect(&server);
    let other = redis.clone();
    until(&redis, Availability::Up).await;
    let mut commands = server.connection().await;
    let mut clients = async || -> usize {
        let list: String = redis::cmd("CLIENT").arg("LIST").query_async(&mut commands).await.unwrap();
        list.lines().count()
    };
    drop(redis);
    assert_eq!(clients().await, 2);
    drop(other);
    soon(async { while clients().await > 1 {} }).await;
}
