//! LIST: pages, consistency, selectors.

use kube_ingress_dash_simulator::Options;

use crate::client::{INGRESSES, SHOP, cluster, cluster_with, get, ingress};

#[tokio::test]
async fn a_list_has_the_objects_of_its_namespace_in_order_and_a_resource_version() {
    let simulator = cluster().await;
    for (namespace, name) in [("shop", "web"), ("shop", "api"), ("data", "grafana")] {
        simulator.cluster().apply(ingress(namespace, name)).unwrap();
    }
    let shop = get(&simulator, SHOP).await;
    assert_eq!(shop.names(), ["api", "web"]);
    assert_eq!(shop.body["kind"], "IngressList");
    assert_eq!(shop.body["metadata"]["resourceVersion"], simulator.cluster().resource_version());
    assert!(shop.body["items"][0]["kind"].is_null(), "items of typed lists carry no kind");
    assert_eq!(get(&simulator, INGRESSES).await.names(), ["grafana", "api", "web"]);
}

#[tokio::test]
async fn a_namespace_that_does_not_exist_has_no_items() {
    let simulator = cluster().await;
    let answer = get(&simulator, "/apis/networking.k8s.io/v1/namespaces/nowhere/ingresses").await;
    assert_eq!((answer.code, answer.names()), (200, Vec::new()));
}

#[tokio::test]
async fn pages_show_one_moment_whatever_is_written_between_them() {
    let simulator = cluster().await;
    let cluster = simulator.cluster();
    for name in ["a", "b", "c", "d", "e"] {
        cluster.apply(ingress("shop", name)).unwrap();
    }
    let first = get(&simulator, &format!("{SHOP}?limit=2")).await;
    assert_eq!(first.names(), ["a", "b"]);
    assert_eq!(first.body["metadata"]["remainingItemCount"], 3);

    cluster.delete("shop", "c").unwrap();
    cluster.apply(ingress("shop", "bb")).unwrap();
    cluster.set_addresses("shop", "d", &["203.0.113.1"]).unwrap();
    cluster.delete("shop", "a").unwrap();

    let token = first.body["metadata"]["continue"].as_str().unwrap();
    let rest = get(&simulator, &format!("{SHOP}?limit=3&continue={token}")).await;
    assert_eq!(rest.names(), ["c", "d", "e"]);
    assert_eq!(rest.body["items"][1]["status"]["loadBalancer"], serde_json::json!({}));
    assert_eq!(rest.body["metadata"]["resourceVersion"], first.body["metadata"]["resourceVersion"]);
    assert!(rest.body["metadata"]["continue"].is_null());
    assert_eq!(get(&simulator, SHOP).await.names(), ["b", "bb", "d", "e"]);
}

#[tokio::test]
async fn a_page_of_a_compacted_list_has_expired() {
    let simulator = cluster().await;
    for name in ["a", "b"] {
        simulator.cluster().apply(ingress("shop", name)).unwrap();
    }
    let first = get(&simulator, &format!("{SHOP}?limit=1")).await;
    let token = first.body["metadata"]["continue"].as_str().unwrap();
    simulator.cluster().delete("shop", "b").unwrap();
    simulator.compact();
    let answer = get(&simulator, &format!("{SHOP}?limit=1&continue={token}")).await;
    assert_eq!(answer.failure().0, 410);
    assert_eq!(answer.body["reason"], "Expired");
}

#[tokio::test]
async fn a_history_that_is_full_forgets_the_oldest() {
    let simulator = cluster_with(Options { history: 2, ..Options::default() }).await;
    for name in ["a", "b"] {
        simulator.cluster().apply(ingress("shop", name)).unwrap();
    }
    let first = get(&simulator, &format!("{SHOP}?limit=1")).await;
    let token = first.body["metadata"]["continue"].as_str().unwrap();
    for count in 1..=3 {
        let next = get(&simulator, &format!("{SHOP}?limit=1&continue={token}")).await;
        assert_eq!(next.code, if count <= 3 { 200 } else { 410 });
        if count < 3 {
            simulator.cluster().apply(ingress("shop", "c")).unwrap();
        }
    }
    simulator.cluster().apply(ingress("shop", "d")).unwrap();
    assert_eq!(get(&simulator, &format!("{SHOP}?limit=1&continue={token}")).await.code, 410);
}

#[tokio::test]
async fn selectors_narrow_a_list() {
    let simulator = cluster().await;
    for name in ["api", "web", "worker"] {
        simulator.cluster().apply(ingress("shop", name)).unwrap();
    }
    for (query, expected) in [
        ("labelSelector=app%3Dweb", vec!["web"]),
        ("labelSelector=app+in+(web,api)", vec!["api", "web"]),
        ("labelSelector=app+notin+(web,api)", vec!["worker"]),
        ("labelSelector=!app", vec![]),
        ("fieldSelector=metadata.name%3Dapi", vec!["api"]),
        ("fieldSelector=metadata.namespace!%3Dshop", vec![]),
        ("labelSelector=app!%3Dweb&limit=1", vec!["api"]),
    ] {
        assert_eq!(get(&simulator, &format!("{SHOP}?{query}")).await.names(), expected, "{query}");
    }
    let page = get(&simulator, &format!("{SHOP}?labelSelector=app!%3Dweb&limit=1")).await;
    assert!(page.body["metadata"]["remainingItemCount"].is_null(), "unknown to a real server");
    assert!(page.body["metadata"]["continue"].is_string());
}

#[tokio::test]
async fn a_list_can_be_of_an_exact_version_but_not_of_the_future() {
    let simulator = cluster().await;
    simulator.cluster().apply(ingress("shop", "a")).unwrap();
    let then = simulator.cluster().resource_version();
    simulator.cluster().apply(ingress("shop", "b")).unwrap();

    let exact = format!("{SHOP}?resourceVersion={then}&resourceVersionMatch=Exact");
    assert_eq!(get(&simulator, &exact).await.names(), ["a"]);
    assert_eq!(get(&simulator, &format!("{SHOP}?resourceVersion={then}")).await.names(), ["a", "b"]);
    assert_eq!(get(&simulator, &format!("{SHOP}?resourceVersion=0&limit=1")).await.names(), ["a", "b"]);

    let future = get(&simulator, &format!("{SHOP}?resourceVersion=1000")).await;
    assert_eq!(future.failure().0, 504);
    assert!(future.failure().1.contains("Too large resource version"));
    assert_eq!(future.headers["retry-after"], "1");
}

#[tokio::test]
async fn namespaces_are_listed_as_well() {
    let simulator = cluster().await;
    let answer = get(&simulator, "/api/v1/namespaces").await;
    assert_eq!(answer.names(), ["data", "shop"]);
    assert_eq!(answer.body["items"][0]["status"]["phase"], "Active");
    assert_eq!(answer.body["items"][0]["metadata"]["labels"]["kubernetes.io/metadata.name"], "data");
}
