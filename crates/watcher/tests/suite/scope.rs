//! What is watched, by what the account may do.

use kube_ingress_dash_model::status::{ScopeMode, WatchState};
use kube_ingress_dash_watcher::board::Snapshot;
use kube_ingress_dash_watcher::narrowing::Narrowing;
use kube_ingress_dash_watcher::scope::{WatchMode, Wish};

use super::{Cluster, Objects, Watched};

async fn populated(cluster: &impl Cluster, namespaces: &[&str]) -> Objects {
    let objects = Objects::of(cluster.kubeconfig()).await;
    for namespace in namespaces {
        objects.create_namespace(namespace).await;
        objects.create(namespace, "web").await;
    }
    objects
}

fn mode(mode: WatchMode) -> Wish {
    Wish { mode, ..Wish::default() }
}

/// Namespaces that an API server has by itself come and go in no test.
fn narrowed(classes: &[&str], labels: Option<&str>) -> Wish {
    let classes = classes.iter().map(|class| (*class).to_owned());
    let narrowing = Narrowing::new(["kube-*", "default", "hidden"], classes, labels.map(str::to_owned));
    Wish { narrowing, ..Wish::default() }
}

pub async fn an_account_that_may_list_some_namespaces_watches_those(cluster: impl Cluster) {
    populated(&cluster, &["one", "two", "vault"]).await;
    let restricted = cluster.restricted(&["one", "two"], &["vault"]).await;
    cluster.grant_namespaces().await;
    let watched = Watched::start(restricted, &[]).await;

    let snapshot = watched.until_rows(&["one/web", "two/web"]).await;

    assert_eq!(snapshot.scope.mode, ScopeMode::Namespace);
    assert!(snapshot.scope.reason.contains("in 2 of"), "{}", snapshot.scope.reason);
}

pub async fn an_account_that_may_list_nothing_watches_its_own_namespace(cluster: impl Cluster) {
    populated(&cluster, &["vault"]).await;
    let restricted = cluster.restricted(&[], &["vault", "default"]).await;
    let watched = Watched::start(restricted, &[]).await;
    let snapshot = watched.until_state("default", WatchState::Denied).await;
    assert_eq!(snapshot.scope.namespaces.as_deref(), Some(&["default".to_owned()][..]));
}

pub async fn namespaces_are_followed_as_they_come_and_go(cluster: impl Cluster) {
    let objects = populated(&cluster, &["one"]).await;
    let wish = Wish { mode: WatchMode::Namespace, ..narrowed(&[], None) };
    let watched = Watched::start_with(cluster.kubeconfig(), &[], wish).await;
    watched.until_rows(&["one/web"]).await;

    objects.create_namespace("hidden").await;
    objects.create_namespace("new").await;
    objects.create("new", "web").await;
    watched.until_rows(&["new/web", "one/web"]).await;

    objects.delete_namespace("one").await;
    watched.until_rows(&["new/web"]).await;
    let names = |snapshot: &Snapshot| -> Vec<String> {
        snapshot.namespaces.iter().map(|status| status.namespace.clone()).collect()
    };
    watched.until("no namespace but new", |snapshot| names(snapshot) == ["new"]).await;
}

pub async fn a_grant_for_the_whole_cluster_is_noticed_and_missed(cluster: impl Cluster) {
    populated(&cluster, &["one", "vault"]).await;
    let restricted = cluster.restricted(&["one"], &["vault"]).await;
    cluster.grant_namespaces().await;
    let watched = Watched::start(restricted, &[]).await;
    watched.until_rows(&["one/web"]).await;

    cluster.grant_everything().await;
    watched.until_rows(&["one/web", "vault/web"]).await;
    let snapshot = watched.until_state("*", WatchState::Live).await;
    assert_eq!(snapshot.scope.mode, ScopeMode::Cluster);

    cluster.withdraw_everything(&["vault"]).await;
    watched.link.refuse().await.unwrap();
    watched.link.restore().await.unwrap();
    watched.until_rows(&["one/web"]).await;
    watched.until_state("one", WatchState::Live).await;
}

pub async fn what_is_left_out_is_not_shown(cluster: impl Cluster) {
    let objects = populated(&cluster, &["hidden", "shop"]).await;
    for (name, class) in [("internal", "internal"), ("public", "nginx")] {
        objects.create_of_class("shop", name, class).await;
    }
    let watched = Watched::start_with(cluster.kubeconfig(), &[], narrowed(&["nginx"], None)).await;
    watched.until_rows(&["shop/public"]).await;

    objects.set_class("shop", "internal", "nginx").await;
    watched.until_rows(&["shop/internal", "shop/public"]).await;
    objects.set_class("shop", "public", "traefik").await;
    watched.until_rows(&["shop/internal"]).await;
}

pub async fn a_label_selector_narrows_lists_and_watches(cluster: impl Cluster) {
    let objects = populated(&cluster, &["shop"]).await;
    objects.create("shop", "api").await;
    objects.label("shop", "api", "two").await;
    let watched =
        Watched::start_with(cluster.kubeconfig(), &[], narrowed(&[], Some("version in (two,three)"))).await;
    watched.until_rows(&["shop/api"]).await;

    objects.label("shop", "web", "three").await;
    watched.until_rows(&["shop/api", "shop/web"]).await;
    objects.label("shop", "api", "one").await;
    watched.until_rows(&["shop/web"]).await;
}

pub async fn a_label_selector_that_makes_no_sense_is_refused_at_the_start(cluster: impl Cluster) {
    let wish = || narrowed(&[], Some("a in (b"));
    let error = Watched::refusal(cluster.kubeconfig(), wish()).await;
    assert!(error.starts_with("--label-selector a in (b: the API server refuses it: "), "{error}");

    populated(&cluster, &["one", "vault"]).await;
    let restricted = cluster.restricted(&["one"], &["vault"]).await;
    let namespaces = vec!["vault".to_owned(), "one".to_owned()];
    assert_eq!(Watched::refusal(restricted, Wish { namespaces, ..wish() }).await, error);
}

pub async fn each_namespace_has_a_watch_where_that_is_asked_for(cluster: impl Cluster) {
    populated(&cluster, &["one", "two"]).await;
    let watched = Watched::start_with(cluster.kubeconfig(), &[], mode(WatchMode::Namespace)).await;
    let snapshot = watched.until_rows(&["one/web", "two/web"]).await;
    assert_eq!(snapshot.scope.mode, ScopeMode::Namespace);
    watched.until_state("two", WatchState::Live).await;
}

pub async fn a_start_during_an_outage_is_complete_after_it(mut cluster: impl Cluster) {
    populated(&cluster, &["one"]).await;
    for wish in [Wish::default(), mode(WatchMode::Namespace)] {
        cluster.kill().await;
        let watched = Watched::start_with(cluster.kubeconfig(), &[], wish).await;
        assert!(!watched.is_complete());
        cluster.start_again().await;
        watched.until_rows(&["one/web"]).await;
        watched.until_complete().await;
    }
}
