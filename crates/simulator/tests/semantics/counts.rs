//! What clients cost is counted.

use kube_ingress_dash_simulator::{Match, Resource, Verb};

use crate::client::{INGRESSES, SHOP, cluster, get, watch};

#[tokio::test]
async fn requests_and_open_watches_are_counted_by_what_they_ask_for() {
    let simulator = cluster().await;
    simulator.deny("data");
    get(&simulator, SHOP).await;
    get(&simulator, SHOP).await;
    get(&simulator, INGRESSES).await;
    get(&simulator, "/readyz").await;
    let shop = Match::any().verb(Verb::List).namespace("shop");
    let counts = simulator.counts();
    assert_eq!(counts.requests(&shop), 2);
    assert_eq!(counts.requests(&Match::any().resource(Resource::Ingresses)), 3);
    assert_eq!(counts.requests(&Match::any()), 4);
    assert_eq!(counts.answered(&Match::any(), 403), 1);

    let first = watch(&simulator, SHOP).await;
    let second = watch(&simulator, SHOP).await;
    simulator.until_open_watches(2).await;
    assert_eq!(simulator.counts().open_watches(&Match::any().namespace("shop")), 2);
    drop(first);
    simulator.until_open_watches(1).await;
    drop(second);
    simulator.until_open_watches(0).await;
    assert_eq!(simulator.counts().requests(&Match::any().verb(Verb::Watch)), 2);
}

#[tokio::test]
async fn metrics_have_the_names_of_the_real_server() {
    let simulator = cluster().await;
    let _events = watch(&simulator, SHOP).await;
    get(&simulator, INGRESSES).await;
    let metrics = get(&simulator, "/metrics").await.body;
    let line = |start: &str, end: &str, labels: &[&str]| {
        let found = metrics.as_str().unwrap().lines().find(|line| {
            line.starts_with(start) && line.ends_with(end) && labels.iter().all(|label| line.contains(label))
        });
        assert!(found.is_some(), "{start} {labels:?} {end} in {metrics}");
    };
    line(
        "apiserver_longrunning_requests{",
        "} 1",
        &[
            r#"verb="WATCH""#,
            r#"resource="ingresses""#,
            r#"group="networking.k8s.io""#,
            r#"scope="namespace""#,
        ],
    );
    line("apiserver_request_total{", "} 1", &[r#"verb="LIST""#, r#"code="200""#, r#"scope="cluster""#]);
}
