//! WATCH: what comes, in which order, and how it ends.

use std::time::Duration;

use kube_ingress_dash_simulator::{Match, Options};
use serde_json::json;

use crate::client::{INGRESSES, SHOP, change, cluster, cluster_with, get, ingress, watch};

#[tokio::test]
async fn a_watch_from_a_version_brings_every_later_change_once() {
    let simulator = cluster().await;
    let cluster = simulator.cluster();
    cluster.apply(ingress("shop", "old")).unwrap();
    let version = cluster.resource_version();
    cluster.apply(ingress("shop", "before")).unwrap();
    let mut events = watch(&simulator, &format!("{SHOP}?resourceVersion={version}")).await;
    cluster.apply(ingress("data", "elsewhere")).unwrap();
    cluster.set_addresses("shop", "before", &["203.0.113.1", "lb.example.com"]).unwrap();
    cluster.delete("shop", "old").unwrap();

    assert_eq!(events.next_change().await, change("ADDED", "before"));
    let modified = events.next().await;
    assert_eq!(modified["type"], "MODIFIED");
    assert_eq!(modified["object"]["kind"], "Ingress");
    assert_eq!(
        modified["object"]["status"]["loadBalancer"]["ingress"],
        json!([{"ip": "203.0.113.1"}, {"hostname": "lb.example.com"}])
    );
    let deleted = events.next().await;
    assert_eq!(deleted["type"], "DELETED");
    assert_eq!(deleted["object"]["metadata"]["resourceVersion"], cluster.resource_version());
    assert_eq!(deleted["object"]["spec"]["rules"][0]["host"], "old.example.com", "its last content");
}

#[tokio::test]
async fn a_watch_without_a_version_begins_with_the_present() {
    let simulator = cluster().await;
    simulator.cluster().apply(ingress("data", "a")).unwrap();
    simulator.cluster().apply(ingress("shop", "b")).unwrap();
    for path in [INGRESSES.to_owned(), format!("{INGRESSES}?resourceVersion=0")] {
        let mut events = watch(&simulator, &path).await;
        assert_eq!(events.next_change().await, change("ADDED", "a"));
        assert_eq!(events.next_change().await, change("ADDED", "b"));
        simulator.cluster().set_addresses("shop", "b", &[]).unwrap();
        assert_eq!(events.next_change().await, change("MODIFIED", "b"));
        simulator.cluster().set_addresses("shop", "b", &["203.0.113.1"]).unwrap();
    }
}

#[tokio::test]
async fn a_list_that_is_streamed_is_marked_where_it_ends() {
    let simulator = cluster().await;
    simulator.cluster().apply(ingress("shop", "a")).unwrap();
    let query = "sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true";
    let mut events = watch(&simulator, &format!("{SHOP}?{query}")).await;
    assert_eq!(events.next_change().await, change("ADDED", "a"));
    let end = events.next().await;
    assert_eq!(end["type"], "BOOKMARK");
    assert_eq!(end["object"]["metadata"]["annotations"], json!({"k8s.io/initial-events-end": "true"}));
    assert_eq!(end["object"]["metadata"]["resourceVersion"], simulator.cluster().resource_version());
}

#[tokio::test]
async fn versions_can_be_words_that_only_the_server_understands() {
    let simulator = cluster_with(Options { versions_are_words: true, ..Options::default() }).await;
    simulator.cluster().apply(ingress("shop", "a")).unwrap();
    let list = get(&simulator, SHOP).await;
    let version = list.body["metadata"]["resourceVersion"].as_str().unwrap();
    assert!(version.bytes().all(|byte| byte.is_ascii_lowercase()), "{version}");
    assert_eq!(list.body["items"][0]["metadata"]["resourceVersion"], version);
    let mut events = watch(&simulator, &format!("{SHOP}?resourceVersion={version}")).await;
    simulator.cluster().apply(ingress("shop", "b")).unwrap();
    let added = events.next().await;
    let later = added["object"]["metadata"]["resourceVersion"].as_str().unwrap();
    assert!(later < version, "{later} after {version}");
    assert_eq!(get(&simulator, &format!("{SHOP}?watch=true&resourceVersion=3")).await.code, 400);
}

#[tokio::test]
async fn an_old_server_streams_no_lists_and_does_not_say_so() {
    let simulator = cluster_with(Options { streaming_lists: false, ..Options::default() }).await;
    simulator.cluster().apply(ingress("shop", "a")).unwrap();
    let version = simulator.cluster().resource_version();
    let query = "sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true";
    let mut events = watch(&simulator, &format!("{SHOP}?{query}&resourceVersion={version}")).await;
    simulator.cluster().apply(ingress("shop", "b")).unwrap();
    assert_eq!(events.next_change().await, change("ADDED", "b"), "neither the list nor its end");
}

#[tokio::test]
async fn an_object_that_enters_or_leaves_a_selection_is_added_or_deleted() {
    let simulator = cluster().await;
    let version = simulator.cluster().resource_version();
    let mut events =
        watch(&simulator, &format!("{SHOP}?resourceVersion={version}&labelSelector=app%3Dweb")).await;
    let cluster = simulator.cluster();
    cluster.apply(ingress("shop", "api")).unwrap();
    cluster.patch("shop", "api", json!({"metadata": {"labels": {"app": "web"}}})).unwrap();
    cluster.patch("shop", "api", json!({"metadata": {"labels": {"more": "x"}}})).unwrap();
    cluster.patch("shop", "api", json!({"metadata": {"labels": {"app": "other"}}})).unwrap();
    cluster.delete("shop", "api").unwrap();
    for kind in ["ADDED", "MODIFIED", "DELETED"] {
        assert_eq!(events.next_change().await, change(kind, "api"));
    }
    cluster.apply(ingress("shop", "web")).unwrap();
    assert_eq!(events.next_change().await, change("ADDED", "web"), "nothing came of the deletion");
}

#[tokio::test]
async fn a_version_that_is_too_old_is_an_error_event_in_an_answer_200() {
    let simulator = cluster().await;
    let version = simulator.cluster().resource_version();
    simulator.cluster().apply(ingress("shop", "a")).unwrap();
    simulator.compact();
    let mut events = watch(&simulator, &format!("{SHOP}?resourceVersion={version}")).await;
    let error = events.next().await;
    assert_eq!(error["type"], "ERROR");
    assert_eq!(error["object"]["code"], 410);
    assert_eq!(error["object"]["reason"], "Expired");
    assert!(events.ends().await);
}

#[tokio::test]
async fn a_watch_that_is_open_outlives_a_compaction() {
    let simulator = cluster().await;
    let version = simulator.cluster().resource_version();
    let mut events = watch(&simulator, &format!("{SHOP}?resourceVersion={version}")).await;
    simulator.cluster().apply(ingress("shop", "a")).unwrap();
    simulator.compact();
    assert_eq!(events.next_change().await, change("ADDED", "a"));
    simulator.cluster().apply(ingress("shop", "b")).unwrap();
    assert_eq!(events.next_change().await, change("ADDED", "b"));
}

#[tokio::test]
async fn a_quiet_watch_gets_bookmarks_only_if_it_asks_for_them() {
    let interval = Duration::from_millis(20);
    let simulator = cluster_with(Options { bookmark_interval: interval, ..Options::default() }).await;
    let version = simulator.cluster().resource_version();
    let mut quiet = watch(&simulator, &format!("{SHOP}?resourceVersion={version}")).await;
    let mut marked =
        watch(&simulator, &format!("{SHOP}?resourceVersion={version}&allowWatchBookmarks=true")).await;
    simulator.cluster().create_namespace("other").unwrap();
    loop {
        let event = marked.next().await;
        assert_eq!(event["type"], "BOOKMARK");
        assert_eq!(event["object"]["kind"], "Ingress");
        if event["object"]["metadata"]["resourceVersion"] == simulator.cluster().resource_version() {
            break;
        }
    }
    simulator.cluster().apply(ingress("shop", "a")).unwrap();
    assert_eq!(quiet.next_change().await, change("ADDED", "a"));
}

#[tokio::test]
async fn a_watch_ends_after_its_timeout_with_a_last_bookmark() {
    let simulator = cluster().await;
    let version = simulator.cluster().resource_version();
    let query = format!("resourceVersion={version}&timeoutSeconds=1&allowWatchBookmarks=true");
    let mut events = watch(&simulator, &format!("{SHOP}?{query}")).await;
    assert_eq!(events.next().await["type"], "BOOKMARK");
    assert!(events.ends().await);
    simulator.until_open_watches(0).await;
}

#[tokio::test]
async fn watches_of_one_namespace_can_be_closed() {
    let simulator = cluster().await;
    let mut shop = watch(&simulator, SHOP).await;
    let mut all = watch(&simulator, INGRESSES).await;
    simulator.close_watches(&Match::any().namespace("shop"));
    assert!(shop.ends().await);
    simulator.cluster().apply(ingress("shop", "a")).unwrap();
    assert_eq!(all.next_change().await, change("ADDED", "a"));
}

#[tokio::test]
async fn a_deleted_namespace_takes_its_ingresses_with_it() {
    let simulator = cluster().await;
    let cluster = simulator.cluster();
    cluster.apply(ingress("shop", "a")).unwrap();
    let version = cluster.resource_version();
    let mut ingresses = watch(&simulator, &format!("{INGRESSES}?resourceVersion={version}")).await;
    let mut namespaces = watch(&simulator, &format!("/api/v1/namespaces?resourceVersion={version}")).await;
    cluster.delete_namespace("shop").unwrap();
    assert_eq!(ingresses.next_change().await, change("DELETED", "a"));
    let terminating = namespaces.next().await;
    assert_eq!(terminating["object"]["status"]["phase"], "Terminating");
    assert_eq!(namespaces.next_change().await, change("DELETED", "shop"));
    assert_eq!(get(&simulator, SHOP).await.names(), Vec::<&str>::new());
}
