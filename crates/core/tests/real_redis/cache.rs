//! The cache with Redis behind its memory.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use kube_ingress_dash_core::cache::{Cache, Lifetime, Lookup, SharedTier, Tier, Value};
use kube_ingress_dash_core::redis::{Availability, Keyspace, Redis};
use redis::AsyncTypedCommands as _;

use crate::counts::Counts;
use crate::server::Server;
use crate::{connect, keys, keys_of, until};

const LIFETIME: Lifetime = Lifetime { fresh: Duration::from_mins(1), stale: Duration::from_mins(10) };

/// A replica, or the same one after a start: it has nothing in memory.
fn replica(redis: &Redis, keys: &Keyspace) -> Cache {
    replica_that_counts(redis, keys).0
}

fn replica_that_counts(redis: &Redis, keys: &Keyspace) -> (Cache, Arc<Counts>) {
    let counts = Arc::new(Counts::default());
    (Cache::new(1 << 22, Some(SharedTier::new(redis.clone(), keys.clone())), counts.clone()), counts)
}

fn page() -> Value {
    Value::Found(Bytes::from_static(b"page"))
}

/// Whether it is fresh, what it is and where it was.
fn told(lookup: Lookup) -> Option<(bool, Value, Tier)> {
    match lookup {
        Lookup::Fresh(hit) => Some((true, hit.value, hit.tier)),
        Lookup::Stale(hit) => Some((false, hit.value, hit.tier)),
        Lookup::Miss => None,
    }
}

fn age(lookup: &Lookup) -> Duration {
    match lookup {
        Lookup::Fresh(hit) | Lookup::Stale(hit) => hit.age,
        Lookup::Miss => panic!("a miss has no age"),
    }
}

pub(crate) async fn every_operation(redis: &Redis) {
    replica(redis, &keys()).store("web", page(), LIFETIME).await;
    assert_eq!(told(replica(redis, &keys()).lookup("web").await), Some((true, page(), Tier::Redis)));
    replica(redis, &keys()).invalidate("web").await;
    assert_eq!(told(replica(redis, &keys()).lookup("web").await), None);
}

#[tokio::test]
async fn replicas_share_what_one_has_stored_and_keep_it_in_memory_then() {
    let server = Server::start();
    let (redis, _) = connect(&server);
    until(&redis, Availability::Up).await;
    every_operation(&redis).await;
    for value in [page(), Value::Absent, Value::Found(Bytes::new())] {
        replica(&redis, &keys()).store("web", value.clone(), LIFETIME).await;
        let other = replica(&redis, &keys());
        assert_eq!(told(other.lookup("web").await), Some((true, value.clone(), Tier::Redis)));
        assert_eq!(told(other.lookup("web").await), Some((true, value, Tier::Memory)));
    }
}

#[tokio::test]
async fn the_age_of_a_value_is_told_by_the_time_that_redis_has_left_for_it() {
    let server = Server::start();
    let (redis, _) = connect(&server);
    until(&redis, Availability::Up).await;
    let mut commands = server.connection().await;
    let key = keys().key("cache", "web");
    replica(&redis, &keys()).store("web", page(), LIFETIME).await;
    let left: i64 = redis::cmd("PTTL").arg(&key).query_async(&mut commands).await.unwrap();
    for (passed, fresh) in [(30, true), (70, false)] {
        commands.pexpire(&key, left - passed * 1000).await.unwrap();
        let lookup = replica(&redis, &keys()).lookup("web").await;
        let expected = Duration::from_secs(u64::try_from(passed).unwrap());
        let age = age(&lookup);
        assert!(age >= expected && age < expected + Duration::from_secs(20), "{age:?}");
        assert_eq!(told(lookup), Some((fresh, page(), Tier::Redis)));
    }
}

#[tokio::test]
async fn a_younger_value_of_another_replica_takes_the_place_of_a_stale_one() {
    let server = Server::start();
    let (redis, _) = connect(&server);
    until(&redis, Availability::Up).await;
    let one = replica(&redis, &keys());
    one.store("web", Value::Absent, Lifetime { fresh: Duration::ZERO, ..LIFETIME }).await;
    assert!(matches!(told(one.lookup("web").await), Some((false, Value::Absent, _))));
    replica(&redis, &keys()).store("web", page(), LIFETIME).await;
    assert_eq!(told(one.lookup("web").await), Some((true, page(), Tier::Redis)));
    assert_eq!(told(one.lookup("web").await), Some((true, page(), Tier::Memory)));
}

#[tokio::test]
async fn a_damaged_or_foreign_value_is_a_miss_and_the_next_store_mends_it() {
    let server = Server::start();
    let (redis, calls) = connect(&server);
    until(&redis, Availability::Up).await;
    let mut commands = server.connection().await;
    let (web, api) = (keys().key("cache", "web"), keys().key("cache", "api"));
    let whole = async || replica(&redis, &keys()).store("web", page(), LIFETIME).await;

    whole().await;
    let value: Vec<u8> = redis::cmd("GET").arg(&web).query_async(&mut commands).await.unwrap();
    let mut flipped = value.clone();
    *flipped.last_mut().unwrap() ^= 1;
    for (case, rubbish) in [
        ("cut short", value[..value.len() - 1].to_vec()),
        ("with a flipped bit", flipped),
        ("with more behind it", [&value[..], b"more"].concat()),
        ("of another program", b"{\"page\":1}".to_vec()),
        ("larger than any value", vec![b'x'; 8 << 20]),
    ] {
        let (cache, counts) = replica_that_counts(&redis, &keys());
        commands.pset_ex(&web, rubbish, 60_000).await.unwrap();
        assert_eq!((told(cache.lookup("web").await), counts.corrupt()), (None, 1), "{case}");
    }

    let (cache, counts) = replica_that_counts(&redis, &keys());
    whole().await;
    commands.copy(&web, &api, redis::CopyOptions::default()).await.unwrap();
    assert_eq!(told(cache.lookup("api").await), None, "the value of another key");
    commands.persist(&web).await.unwrap();
    assert_eq!(told(cache.lookup("web").await), None, "without an end");
    assert_eq!(counts.corrupt(), 2);

    commands.set(&web, "").await.unwrap();
    assert_eq!(told(cache.lookup("web").await), None, "an empty one");
    commands.del(&web).await.unwrap();
    commands.rpush(&web, "a list").await.unwrap();
    assert_eq!(told(cache.lookup("web").await), None, "of another type");
    assert_eq!(calls.failed(), 1);

    whole().await;
    assert_eq!(told(cache.lookup("web").await), Some((true, page(), Tier::Redis)));
    assert_eq!(redis.health().availability, Availability::Up);
}

#[tokio::test]
async fn no_more_is_read_than_a_value_may_have() {
    let server = Server::start();
    let (redis, _) = connect(&server);
    until(&redis, Availability::Up).await;
    let mut commands = server.connection().await;
    commands.pset_ex(keys().key("cache", "web"), vec![b'x'; 8 << 20], 60_000).await.unwrap();
    assert_eq!(told(replica(&redis, &keys()).lookup("web").await), None);
    let statistics: String = redis::cmd("INFO").arg("stats").query_async(&mut commands).await.unwrap();
    let sent = statistics.lines().find_map(|line| line.strip_prefix("total_net_output_bytes:")).unwrap();
    assert!(sent.parse::<usize>().unwrap() < 2 << 20, "Redis sent {sent} bytes");
}

#[tokio::test]
async fn another_cluster_or_scope_on_the_same_redis_finds_nothing() {
    let server = Server::start();
    let (redis, _) = connect(&server);
    until(&redis, Availability::Up).await;
    replica(&redis, &keys_of("blue", "all")).store("web", page(), LIFETIME).await;
    for other in [keys_of("green", "all"), keys_of("blue", "shop")] {
        let cache = replica(&redis, &other);
        assert_eq!(told(cache.lookup("web").await), None);
        // Nor can it take away what is not its own.
        cache.invalidate("web").await;
    }
    let cache = replica(&redis, &keys_of("blue", "all"));
    assert_eq!(told(cache.lookup("web").await), Some((true, page(), Tier::Redis)));
}

#[tokio::test]
async fn a_value_that_is_too_large_for_redis_stays_in_memory_and_outdates_what_is_there() {
    let server = Server::start();
    let (redis, _) = connect(&server);
    until(&redis, Availability::Up).await;
    let cache = replica(&redis, &keys());
    cache.store("web", page(), LIFETIME).await;
    let large = Value::Found(Bytes::from(vec![0; (1 << 20) + 1]));
    cache.store("web", large.clone(), LIFETIME).await;
    assert_eq!(told(cache.lookup("web").await), Some((true, large, Tier::Memory)));
    assert_eq!(told(replica(&redis, &keys()).lookup("web").await), None);
}

#[tokio::test]
async fn redis_forgets_a_value_when_its_time_is_over() {
    let server = Server::start();
    let (redis, _) = connect(&server);
    until(&redis, Availability::Up).await;
    replica(&redis, &keys()).store("web", page(), LIFETIME).await;
    let mut commands = server.connection().await;
    let left: u64 =
        redis::cmd("PTTL").arg(keys().key("cache", "web")).query_async(&mut commands).await.unwrap();
    let longest = LIFETIME.stale + LIFETIME.fresh.mul_f64(1.11);
    assert!(Duration::from_millis(left) <= longest && Duration::from_millis(left) > LIFETIME.stale);
}
