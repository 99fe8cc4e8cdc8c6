//! States for a warm start.

use std::time::Duration;

use bytes::Bytes;
use kube_ingress_dash_core::redis::{Availability, Keyspace, Redis, Unavailable};
use kube_ingress_dash_core::snapshot::{Limits, Saved, SnapshotError, Snapshots};
use redis::AsyncTypedCommands as _;
use redis::aio::MultiplexedConnection;

use crate::server::Server;
use crate::{HASTY, connect, connect_with, keys, keys_of, soon, until};

const KEEP: Duration = Duration::from_mins(10);

fn snapshots(redis: &Redis) -> Snapshots {
    snapshots_of(redis, &keys(), Limits::default())
}

fn snapshots_of(redis: &Redis, keys: &Keyspace, limits: Limits) -> Snapshots {
    Snapshots::new(redis.clone(), keys.clone(), limits)
}

fn chunks(texts: &[&str]) -> Vec<Bytes> {
    texts.iter().map(|text| Bytes::from(text.repeat(100))).collect()
}

fn counted(saved: Saved) -> (usize, usize) {
    (saved.sent, saved.renewed)
}

async fn chunk_keys(commands: &mut MultiplexedConnection) -> Vec<String> {
    commands.keys(keys().key("chunk", "*")).await.unwrap()
}

pub(crate) async fn every_operation(redis: &Redis) {
    let state = chunks(&["shop", "billing"]);
    for expected in [(2, 0), (0, 2)] {
        assert_eq!(counted(snapshots(redis).save("board", &state, KEEP).await.unwrap()), expected);
        assert_eq!(snapshots(redis).load("board").await.unwrap().unwrap().chunks, state);
    }
}

#[tokio::test]
async fn a_state_comes_back_whole_and_in_order() {
    let server = Server::start();
    let (redis, _) = connect(&server);
    until(&redis, Availability::Up).await;
    every_operation(&redis).await;
    for state in [vec![], chunks(&[""]), chunks(&["b", "a", "b", "c"])] {
        snapshots(&redis).save("board", &state, KEEP).await.unwrap();
        let snapshot = snapshots(&redis).load("board").await.unwrap().unwrap();
        assert_eq!(snapshot.chunks, state);
        assert!(snapshot.age < Duration::from_secs(20));
    }
    assert_eq!(snapshots(&redis).load("another").await, Ok(None));
}

#[tokio::test]
async fn a_large_state_comes_back_whole() {
    let server = Server::start();
    let (redis, _) = connect(&server);
    until(&redis, Availability::Up).await;
    let snapshots = |redis| {
        let limits = Limits { time: Duration::from_mins(2), ..Limits::default() };
        snapshots_of(redis, &keys(), limits)
    };
    let line = |chunk: usize| format!("{chunk} has lines that are alike, as rows are; ").repeat(100);
    let mut state: Vec<_> = (0..1000).map(|chunk| Bytes::from(line(chunk))).collect();
    // One that is larger than all that is sent at once otherwise, and hardly gets smaller.
    state.push(
        (0..1_000_000_u64).map(|byte| (byte.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as u8).collect(),
    );
    let saved = snapshots(&redis).save("board", &state, KEEP).await.unwrap();
    assert_eq!(counted(saved), (1001, 0));
    assert_eq!(snapshots(&redis).load("board").await.unwrap().unwrap().chunks, state);
}

#[tokio::test]
async fn chunks_that_did_not_change_only_live_longer() {
    let server = Server::start();
    let (redis, _) = connect(&server);
    until(&redis, Availability::Up).await;
    let mut commands = server.connection().await;
    snapshots(&redis).save("board", &chunks(&["shop", "billing"]), KEEP).await.unwrap();
    for key in chunk_keys(&mut commands).await {
        commands.pexpire(key, 60_000).await.unwrap();
    }
    let saved = snapshots(&redis).save("board", &chunks(&["shop", "payments", "shop"]), KEEP).await.unwrap();
    assert_eq!(counted(saved), (1, 1));
    let mut left = Vec::new();
    for key in chunk_keys(&mut commands).await {
        left.push(redis::cmd("PTTL").arg(key).query_async::<u64>(&mut commands).await.unwrap());
    }
    left.sort_unstable();
    assert!(left[0] <= 60_000, "what is listed no more ends by itself");
    let keep = u64::try_from(KEEP.as_millis()).unwrap();
    assert!(left.len() == 3 && left[1] > keep, "the others outlive their manifest: {left:?}");
}

#[tokio::test]
async fn the_age_of_a_state_is_told_by_the_time_that_redis_has_left_for_it() {
    let server = Server::start();
    let (redis, _) = connect(&server);
    until(&redis, Availability::Up).await;
    let mut commands = server.connection().await;
    snapshots(&redis).save("board", &chunks(&["shop"]), KEEP).await.unwrap();
    commands.pexpire(keys().key("snapshot", "board"), 60_000).await.unwrap();
    let age = snapshots(&redis).load("board").await.unwrap().unwrap().age;
    assert!(age >= Duration::from_mins(9) && age < KEEP, "{age:?}");
}

#[tokio::test]
async fn a_state_of_which_a_part_is_missing_or_damaged_is_none_and_the_next_save_mends_it() {
    let server = Server::start();
    let (redis, _) = connect(&server);
    until(&redis, Availability::Up).await;
    let mut commands = server.connection().await;
    let state = chunks(&["shop", "billing"]);
    for damage in ["missing", "rubbish", "cut short", "of another chunk", "of another type"] {
        snapshots(&redis).save("board", &state, KEEP).await.unwrap();
        let keys = chunk_keys(&mut commands).await;
        let (one, other) = (&keys[0], &keys[1]);
        let whole: Vec<u8> = redis::cmd("GET").arg(one).query_async(&mut commands).await.unwrap();
        match damage {
            "missing" => drop(commands.del(one).await.unwrap()),
            "rubbish" => commands.set(one, "rubbish").await.unwrap(),
            "cut short" => commands.set(one, &whole[..whole.len() - 1]).await.unwrap(),
            "of another chunk" => {
                commands
                    .copy(other, one, redis::CopyOptions::default().replace(true))
                    .await
                    .map(drop)
                    .unwrap();
            }
            _ => {
                commands.del(one).await.unwrap();
                commands.rpush(one, "a list").await.map(drop).unwrap();
            }
        }
        assert_eq!(snapshots(&redis).load("board").await, Err(SnapshotError::Damaged), "{damage}");
        let saved = snapshots(&redis).save("board", &state, KEEP).await.unwrap();
        assert_eq!(counted(saved), (1, 1), "{damage}");
        assert_eq!(snapshots(&redis).load("board").await.unwrap().unwrap().chunks, state, "{damage}");
    }
}

#[tokio::test]
async fn a_list_of_chunks_that_was_damaged_or_moved_is_none() {
    let server = Server::start();
    let (redis, _) = connect(&server);
    until(&redis, Availability::Up).await;
    let mut commands = server.connection().await;
    snapshots(&redis).save("board", &chunks(&["shop"]), KEEP).await.unwrap();
    let manifest = keys().key("snapshot", "board");
    let moved = keys().key("snapshot", "another");
    commands.copy(&manifest, moved, redis::CopyOptions::default()).await.unwrap();
    assert_eq!(snapshots(&redis).load("another").await, Err(SnapshotError::Damaged));
    commands.persist(&manifest).await.unwrap();
    assert_eq!(snapshots(&redis).load("board").await, Err(SnapshotError::Damaged));
    commands.set(&manifest, "rubbish").await.unwrap();
    assert_eq!(snapshots(&redis).load("board").await, Err(SnapshotError::Damaged));
}

#[tokio::test]
async fn a_save_that_fails_leaves_the_state_before() {
    let server = Server::start();
    let (patient, _) = connect(&server);
    until(&patient, Availability::Up).await;
    let before = chunks(&["shop"]);
    snapshots(&patient).save("board", &before, KEEP).await.unwrap();
    let (redis, _) = connect_with(&server.url(), HASTY);
    until(&redis, Availability::Up).await;
    server.freeze();
    let error = soon(snapshots(&redis).save("board", &chunks(&["shop", "billing"]), KEEP)).await.unwrap_err();
    assert!(matches!(error, SnapshotError::Unavailable(_)), "{error}");
    let error = soon(snapshots(&redis).load("board")).await.unwrap_err();
    assert_eq!(error, SnapshotError::Unavailable(Unavailable::Skipped));
    server.thaw();
    assert_eq!(snapshots(&patient).load("board").await.unwrap().unwrap().chunks, before);
}

#[tokio::test]
async fn another_cluster_or_scope_on_the_same_redis_starts_with_nothing() {
    let server = Server::start();
    let (redis, _) = connect(&server);
    until(&redis, Availability::Up).await;
    let save = snapshots_of(&redis, &keys_of("blue", "all"), Limits::default());
    save.save("board", &chunks(&["shop", "billing"]), KEEP).await.unwrap();
    for other in [keys_of("green", "all"), keys_of("blue", "shop")] {
        assert_eq!(snapshots_of(&redis, &other, Limits::default()).load("board").await, Ok(None));
    }
}

#[tokio::test]
async fn a_state_past_the_limits_is_neither_saved_nor_loaded() {
    let server = Server::start();
    let (redis, _) = connect(&server);
    until(&redis, Availability::Up).await;
    let state = chunks(&["shop", "billing"]);
    snapshots(&redis).save("board", &state, KEEP).await.unwrap();
    for limits in [Limits { bytes: 1000, ..Limits::default() }, Limits { chunks: 1, ..Limits::default() }] {
        let narrow = snapshots_of(&redis, &keys(), limits);
        assert_eq!(narrow.save("board", &state, KEEP).await, Err(SnapshotError::TooLarge));
        assert!(narrow.load("board").await.is_err());
    }
}

#[tokio::test]
async fn a_start_waits_for_the_connection_and_loads() {
    let server = Server::start();
    let state = chunks(&["shop"]);
    let (redis, _) = connect(&server);
    until(&redis, Availability::Up).await;
    snapshots(&redis).save("board", &state, KEEP).await.unwrap();
    let (redis, _) = connect(&server);
    assert_eq!(redis.health().availability, Availability::Connecting);
    assert_eq!(snapshots(&redis).load("board").await.unwrap().unwrap().chunks, state);
}
