//! The promises.

use std::path::Path;
use std::time::Duration;

use futures_util::future::join_all;
use kube_ingress_dash_model::finding::FindingKind;
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::status::WatchState;

use super::board::ingresses;
use super::{Cluster, Objects, Terms, Watched};

pub async fn what_exists_is_shown(cluster: impl Cluster) {
    let objects = Objects::of(cluster.kubeconfig()).await;
    for (namespace, name) in [("pay", "api"), ("shop", "web")] {
        objects.create_namespace(namespace).await;
        objects.create(namespace, name).await;
    }
    let watched = Watched::start(cluster.kubeconfig(), &[]).await;

    let snapshot = watched.until_rows(&["pay/api", "shop/web"]).await;

    let row = &ingresses(&snapshot)[0];
    assert_eq!(row.rules[0].host.as_deref(), Some("api.example.com"));
    assert!(row.created_at.is_some());
    assert!(row.changed_at.is_none(), "it was not seen to change");
    assert!(row.annotations.is_empty(), "the last applied configuration stays behind");
    watched.until_state("*", WatchState::Live).await;
}

pub async fn what_changes_is_followed(cluster: impl Cluster) {
    let objects = Objects::of(cluster.kubeconfig()).await;
    objects.create_namespace("shop").await;
    let watched = Watched::start(cluster.kubeconfig(), &[]).await;
    watched.until_state("*", WatchState::Live).await;

    objects.create("shop", "a").await;
    objects.create("shop", "b").await;
    watched.until_rows(&["shop/a", "shop/b"]).await;

    objects.label("shop", "a", "two").await;
    let labelled = watched
        .until("the label", |snapshot| {
            ingresses(snapshot).iter().any(|row| row.labels.contains_key("version"))
        })
        .await;
    assert!(labelled.rows().next().unwrap().changed_at().is_some());

    objects.delete("shop", "a").await;
    watched.until_rows(&["shop/b"]).await;
}

pub async fn a_class_that_does_not_exist_is_found(cluster: impl Cluster) {
    let objects = Objects::of(cluster.kubeconfig()).await;
    objects.create_namespace("shop").await;
    objects.create_class("nginx", "k8s.io/ingress-nginx").await;
    objects.create_of_class("shop", "known", "nginx").await;
    objects.create_of_class("shop", "unknown", "ngnix").await;
    let watched = Watched::start(cluster.kubeconfig(), &["shop"]).await;

    let is_unknown = |row: &Ingress| row.findings.has_kind(FindingKind::ClassUnknown);
    let snapshot = watched.until("the finding", |snapshot| ingresses(snapshot).iter().any(is_unknown)).await;

    let found: Vec<_> = ingresses(&snapshot).into_iter().filter(is_unknown).map(|row| row.name).collect();
    assert_eq!(found, ["unknown"]);
}

pub async fn a_list_of_several_pages_is_complete(cluster: impl Cluster) {
    let objects = Objects::of(cluster.kubeconfig()).await;
    objects.create_namespace("shop").await;
    let names: Vec<String> = (0..510).map(|number| format!("web-{number:03}")).collect();
    for batch in names.chunks(32) {
        join_all(batch.iter().map(|name| objects.create("shop", name))).await;
    }
    let watched = Watched::start(cluster.kubeconfig(), &["shop"]).await;
    let snapshot = watched.until("510 rows", |snapshot| snapshot.count() > 0).await;
    assert_eq!(snapshot.count(), 510, "a part of a list was published");
}

pub async fn named_namespaces_are_watched_and_no_others(cluster: impl Cluster) {
    let objects = Objects::of(cluster.kubeconfig()).await;
    for namespace in ["a", "b", "other"] {
        objects.create_namespace(namespace).await;
        objects.create(namespace, "web").await;
    }
    let watched = Watched::start(cluster.kubeconfig(), &["a", "b"]).await;
    let snapshot = watched.until_rows(&["a/web", "b/web"]).await;
    let names: Vec<_> = snapshot.namespaces.iter().map(|status| status.namespace.as_str()).collect();
    assert_eq!(names, ["a", "b"]);
}

pub async fn a_refused_namespace_leaves_the_others_live(cluster: impl Cluster) {
    let objects = Objects::of(cluster.kubeconfig()).await;
    for namespace in ["open", "vault"] {
        objects.create_namespace(namespace).await;
        objects.create(namespace, "web").await;
    }
    let restricted = cluster.restricted(&["open"], &["vault"]).await;
    let watched = Watched::start(restricted, &["open", "vault"]).await;

    let snapshot = watched.until_state("vault", WatchState::Denied).await;

    let vault = snapshot.namespaces.iter().find(|status| status.namespace == "vault").unwrap();
    let error = vault.error.as_ref().unwrap();
    assert_eq!((error.status, error.reason.as_str()), (Some(403), "Forbidden"));
    assert!(error.message.contains("cannot list resource \"ingresses\""), "{}", error.message);
    watched.until_state("open", WatchState::Live).await;
    watched.until_rows(&["open/web"]).await;
    objects.create("open", "second").await;
    watched.until_rows(&["open/second", "open/web"]).await;
}

pub async fn a_grant_brings_a_refused_namespace_to_life(cluster: impl Cluster) {
    let objects = Objects::of(cluster.kubeconfig()).await;
    for namespace in ["open", "vault"] {
        objects.create_namespace(namespace).await;
    }
    objects.create("vault", "web").await;
    let restricted = cluster.restricted(&["open"], &["vault"]).await;
    let watched = Watched::start(restricted, &["open", "vault"]).await;
    watched.until_state("vault", WatchState::Denied).await;

    cluster.grant("vault").await;

    watched.until_state("vault", WatchState::Live).await;
    watched.until_rows(&["vault/web"]).await;
}

pub async fn a_namespace_that_does_not_exist_is_missing_until_it_is_created(cluster: impl Cluster) {
    let objects = Objects::of(cluster.kubeconfig()).await;
    let watched = Watched::start(cluster.kubeconfig(), &["later"]).await;
    watched.until_state("later", WatchState::Missing).await;
    objects.create_namespace("later").await;
    objects.create("later", "web").await;
    watched.until_state("later", WatchState::Live).await;
    watched.until_rows(&["later/web"]).await;
}

pub async fn a_missing_namespace_that_is_created_without_an_ingress_is_live(cluster: impl Cluster) {
    let objects = Objects::of(cluster.kubeconfig()).await;
    let watched = Watched::start(cluster.kubeconfig(), &["later"]).await;
    watched.until_state("later", WatchState::Missing).await;
    objects.create_namespace("later").await;
    watched.until_state("later", WatchState::Live).await;
}

pub async fn what_was_deleted_while_cut_off_vanishes(cluster: impl Cluster) {
    let objects = Objects::of(cluster.kubeconfig()).await;
    objects.create_namespace("shop").await;
    objects.create("shop", "a").await;
    objects.create("shop", "b").await;
    let watched = Watched::start(cluster.kubeconfig(), &["shop"]).await;
    watched.until_rows(&["shop/a", "shop/b"]).await;

    watched.link.refuse().await.unwrap();
    let snapshot = watched.until_state("shop", WatchState::Stale).await;
    assert_eq!(snapshot.count(), 2, "rows stay while the watch is lost");
    assert!(snapshot.namespaces[0].next_attempt.is_some());
    objects.delete("shop", "a").await;
    watched.link.restore().await.unwrap();

    watched.until_rows(&["shop/b"]).await;
    watched.until_state("shop", WatchState::Live).await;
    assert!(watched.announcements().values().all(|&times| times == 1));
}

pub async fn an_expired_version_leads_to_one_list_and_repeats_nothing(mut cluster: impl Cluster) {
    let objects = Objects::of(cluster.kubeconfig()).await;
    objects.create_namespace("shop").await;
    for name in ["a", "b", "c"] {
        objects.create("shop", name).await;
    }
    let watched = Watched::start(cluster.kubeconfig(), &["shop"]).await;
    watched.until_rows(&["shop/a", "shop/b", "shop/c"]).await;

    watched.link.refuse().await.unwrap();
    watched.until_state("shop", WatchState::Stale).await;
    objects.delete("shop", "a").await;
    objects.label("shop", "b", "two").await;
    objects.create("shop", "d").await;
    cluster.forget_versions().await;
    watched.link.restore().await.unwrap();

    watched.until_rows(&["shop/b", "shop/c", "shop/d"]).await;
    let announcements = watched.announcements();
    assert!(announcements.values().all(|&times| times == 1), "{announcements:?}");
    assert_eq!(announcements.len(), 5, "a, b, c, then b again and d: {announcements:?}");
}

pub async fn a_killed_api_server_leaves_stale_rows_and_is_found_again(mut cluster: impl Cluster) {
    let objects = Objects::of(cluster.kubeconfig()).await;
    objects.create_namespace("shop").await;
    objects.create("shop", "a").await;
    let watched = Watched::start(cluster.kubeconfig(), &["shop"]).await;
    watched.until_rows(&["shop/a"]).await;

    cluster.kill().await;
    let snapshot = watched.until_state("shop", WatchState::Stale).await;
    assert_eq!(snapshot.count(), 1);
    cluster.start_again().await;
    watched.until_state("shop", WatchState::Live).await;

    objects.create("shop", "b").await;
    watched.until_rows(&["shop/a", "shop/b"]).await;
    assert!(watched.announcements().values().all(|&times| times == 1));
}

/// A right is looked at only when a watch is opened.
fn short_watches() -> Terms {
    Terms { watch_timeout: Duration::from_secs(2), ..Terms::default() }
}

pub async fn a_right_that_is_withdrawn_removes_the_rows_and_brings_them_back_when_it_is_granted_again(
    cluster: impl Cluster,
) {
    let objects = Objects::of(cluster.kubeconfig()).await;
    for namespace in ["open", "vault"] {
        objects.create_namespace(namespace).await;
        objects.create(namespace, "web").await;
    }
    let restricted = cluster.restricted(&["open", "vault"], &[]).await;
    let watched = Watched::start_on(restricted, &["open", "vault"], short_watches()).await;
    watched.until_rows(&["open/web", "vault/web"]).await;
    watched.until_state("vault", WatchState::Live).await;

    cluster.withdraw("vault").await;
    let denied = watched.until_state("vault", WatchState::Denied).await;
    assert_eq!(denied.count(), 1, "its rows are removed");
    let vault = denied.namespaces.iter().find(|status| status.namespace == "vault").unwrap();
    assert_eq!(vault.error.as_ref().unwrap().status, Some(403));
    watched.until_state("open", WatchState::Live).await;
    objects.create("open", "second").await;
    watched.until_rows(&["open/second", "open/web"]).await;

    cluster.grant("vault").await;
    watched.until_rows(&["open/second", "open/web", "vault/web"]).await;
    watched.until_state("vault", WatchState::Live).await;
    assert_eq!(watched.states("open"), [WatchState::Live], "{:#?}", watched.statuses("open"));
}

pub async fn a_token_that_is_replaced_in_its_file_is_used_within_a_minute(cluster: impl Cluster) {
    let objects = Objects::of(cluster.kubeconfig()).await;
    objects.create_namespace("shop").await;
    objects.create("shop", "a").await;
    let mut kubeconfig = cluster.restricted(&["shop"], &[]).await;
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("token-{}", std::process::id()));
    // As `echo` leaves it.
    std::fs::write(&file, format!("{}\n", cluster.issue_token("first").await)).unwrap();
    let user = kubeconfig.auth_infos[0].auth_info.get_or_insert_default();
    (user.token, user.token_file) = (None, Some(file.to_str().unwrap().to_owned()));
    let watched = Watched::start_on(kubeconfig, &["shop"], short_watches()).await;
    watched.until_rows(&["shop/a"]).await;

    let second = cluster.issue_token("second").await;
    cluster.revoke_token("first").await;
    let stale = watched.until_state("shop", WatchState::Stale).await;
    assert_eq!(stale.namespaces[0].error.as_ref().unwrap().status, Some(401));
    assert_eq!(stale.count(), 1, "rows stay meanwhile");
    std::fs::write(&file, format!("{second}\n")).unwrap();

    watched.until_state("shop", WatchState::Live).await;
    objects.create("shop", "b").await;
    watched.until_rows(&["shop/a", "shop/b"]).await;
    assert!(!watched.states("shop").contains(&WatchState::Denied));
    std::fs::remove_file(&file).unwrap();
}

pub async fn a_namespace_that_is_deleted_and_made_again_has_no_ghosts(cluster: impl Cluster) {
    let objects = Objects::of(cluster.kubeconfig()).await;
    objects.create_namespace("shop").await;
    for name in ["a", "b"] {
        objects.create("shop", name).await;
    }
    let by_name = Watched::start(cluster.kubeconfig(), &["shop"]).await;
    let by_cluster = Watched::start(cluster.kubeconfig(), &[]).await;
    let cut_off = Watched::start(cluster.kubeconfig(), &["shop"]).await;
    for watched in [&by_name, &by_cluster, &cut_off] {
        watched.until_rows(&["shop/a", "shop/b"]).await;
    }
    cut_off.link.refuse().await.unwrap();

    objects.replace_namespace("shop").await;
    for name in ["b", "c"] {
        objects.create("shop", name).await;
    }
    cut_off.link.restore().await.unwrap();

    for (label, watched) in [("shop", &by_name), ("*", &by_cluster), ("shop", &cut_off)] {
        watched.until_rows(&["shop/b", "shop/c"]).await;
        watched.until_state(label, WatchState::Live).await;
    }
}
