//! Connections and requests that fall silent without an end, and a server that ignores what it is asked for.

use std::time::{Duration, Instant};

use http::StatusCode;
use kube_ingress_dash_core::attempt;
use kube_ingress_dash_core::stack::Settings;
use kube_ingress_dash_model::status::WatchState;
use kube_ingress_dash_simulator::{Answer, Effect, Options, Part};

use crate::board::Terms;
use crate::cluster::{Cluster, assert_follows, watches};

fn impatient(watch_timeout: Duration) -> Terms {
    let defaults = Settings::default();
    let attempt = attempt::Settings { timeout: Duration::from_millis(500), ..defaults.attempt };
    Terms { watch_timeout, settings: Settings { attempt, ..defaults }, ..Terms::default() }
}

#[tokio::test]
async fn a_connection_that_falls_silent_is_noticed_told_and_replaced() {
    let cluster = Cluster::shop(&["a"]).await;
    let watched = cluster.watch_on(&["shop"], impatient(Duration::from_secs(1))).await;
    let began = Instant::now();
    watched.link.stall().await.unwrap();
    let stale = watched.until_state("shop", WatchState::Stale).await;
    // The timeout of the watch, and 15 s: what is past it is the machine's.
    assert!(began.elapsed() < Duration::from_secs(40), "{:?}", began.elapsed());
    assert_eq!(stale.namespaces[0].error.as_ref().unwrap().reason, "Timeout");
    assert_eq!(stale.count(), 1, "its rows stay");
    watched.link.restore().await.unwrap();
    assert_follows(&cluster, &watched).await;
    assert_eq!(cluster.listed(), 1, "the version was still good");
}

#[tokio::test]
async fn a_watch_that_says_nothing_after_its_headers_is_given_up() {
    let cluster = Cluster::shop(&["a"]).await;
    let watched = cluster.watch_on(&["shop"], impatient(Duration::from_secs(1))).await;
    cluster.trouble_next(1, watches(), Effect::Stall(Part::Bytes(0)));
    cluster.end_watches();
    let stale = watched.until_state("shop", WatchState::Stale).await;
    assert_eq!(stale.namespaces[0].error.as_ref().unwrap().reason, "Timeout");
    assert_follows(&cluster, &watched).await;
}

#[tokio::test]
async fn a_watch_that_is_never_answered_is_given_up() {
    let cluster = Cluster::shop(&["a"]).await;
    let watched = cluster.watch_on(&["shop"], impatient(Duration::from_mins(1))).await;
    cluster.trouble_next(2, watches(), Effect::Hang);
    cluster.end_watches();
    let stale = watched.until_state("shop", WatchState::Stale).await;
    assert_eq!(stale.namespaces[0].error.as_ref().unwrap().reason, "Timeout");
    assert_follows(&cluster, &watched).await;
}

#[tokio::test]
async fn a_server_that_streams_no_lists_is_listed() {
    let options = Options { streaming_lists: false, ..Options::default() };
    let cluster = Cluster::with(options, &["shop"], &["a", "b"]).await;
    let watched = cluster.watch(&["shop"]).await;
    watched.until_rows(&["shop/a", "shop/b"]).await;
    cluster.trouble_next(1, watches(), Effect::Answer(Answer::status(StatusCode::GONE)));
    cluster.end_watches();
    cluster.until_listed(2).await;
    assert_follows(&cluster, &watched).await;
}
