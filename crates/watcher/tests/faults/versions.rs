//! Resource versions are words without a meaning.

use kube_ingress_dash_model::status::WatchState;
use kube_ingress_dash_simulator::Options;

use crate::board::ingresses;
use crate::cluster::{Cluster, assert_follows, event, version_of};

#[tokio::test]
async fn versions_that_are_words_or_decrease_or_are_missing_are_shown_as_they_come() {
    let cluster = Cluster::shop(&["a"]).await;
    let watched = cluster.watch(&["shop"]).await;
    for (label, version) in
        ["90", "7", "abc", "", "-1", "18446744073709551616", "0", "7"].into_iter().enumerate()
    {
        let label = format!("label-{label}");
        cluster.say(event("MODIFIED", &version_of("a", version, &label)));
        let shown = watched
            .until(&format!("the version {version:?}"), |snapshot| {
                ingresses(snapshot).iter().any(|row| row.labels.get("version") == Some(&label))
            })
            .await;
        assert_eq!(ingresses(&shown)[0].resource_version, version);
    }
    assert_eq!((cluster.listed(), cluster.watched()), (1, 1));
    assert!(!watched.states("shop").contains(&WatchState::Stale));
}

#[tokio::test]
async fn a_server_whose_versions_are_words_is_followed() {
    let options = Options { versions_are_words: true, ..Options::default() };
    let cluster = Cluster::with(options, &["shop"], &["a", "b"]).await;
    let watched = cluster.watch(&["shop"]).await;
    cluster.create("shop", "c");
    watched.until_rows(&["shop/a", "shop/b", "shop/c"]).await;
    watched.link.refuse().await.unwrap();
    watched.until_state("shop", WatchState::Stale).await;
    cluster.cluster().delete("shop", "a").unwrap();
    watched.link.restore().await.unwrap();
    watched.until_rows(&["shop/b", "shop/c"]).await;
    assert_follows(&cluster, &watched).await;
    assert_eq!(cluster.listed(), 1, "the watch went on from its last version");
    assert!(watched.announcements().values().all(|&times| times == 1));
}

#[tokio::test]
async fn a_version_that_the_server_does_not_take_back_leads_to_a_list() {
    let cluster = Cluster::shop(&["a"]).await;
    let watched = cluster.watch(&["shop"]).await;
    cluster.say(event("MODIFIED", &version_of("a", "abc", "two")));
    cluster.end_watches();
    cluster.until_listed(2).await;
    assert_follows(&cluster, &watched).await;
}

#[tokio::test]
async fn an_event_without_a_version_leaves_no_ghost_behind() {
    let cluster = Cluster::shop(&["a", "b"]).await;
    let watched = cluster.watch(&["shop"]).await;
    cluster.say(event("MODIFIED", &version_of("a", "", "two")));
    watched
        .until("the label", |snapshot| {
            ingresses(snapshot).iter().any(|row| row.labels.contains_key("version"))
        })
        .await;
    watched.link.refuse().await.unwrap();
    watched.until_state("shop", WatchState::Stale).await;
    cluster.cluster().delete("shop", "b").unwrap();
    watched.link.restore().await.unwrap();
    watched.until_rows(&["shop/a"]).await;
    assert_follows(&cluster, &watched).await;
}
