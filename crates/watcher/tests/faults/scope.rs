//! Questions about what may be watched: what they cost, and that they come to an end.

use std::time::{Duration, Instant};

use http::StatusCode;
use kube::config::Kubeconfig;
use kube_ingress_dash_model::status::WatchState;
use kube_ingress_dash_simulator::{Account, Answer, Effect, Match, Options, Resource, Rules, Verb};
use kube_ingress_dash_watcher::scope::{WatchMode, Wish};

use crate::Watched;
use crate::board::Terms;
use crate::cluster::{Cluster, in_time, lists, watches};

fn each_namespace() -> Wish {
    Wish { mode: WatchMode::Namespace, ..Wish::default() }
}

#[tokio::test]
async fn an_account_that_may_list_everything_and_watch_nothing_is_asked_about_now_and_then() {
    let cluster = Cluster::shop(&["a"]).await;
    cluster.trouble(watches(), Effect::Answer(Answer::status(StatusCode::FORBIDDEN)));
    let watched = Watched::start(cluster.kubeconfig(), &[]).await;
    watched.until_state("*", WatchState::Denied).await;
    let began = Instant::now();
    in_time(cluster.until_requests(&lists(), cluster.listed() + 5)).await;
    // The terms let it ask each second.
    assert!(began.elapsed() >= Duration::from_secs(2), "{:?}", began.elapsed());
}

#[tokio::test]
async fn one_refusal_to_list_namespaces_takes_no_row_away() {
    let cluster = Cluster::shop(&["a"]).await;
    let terms = Terms { wish: each_namespace(), ..Terms::default() };
    let watched = Watched::start_on(cluster.kubeconfig(), &[], terms).await;
    watched.until_rows(&["shop/a"]).await;
    let listed = lists();
    let before = cluster.counts().requests(&listed);

    let of_namespaces = || Match::any().verb(Verb::List).resource(Resource::Namespaces);
    let refused = Effect::Answer(Answer::status(StatusCode::FORBIDDEN));
    let asked = cluster.counts().requests(&of_namespaces());
    cluster.trouble_next(1, of_namespaces(), refused);
    in_time(cluster.until_requests(&of_namespaces(), asked + 3)).await;
    cluster.create("shop", "b");
    watched.until_rows(&["shop/a", "shop/b"]).await;
    assert_eq!(cluster.counts().requests(&listed), before, "the watch went on");
}

#[tokio::test]
async fn namespaces_that_could_not_be_asked_about_are_asked_again_soon() {
    let cluster = Cluster::with(Options::default(), &["shop", "pay"], &["a"]).await;
    let rules = Rules { cluster_wide: false, ..Rules::default() };
    cluster.set_account("token", Account { user: "some".to_owned(), rules });
    let unknown = Effect::Answer(Answer::status(StatusCode::SERVICE_UNAVAILABLE));
    cluster.trouble_next(1, lists().namespace("pay"), unknown);
    let kubeconfig = Kubeconfig::from_yaml(&cluster.kubeconfig_with_token("token")).unwrap();
    let terms = Terms { reconsider: Duration::from_mins(10), ..Terms::default() };
    let watched = Watched::start_on(kubeconfig, &[], terms).await;
    watched.until_rows(&["pay/a", "shop/a"]).await;
}

#[tokio::test]
async fn watches_of_namespaces_that_end_at_once_are_not_opened_in_a_hurry() {
    let cluster = Cluster::shop(&["a"]).await;
    let of_namespaces = || Match::any().verb(Verb::Watch).resource(Resource::Namespaces);
    cluster.trouble(of_namespaces(), Effect::Answer(Answer::text(StatusCode::OK, "")));
    let terms = Terms { wish: each_namespace(), ..Terms::default() };
    let began = Instant::now();
    let watched = Watched::start_on(cluster.kubeconfig(), &[], terms).await;
    in_time(cluster.until_requests(&of_namespaces(), 4)).await;
    assert!(began.elapsed() >= Duration::from_secs(2), "{:?}", began.elapsed());
    watched.until_rows(&["shop/a"]).await;
}

#[tokio::test]
async fn a_namespace_that_comes_is_no_reason_to_ask_about_those_that_are_refused() {
    const REFUSED: usize = 40;
    let names: Vec<String> = (0..REFUSED).map(|number| format!("team-{number:02}")).collect();
    let borrowed: Vec<&str> = names.iter().map(String::as_str).collect();
    let cluster = Cluster::with(Options::default(), &borrowed, &["web"]).await;
    cluster.cluster().create_namespace("shop").unwrap();
    cluster.create("shop", "web");
    let denied_namespaces = names.into_iter().collect();
    let rules = Rules { denied_namespaces, cluster_wide: false, ..Rules::default() };
    cluster.set_account("token", Account { user: "some".to_owned(), rules });
    let kubeconfig = Kubeconfig::from_yaml(&cluster.kubeconfig_with_token("token")).unwrap();
    let terms = Terms { reconsider: Duration::from_mins(10), ..Terms::default() };
    let watched = Watched::start_on(kubeconfig, &[], terms).await;
    watched.until_rows(&["shop/web"]).await;
    let refusals = || cluster.counts().answered(&lists(), 403);
    assert_eq!(refusals(), REFUSED as u64 + 2, "each once, and all at once twice");

    cluster.cluster().create_namespace("new").unwrap();
    cluster.create("new", "web");
    watched.until_rows(&["new/web", "shop/web"]).await;
    assert_eq!(refusals(), REFUSED as u64 + 4, "all at once twice more");
}
