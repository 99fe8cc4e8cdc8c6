//! An API server that is away.

use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use kube_ingress_dash_core::stack::Settings;
use kube_ingress_dash_core::throttle;
use kube_ingress_dash_model::status::WatchState;
use kube_ingress_dash_simulator::{Effect, Match, Options, Rule};

use crate::board::Terms;
use crate::cluster::{Cluster, all_live};

#[tokio::test]
async fn what_was_deleted_while_the_server_was_away_vanishes() {
    let mut cluster = Cluster::shop(&["a", "b", "c"]).await;
    let watched = cluster.watch(&["shop"]).await;
    cluster.stop().await;
    let stale = watched.until_state("shop", WatchState::Stale).await;
    assert_eq!(stale.count(), 3, "rows stay while the server is away");
    cluster.cluster().delete("shop", "a").unwrap();
    cluster.cluster().delete("shop", "c").unwrap();
    cluster.restart().await;
    watched.until_rows(&["shop/b"]).await;
    all_live(&watched).await;
    assert!(watched.announcements().values().all(|&times| times == 1));
}

#[tokio::test]
async fn two_hundred_namespaces_of_a_server_that_is_away_cost_no_more_calls_than_allowed() {
    const RATE: u32 = 40;
    let names: Vec<String> = (0..200).map(|number| format!("team-{number:03}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let cluster = Cluster::with(Options::default(), &names, &["web"]).await;
    let rate = NonZeroU32::new(RATE).unwrap();
    let defaults = Settings::default();
    let slow = throttle::Settings { rate, burst: rate, ..defaults.throttle };
    let settings = Settings { throttle: slow, ..defaults };
    let watch_timeout = Duration::from_mins(5);
    let watched = cluster.watch_on(&names, Terms { watch_timeout, settings, ..Terms::default() }).await;

    let calls = || cluster.counts().requests(&Match::any());
    let before = calls();
    let began = Instant::now();
    cluster.faults().add(Rule::new(Match::any(), Effect::Reset).cuts_watches());
    let stale = watched
        .until("all watches stale", |snapshot| {
            snapshot.namespaces.iter().all(|status| status.state == WatchState::Stale)
        })
        .await;
    assert_eq!(stale.count(), 200, "rows stay");
    // Each source tries four times within the first 6 s where nothing holds it back: 800 calls.
    cluster.until_requests(&Match::any(), before + 260).await;
    let made = calls() - before;
    let seconds = began.elapsed().as_secs() + 1;
    let allowed = u64::from(RATE) * (1 + seconds);
    assert!(made <= allowed, "{made} calls in {seconds} s, {allowed} are allowed");
    assert_eq!(watched.now().count(), 200, "rows are still shown");

    cluster.cluster().delete("team-000", "web").unwrap();
    cluster.faults().clear();
    all_live(&watched).await;
    watched.until("the deletion", |snapshot| snapshot.count() == 199).await;
}
