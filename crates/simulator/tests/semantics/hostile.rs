//! Requests that make no sense: each is told so, and the server goes on.

use http::Request;
use serde_json::json;

use crate::client::{INGRESSES, SHOP, cluster, get, ingress, send, send_json};

#[tokio::test]
async fn strange_parameters_are_bad_requests() {
    let simulator = cluster().await;
    simulator.cluster().apply(ingress("shop", "web")).unwrap();
    for query in [
        "limit=-1",
        "limit=many",
        "limit=99999999999999999999",
        "continue=nonsense",
        "continue=1:data/x",
        "continue=99999:shop/a",
        "continue=2:shop/a&resourceVersion=2",
        "resourceVersion=abc",
        "resourceVersion=-5",
        "resourceVersionMatch=Roughly",
        "labelSelector=a%3D%3D%3D%28",
        "labelSelector=,,",
        "fieldSelector=spec.rules%3Da",
        "watch=true&timeoutSeconds=-1",
        "watch=true&timeoutSeconds=soon",
        "watch=true&resourceVersion=%00",
        "watch=true&sendInitialEvents=true",
    ] {
        let answer = get(&simulator, &format!("{SHOP}?{query}")).await;
        assert_eq!(answer.failure().0, 400, "{query}");
    }
    assert_eq!(get(&simulator, SHOP).await.names(), ["web"]);
}

#[tokio::test]
async fn unknown_paths_are_not_found() {
    let simulator = cluster().await;
    for path in [
        "/",
        "/api/v2",
        "/apis/networking.k8s.io/v1/namespaces/shop/services",
        "/apis/networking.k8s.io/v1/namespaces//ingresses",
        "/apis/networking.k8s.io/v1/ingresses/web",
        "/apis/networking.k8s.io/v1/namespaces/shop/ingresses/web/scale",
        "/api/v1/namespaces/shop/pods",
        "/api/v1/namespaces/shop/namespaces",
        "/api/v1/events/web",
        "/%00%ff",
    ] {
        let answer = get(&simulator, path).await;
        assert_eq!(answer.failure().0, 404, "{path}");
        assert_eq!(answer.body["reason"], "NotFound");
    }
}

#[tokio::test]
async fn bodies_that_are_no_objects_are_bad_requests() {
    let simulator = cluster().await;
    let deep = "[".repeat(10_000);
    for body in ["", "{", "[]", "null", "\"text\"", "{\"metadata\":", deep.as_str()] {
        let request = Request::post(SHOP).header("content-type", "application/json");
        let answer = send(&simulator, request, body).await;
        assert_eq!(answer.failure().0, 400, "{body:.20}");
    }
    for (object, code) in [
        (json!({}), 422),
        (json!({"metadata": 1}), 422),
        (json!({"metadata": {"name": 1}}), 422),
        (json!({"kind": "Pod", "metadata": {"name": "a"}}), 400),
        (json!({"metadata": {"name": "a", "namespace": "data"}}), 400),
        (json!({"metadata": {"name": "a", "resourceVersion": "1"}}), 400),
        (json!({"metadata": {"name": "a", "creationTimestamp": "yesterday"}}), 422),
    ] {
        let answer = send_json(&simulator, "POST", SHOP, &object).await;
        assert_eq!(answer.failure().0, code, "{object}");
    }
}

#[tokio::test]
async fn a_patch_cannot_break_an_object() {
    let simulator = cluster().await;
    simulator.cluster().apply(ingress("shop", "web")).unwrap();
    let path = format!("{SHOP}/web");
    for (patch, code) in [
        (json!([]), 400),
        (json!({"spec": null}), 422),
        (json!({"spec": {"rules": 5}}), 422),
        (json!({"metadata": {"labels": 5}}), 422),
        (json!({"metadata": {"name": "other"}}), 200),
        (json!({"metadata": null}), 200),
    ] {
        let answer = send_json(&simulator, "PATCH", &path, &patch).await;
        assert_eq!(answer.code, code, "{patch}");
    }
    let kept = get(&simulator, &path).await.body;
    assert_eq!((&kept["metadata"]["name"], &kept["metadata"]["namespace"]), (&json!("web"), &json!("shop")));
}

#[tokio::test]
async fn bodies_over_the_limit_are_too_large() {
    let simulator = cluster().await;
    let body = format!("{{\"metadata\":{{\"name\":\"{}\"}}}}", "a".repeat(4 * 1024 * 1024));
    let request = Request::post(SHOP).header("content-type", "application/json");
    assert_eq!(send(&simulator, request, &body).await.failure().0, 413);
}

#[tokio::test]
async fn methods_without_a_meaning_are_not_allowed() {
    let simulator = cluster().await;
    for (method, path) in
        [("OPTIONS", SHOP), ("HEAD", "/nowhere"), ("PUT", SHOP), ("PATCH", SHOP), ("POST", INGRESSES)]
    {
        let answer = send(&simulator, Request::builder().method(method).uri(path), "{}").await;
        assert_eq!(answer.code, 405, "{method} {path}");
    }
    let protobuf = Request::post(SHOP).header("content-type", "application/vnd.kubernetes.protobuf");
    assert_eq!(send(&simulator, protobuf, "k8s\0").await.failure().0, 415);
}
