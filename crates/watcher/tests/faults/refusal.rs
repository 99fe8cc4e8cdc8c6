//! Rights that are withdrawn while the watches run. Credentials that are replaced are a case of the suite.

use http::StatusCode;
use kube_ingress_dash_model::status::WatchState;
use kube_ingress_dash_simulator::{Answer, Effect, Match, Options};

use crate::board::rows;
use crate::cluster::{Cluster, all_live, watches};

#[tokio::test]
async fn one_of_fifty_namespaces_that_is_forbidden_loses_its_rows_and_the_others_stay_live() {
    let names: Vec<String> = (0..50).map(|number| format!("team-{number:02}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let cluster = Cluster::with(Options::default(), &names, &["api", "web"]).await;
    let watched = cluster.watch(&names).await;
    assert_eq!(watched.now().count(), 100);

    cluster.deny("team-07");
    cluster.close_watches(&Match::any().namespace("team-07"));
    let denied = watched.until_state("team-07", WatchState::Denied).await;

    assert_eq!(denied.count(), 98);
    assert!(!rows(&denied).iter().any(|key| key.starts_with("team-07/")));
    for status in &denied.namespaces {
        let expected = if status.namespace == "team-07" { WatchState::Denied } else { WatchState::Live };
        assert_eq!(status.state, expected, "{}", status.namespace);
    }
    let error = denied.namespaces[7].error.as_ref().unwrap();
    assert_eq!((error.status, error.reason.as_str()), (Some(403), "Forbidden"));
    let others =
        cluster.counts().requests(&watches()) - cluster.counts().requests(&watches().namespace("team-07"));
    assert_eq!(others, 49, "the others' watches are those of before");
    cluster.create("team-08", "more");
    watched.until("the others are followed", |snapshot| snapshot.count() == 99).await;

    cluster.allow("team-07");
    all_live(&watched).await;
    watched.until("its rows", |snapshot| snapshot.count() == 101).await;
}

#[tokio::test]
async fn a_refusal_that_passes_within_two_seconds_removes_nothing() {
    let cluster = Cluster::shop(&["a"]).await;
    let watched = cluster.watch(&["shop"]).await;
    cluster.faults().fail_next(std::num::NonZeroU32::MIN, watches(), http::StatusCode::FORBIDDEN);
    cluster.end_watches();
    let stale = watched.until_state("shop", WatchState::Stale).await;
    assert_eq!(stale.count(), 1);
    all_live(&watched).await;
    assert!(!watched.states("shop").contains(&WatchState::Denied));
    assert!(watched.announcements().values().all(|&times| times == 1));
}

fn forbidden() -> Effect {
    Effect::Answer(Answer::status(StatusCode::FORBIDDEN))
}

#[tokio::test]
async fn a_watch_that_stays_forbidden_costs_no_list_each_time() {
    let cluster = Cluster::shop(&["a"]).await;
    let watched = cluster.watch(&["shop"]).await;
    cluster.trouble(watches(), forbidden());
    cluster.end_watches();
    let denied = watched.until_state("shop", WatchState::Denied).await;
    assert_eq!(denied.count(), 0);
    cluster.until_watched(cluster.watched() + 3).await;
    assert_eq!(cluster.listed(), 2, "one more, which is shown when it may be followed");

    cluster.create("shop", "b");
    cluster.faults().clear();
    watched.until_rows(&["shop/a", "shop/b"]).await;
    assert_eq!(cluster.listed(), 2);
    all_live(&watched).await;
}

#[tokio::test]
async fn a_watch_that_is_allowed_when_its_version_has_expired_is_listed_anew() {
    let cluster = Cluster::shop(&["a", "b"]).await;
    let watched = cluster.watch(&["shop"]).await;
    cluster.trouble(watches(), forbidden());
    cluster.end_watches();
    watched.until_state("shop", WatchState::Denied).await;
    cluster.until_listed(2).await;
    cluster.cluster().delete("shop", "a").unwrap();
    cluster.create("shop", "c");
    cluster.compact();
    cluster.faults().clear();
    watched.until_rows(&["shop/b", "shop/c"]).await;
    all_live(&watched).await;
}
