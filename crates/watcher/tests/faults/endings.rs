//! Watches that end as soon as they are open, for ever.

use std::time::{Duration, Instant};

use http::StatusCode;
use kube_ingress_dash_model::status::WatchState;
use kube_ingress_dash_simulator::{Answer, Effect, Part};
use serde_json::json;

use crate::cluster::{Cluster, assert_follows, event, watches};

/// 0.8 s, 1.6 s and 3.2 s, each less a fifth at least.
const THREE_WAITS: Duration = Duration::from_millis(4480);

/// Lets every watch end so, and says how long the fourth attempt took to come.
async fn fourth_attempt(cluster: &Cluster, effect: Effect) -> Duration {
    let before = cluster.watched();
    let began = Instant::now();
    cluster.trouble(watches(), effect);
    cluster.end_watches();
    cluster.until_watched(before + 4).await;
    began.elapsed()
}

#[tokio::test]
async fn watches_that_end_in_order_at_once_are_opened_ever_less_often() {
    let cluster = Cluster::shop(&["a"]).await;
    let watched = cluster.watch(&["shop"]).await;
    let took = fourth_attempt(&cluster, Effect::Answer(Answer::text(StatusCode::OK, ""))).await;
    assert!(took >= THREE_WAITS, "{took:?}");
    assert_eq!(cluster.listed(), 1);
    cluster.faults().clear();
    assert_follows(&cluster, &watched).await;
}

#[tokio::test]
async fn watches_that_are_cut_at_once_are_opened_ever_less_often_and_told() {
    let cluster = Cluster::shop(&["a"]).await;
    let watched = cluster.watch(&["shop"]).await;
    let took = fourth_attempt(&cluster, Effect::Reset).await;
    assert!(took >= THREE_WAITS, "{took:?}");
    let stale = watched.until_state("shop", WatchState::Stale).await;
    assert_eq!(stale.count(), 1, "its rows stay");
    assert_eq!(cluster.listed(), 1);
    cluster.faults().clear();
    assert_follows(&cluster, &watched).await;
}

#[tokio::test]
async fn watches_whose_bodies_are_cut_at_once_are_opened_ever_less_often() {
    let cluster = Cluster::shop(&["a"]).await;
    let watched = cluster.watch(&["shop"]).await;
    let took = fourth_attempt(&cluster, Effect::Truncate(Part::Bytes(0))).await;
    assert!(took >= THREE_WAITS, "{took:?}");
    assert_eq!(cluster.listed(), 1);
    cluster.faults().clear();
    assert_follows(&cluster, &watched).await;
}

#[tokio::test]
async fn watches_that_end_in_order_at_once_for_ever_are_told() {
    let cluster = Cluster::shop(&["a"]).await;
    let watched = cluster.watch(&["shop"]).await;
    cluster.trouble(watches(), Effect::Answer(Answer::text(StatusCode::OK, "")));
    cluster.end_watches();
    cluster.until_watched(4).await;
    cluster.create("shop", "b");
    let stale = watched.until_state("shop", WatchState::Stale).await;
    assert_eq!(stale.count(), 1, "nothing is followed, so nothing may be called live");

    cluster.faults().clear();
    watched.until_rows(&["shop/a", "shop/b"]).await;
    watched.until_state("shop", WatchState::Live).await;
    let states = watched.states("shop");
    let stale = states.iter().position(|state| *state == WatchState::Stale).unwrap();
    let live = states.iter().rposition(|state| *state == WatchState::Live).unwrap();
    assert!(states[stale..live].iter().all(|state| *state == WatchState::Stale), "{states:?}");
}

/// As from a cache on the way, which gives everybody the beginning of one watch.
#[tokio::test]
async fn watches_that_end_after_a_bookmark_are_not_opened_in_a_hurry() {
    let cluster = Cluster::shop(&["a"]).await;
    let watched = cluster.watch(&["shop"]).await;
    let version = cluster.cluster().resource_version();
    let bookmark = event(
        "BOOKMARK",
        &json!({"kind": "Ingress", "apiVersion": "networking.k8s.io/v1",
                                             "metadata": {"resourceVersion": version}}),
    );
    let answer = Answer::text(StatusCode::OK, format!("{bookmark}\n"));
    let took = fourth_attempt(&cluster, Effect::Answer(answer)).await;
    assert!(took >= Duration::from_millis(1500), "{took:?}");
    cluster.faults().clear();
    assert_follows(&cluster, &watched).await;
}
