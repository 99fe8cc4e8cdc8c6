//! Versions that the API server has forgotten, or has not heard of yet.

use std::time::{Duration, Instant};

use http::StatusCode;
use kube_ingress_dash_model::status::WatchState;
use kube_ingress_dash_simulator::{Answer, Effect};
use serde_json::json;

use crate::Watched;
use crate::board::rows;
use crate::cluster::{Cluster, assert_follows, event, lists, watches};
use crate::objects::ingress;

fn expired() -> String {
    let message = "too old resource version: 1 (2)";
    let status = json!({"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Expired",
                        "code": 410, "message": message});
    event("ERROR", &status)
}

fn gone() -> Effect {
    Effect::Answer(Answer::status(StatusCode::GONE))
}

#[tokio::test]
async fn a_410_within_a_watch_leads_to_one_list_that_removes_what_vanished_and_repeats_nothing() {
    let cluster = Cluster::shop(&["a", "b", "c"]).await;
    let watched = cluster.watch(&["shop"]).await;
    watched.link.refuse().await.unwrap();
    watched.until_state("shop", WatchState::Stale).await;
    cluster.cluster().delete("shop", "a").unwrap();
    cluster.cluster().patch("shop", "b", json!({"metadata": {"labels": {"version": "two"}}})).unwrap();
    cluster.create("shop", "d");
    cluster.compact();
    watched.link.restore().await.unwrap();

    watched.until_rows(&["shop/b", "shop/c", "shop/d"]).await;
    assert_follows(&cluster, &watched).await;
    assert_eq!(cluster.listed(), 2, "the first list and one more");
    let announcements = watched.announcements();
    assert!(announcements.values().all(|&times| times == 1), "{announcements:?}");
    assert_eq!(announcements.len(), 6, "a, b, c, then b again, d and the last: {announcements:?}");
}

#[tokio::test]
async fn a_410_within_a_watch_that_lives_makes_nothing_stale() {
    let cluster = Cluster::shop(&["a", "b"]).await;
    let watched = cluster.watch(&["shop"]).await;
    cluster.say(expired());
    cluster.until_listed(2).await;
    assert_follows(&cluster, &watched).await;
    assert_eq!((cluster.listed(), cluster.watched()), (2, 2));
    assert!(!watched.states("shop").contains(&WatchState::Stale));
    assert!(watched.announcements().values().all(|&times| times == 1));
}

#[tokio::test]
async fn a_410_when_a_watch_is_opened_leaves_that_version_at_once() {
    let cluster = Cluster::shop(&["a", "b"]).await;
    let watched = cluster.watch(&["shop"]).await;
    cluster.trouble_next(1, watches(), gone());
    cluster.end_watches();
    cluster.until_listed(2).await;
    assert_eq!(cluster.counts().answered(&watches(), 410), 1, "one attempt with the old version");
    assert_follows(&cluster, &watched).await;
    assert_eq!((cluster.listed(), cluster.watched()), (2, 3));
    assert!(watched.announcements().values().all(|&times| times == 1));
}

#[tokio::test]
async fn versions_that_expire_again_and_again_are_not_listed_in_a_hurry() {
    let cluster = Cluster::shop(&["a"]).await;
    let _watched = cluster.watch(&["shop"]).await;
    let began = Instant::now();
    cluster.trouble(watches(), gone());
    cluster.end_watches();
    cluster.until_listed(4).await;
    // 0.8 s, 1.6 s and 3.2 s, each less a fifth at least.
    assert!(began.elapsed() >= Duration::from_millis(4480), "{:?}", began.elapsed());
    let (lists, watches) = (cluster.listed(), cluster.watched());
    assert!(watches <= lists + 1, "each list is tried once: {watches} watches of {lists} lists");
}

/// More than two pages.
async fn large() -> Cluster {
    let cluster = Cluster::shop(&[]).await;
    for number in 0..1100 {
        cluster.create("shop", &format!("web-{number:04}"));
    }
    cluster
}

#[tokio::test]
async fn a_410_on_the_third_page_restarts_the_list_and_no_part_of_it_is_shown() {
    let cluster = large().await;
    let pages = kube_ingress_dash_simulator::Rule::new(lists(), gone()).after(2);
    cluster.faults().add(pages.times(std::num::NonZeroU32::MIN));
    let watched = Watched::start(cluster.kubeconfig(), &["shop"]).await;
    let shown = watched.until("rows", |snapshot| snapshot.count() > 0).await;
    assert_eq!(shown.count(), 1100, "a part of a list was published");
    assert_eq!(cluster.counts().answered(&lists(), 410), 1);
    assert_eq!(cluster.listed(), 4, "three pages, then the whole");
    assert!(watched.announcements().values().all(|&times| times == 1));
}

#[tokio::test]
async fn a_list_that_fails_on_its_third_page_leaves_the_rows_of_the_one_before() {
    let cluster = large().await;
    let watched = cluster.watch(&["shop"]).await;
    cluster.cluster().delete("shop", "web-0000").unwrap();
    watched.until("one row less", |snapshot| snapshot.count() == 1099).await;
    let unavailable = Effect::Answer(Answer::status(StatusCode::SERVICE_UNAVAILABLE));
    // The first pages hold other rows than those on the board.
    watched.link.refuse().await.unwrap();
    watched.until_state("shop", WatchState::Stale).await;
    cluster.cluster().delete("shop", "web-0001").unwrap();
    cluster.cluster().delete("shop", "web-1099").unwrap();
    cluster.compact();
    cluster.faults().add(kube_ingress_dash_simulator::Rule::new(lists(), unavailable).after(2));
    watched.link.restore().await.unwrap();

    cluster.until_listed(3 + 4).await;
    let failing = watched.now();
    assert_eq!((failing.count(), failing.namespaces[0].state), (1099, WatchState::Stale));
    cluster.faults().clear();
    let whole = watched.until("the new list", |snapshot| snapshot.count() < 1099).await;
    assert_eq!(whole.count(), 1097);
    assert!(!rows(&whole).contains(&"shop/web-0001".to_owned()));
}

#[tokio::test]
async fn a_list_of_a_version_that_is_too_large_is_made_without_a_version() {
    let cluster = Cluster::shop(&["a"]).await;
    cluster.trouble_next(2, lists(), Effect::Answer(Answer::version_too_large()));
    let watched = Watched::start(cluster.kubeconfig(), &["shop"]).await;
    watched.until_rows(&["shop/a"]).await;
    assert_follows(&cluster, &watched).await;
    assert_eq!((cluster.counts().answered(&lists(), 504), cluster.listed()), (2, 3));
}

#[tokio::test]
async fn a_watch_from_a_version_that_is_too_large_leads_to_a_list() {
    let cluster = Cluster::shop(&["a", "b"]).await;
    let watched = cluster.watch(&["shop"]).await;
    cluster.trouble(watches(), Effect::Answer(Answer::version_too_large()));
    cluster.end_watches();
    cluster.until_listed(2).await;
    cluster.faults().clear();
    cluster.cluster().delete("shop", "a").unwrap();
    cluster.cluster().apply(ingress("shop", "c")).unwrap();
    watched.until_rows(&["shop/b", "shop/c"]).await;
}
