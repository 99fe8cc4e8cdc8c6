//! Namespaces that are deleted and made again.

use kube_ingress_dash_model::status::WatchState;

use crate::board::{Terms, ingresses};
use crate::cluster::{Cluster, all_live, assert_follows};

#[tokio::test]
async fn a_namespace_that_is_made_again_has_no_ghosts() {
    for watch_of in [&["shop"][..], &[]] {
        let cluster = Cluster::shop(&["a", "b"]).await;
        let watched = cluster.watch(watch_of).await;
        cluster.cluster().delete_namespace("shop").unwrap();
        watched.until_rows(&[]).await;
        cluster.cluster().create_namespace("shop").unwrap();
        for name in ["b", "c"] {
            cluster.create("shop", name);
        }
        watched.until_rows(&["shop/b", "shop/c"]).await;
        assert_follows(&cluster, &watched).await;
    }
}

#[tokio::test]
async fn a_namespace_that_is_made_again_during_an_outage_has_no_ghosts() {
    for watch_of in [&["shop"][..], &[]] {
        let cluster = Cluster::shop(&["a", "b"]).await;
        let watched = cluster.watch(watch_of).await;
        let before = ingresses(&watched.now())[1].uid.clone();
        watched.link.refuse().await.unwrap();
        let label = watch_of.first().unwrap_or(&"*");
        watched.until_state(label, WatchState::Stale).await;
        cluster.cluster().delete_namespace("shop").unwrap();
        cluster.cluster().create_namespace("shop").unwrap();
        for name in ["b", "c"] {
            cluster.create("shop", name);
        }
        cluster.compact();
        watched.link.restore().await.unwrap();
        let after = watched.until_rows(&["shop/b", "shop/c"]).await;
        assert_ne!(ingresses(&after)[0].uid, before, "it is another b");
        all_live(&watched).await;
    }
}

#[tokio::test]
async fn a_namespace_that_is_deleted_is_missing_until_it_is_made_again() {
    let cluster = Cluster::shop(&["a"]).await;
    let terms = Terms { watch_timeout: std::time::Duration::from_secs(2), ..Terms::default() };
    let watched = cluster.watch_on(&["shop"], terms).await;
    cluster.cluster().delete_namespace("shop").unwrap();
    watched.until_rows(&[]).await;
    watched.until_state("shop", WatchState::Missing).await;
    cluster.cluster().create_namespace("shop").unwrap();
    watched.until_state("shop", WatchState::Live).await;
    assert_follows(&cluster, &watched).await;
}
