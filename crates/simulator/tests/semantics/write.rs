//! Creating, replacing, patching and deleting over HTTP.

use http::Request;
use kube_ingress_dash_simulator::Simulator;
use serde_json::{Value, json};

use crate::client::{INGRESSES, SHOP, cluster, get, ingress, send, send_json};

async fn create(simulator: &Simulator, object: &Value) -> Value {
    let answer = send_json(simulator, "POST", SHOP, object).await;
    assert_eq!(answer.code, 201, "{}", answer.body);
    answer.body
}

#[tokio::test]
async fn creating_gives_the_fields_of_the_server() {
    let simulator = cluster().await;
    let mut object = ingress("shop", "web");
    object["metadata"]["uid"] = "mine".into();
    object["status"] = json!({"loadBalancer": {"ingress": [{"ip": "203.0.113.1"}]}});
    let created = create(&simulator, &object).await;
    let metadata = &created["metadata"];
    assert_eq!(metadata["uid"].as_str().unwrap().len(), 36);
    assert_eq!(metadata["generation"], 1);
    assert_eq!(metadata["resourceVersion"], simulator.cluster().resource_version());
    assert!(metadata["creationTimestamp"].as_str().unwrap().ends_with('Z'));
    assert_eq!(created["status"], json!({"loadBalancer": {}}), "a status cannot be created");
    assert_eq!(created["kind"], "Ingress");

    let read = get(&simulator, &format!("{SHOP}/web")).await;
    assert_eq!(read.body, created);
}

#[tokio::test]
async fn a_name_can_be_generated() {
    let simulator = cluster().await;
    let mut object = ingress("shop", "x");
    object["metadata"] = json!({"generateName": "web-"});
    let created = create(&simulator, &object).await;
    let name = created["metadata"]["name"].as_str().unwrap();
    assert_eq!((name.starts_with("web-"), name.len()), (true, 9));
}

#[tokio::test]
async fn what_exists_cannot_be_created_nor_can_anything_in_a_missing_namespace() {
    let simulator = cluster().await;
    create(&simulator, &ingress("shop", "web")).await;
    let again = send_json(&simulator, "POST", SHOP, &ingress("shop", "web")).await;
    assert_eq!(again.failure(), (409, "ingresses.networking.k8s.io \"web\" already exists"));
    assert_eq!(again.body["reason"], "AlreadyExists");

    let path = SHOP.replace("shop", "nowhere");
    let nowhere = send_json(&simulator, "POST", &path, &ingress("nowhere", "web")).await;
    assert_eq!(nowhere.failure(), (404, "namespaces \"nowhere\" not found"));
}

#[tokio::test]
async fn what_does_not_exist_is_not_found() {
    let simulator = cluster().await;
    let path = format!("{SHOP}/web");
    for method in ["GET", "PUT", "PATCH"] {
        let answer = send_json(&simulator, method, &path, &ingress("shop", "web")).await;
        assert_eq!(answer.failure(), (404, "ingresses.networking.k8s.io \"web\" not found"), "{method}");
        assert_eq!(
            answer.body["details"],
            json!({"name": "web", "group": "networking.k8s.io", "kind": "ingresses"})
        );
    }
}

#[tokio::test]
async fn replacing_counts_generations_of_the_spec_alone_and_keeps_identity_and_status() {
    let simulator = cluster().await;
    let mut object = create(&simulator, &ingress("shop", "web")).await;
    simulator.cluster().set_addresses("shop", "web", &["203.0.113.1"]).unwrap();
    let path = format!("{SHOP}/web");
    object["metadata"].as_object_mut().unwrap().remove("resourceVersion");
    object["metadata"]["labels"]["team"] = "shop".into();
    object["metadata"]["creationTimestamp"] = "2001-01-01T00:00:00Z".into();
    let labelled = send_json(&simulator, "PUT", &path, &object).await.body;
    assert_eq!(labelled["metadata"]["generation"], 1);
    assert_ne!(labelled["metadata"]["creationTimestamp"], "2001-01-01T00:00:00Z");
    assert_eq!(labelled["status"]["loadBalancer"]["ingress"][0]["ip"], "203.0.113.1");

    object["spec"]["rules"][0]["host"] = "other.example.com".into();
    let moved = send_json(&simulator, "PUT", &path, &object).await.body;
    assert_eq!(moved["metadata"]["generation"], 2);
    assert_ne!(moved["metadata"]["resourceVersion"], labelled["metadata"]["resourceVersion"]);

    let same = send_json(&simulator, "PUT", &path, &object).await.body;
    assert_eq!(same, moved, "what changes nothing is no new version");
}

#[tokio::test]
async fn a_stale_resource_version_is_a_conflict() {
    let simulator = cluster().await;
    let object = create(&simulator, &ingress("shop", "web")).await;
    simulator.cluster().set_addresses("shop", "web", &["203.0.113.1"]).unwrap();
    let answer = send_json(&simulator, "PUT", &format!("{SHOP}/web"), &object).await;
    assert_eq!(answer.failure().0, 409);
    assert!(answer.failure().1.contains("the object has been modified"), "{}", answer.body);
    assert_eq!(answer.body["reason"], "Conflict");
}

#[tokio::test]
async fn patches_merge_and_the_status_has_a_door_of_its_own() {
    let simulator = cluster().await;
    create(&simulator, &ingress("shop", "web")).await;
    let patch = json!({
        "metadata": {"labels": {"app": null, "team": "shop"}},
        "status": {"loadBalancer": {"ingress": [{"ip": "203.0.113.1"}]}},
    });
    let main = send_json(&simulator, "PATCH", &format!("{SHOP}/web"), &patch).await.body;
    assert_eq!(main["metadata"]["labels"], json!({"team": "shop"}));
    assert_eq!(main["status"], json!({"loadBalancer": {}}));
    assert_eq!(main["spec"], ingress("shop", "web")["spec"]);

    let patch = json!({"spec": {"rules": []}, "status": patch["status"]});
    let status = send_json(&simulator, "PATCH", &format!("{SHOP}/web/status"), &patch).await.body;
    assert_eq!(status["status"]["loadBalancer"]["ingress"][0]["ip"], "203.0.113.1");
    assert_eq!(status["spec"], main["spec"]);
    assert_eq!(status["metadata"]["generation"], 1);

    let json_patch =
        Request::patch(format!("{SHOP}/web")).header("content-type", "application/json-patch+json");
    assert_eq!(send(&simulator, json_patch, "[]").await.failure().0, 415);
}

#[tokio::test]
async fn apply_creates_and_then_merges() {
    let simulator = cluster().await;
    let request =
        || Request::patch(format!("{SHOP}/web")).header("content-type", "application/apply-patch+yaml");
    let created = send(&simulator, request(), &ingress("shop", "web").to_string()).await;
    assert_eq!(created.body["metadata"]["generation"], 1);
    let mut object = ingress("shop", "web");
    object["spec"]["ingressClassName"] = "traefik".into();
    let applied = send(&simulator, request(), &object.to_string()).await;
    assert_eq!(applied.body["spec"]["ingressClassName"], "traefik");
    assert_eq!(applied.body["metadata"]["uid"], created.body["metadata"]["uid"]);
}

#[tokio::test]
async fn deleting_tells_what_was_deleted_and_heeds_preconditions() {
    let simulator = cluster().await;
    let object = create(&simulator, &ingress("shop", "web")).await;
    let path = format!("{SHOP}/web");
    let other = json!({"preconditions": {"uid": "another"}});
    assert_eq!(send_json(&simulator, "DELETE", &path, &other).await.failure().0, 409);

    let answer = send(&simulator, Request::delete(&path), "").await;
    assert_eq!((answer.code, &answer.body["status"]), (200, &json!("Success")));
    assert_eq!(answer.body["details"]["uid"], object["metadata"]["uid"]);
    assert_eq!(send(&simulator, Request::delete(&path), "").await.failure().0, 404);
}

#[tokio::test]
async fn a_collection_can_be_deleted_by_selector() {
    let simulator = cluster().await;
    for name in ["a", "b"] {
        create(&simulator, &ingress("shop", name)).await;
    }
    let answer = send(&simulator, Request::delete(format!("{SHOP}?labelSelector=app%3Da")), "").await;
    assert_eq!(answer.names(), ["a"]);
    assert_eq!(get(&simulator, SHOP).await.names(), ["b"]);
    assert_eq!(send(&simulator, Request::delete(INGRESSES), "").await.failure().0, 405);
}

#[tokio::test]
async fn a_dry_run_changes_nothing() {
    let simulator = cluster().await;
    let before = simulator.cluster().resource_version();
    let answer = send_json(&simulator, "POST", &format!("{SHOP}?dryRun=All"), &ingress("shop", "web")).await;
    assert_eq!(answer.code, 201);
    assert_eq!(simulator.cluster().resource_version(), before);
    assert_eq!(get(&simulator, SHOP).await.names(), Vec::<&str>::new());
}

#[tokio::test]
async fn an_invalid_ingress_is_refused_by_its_field() {
    let simulator = cluster().await;
    for (pointer, value, field) in [
        ("/metadata/name", json!("Not_A_Name"), "metadata.name"),
        ("/metadata/labels", json!({"a": 1}), "metadata.labels"),
        ("/spec", json!({}), "spec"),
        ("/spec/rules", json!("none"), "spec.rules"),
        ("/spec/rules/0/http/paths/0/pathType", json!("Regex"), "spec.rules[0].http.paths[0].pathType"),
        ("/spec/rules/0/http/paths/0/path", json!("relative"), "spec.rules[0].http.paths[0].path"),
        ("/spec/rules/0/http/paths/0/backend", json!({}), "spec.rules[0].http.paths[0].backend"),
        (
            "/spec/rules/0/http/paths/0/backend/service/port",
            json!({"number": 70_000}),
            "spec.rules[0].http.paths[0].backend.service.port",
        ),
    ] {
        let mut object = ingress("shop", "web");
        *object.pointer_mut(pointer).unwrap() = value;
        let answer = send_json(&simulator, "POST", SHOP, &object).await;
        assert_eq!(answer.failure().0, 422, "{pointer}");
        assert_eq!(answer.body["details"]["causes"][0]["field"], field);
    }
}

#[tokio::test]
async fn namespaces_can_be_made_and_deleted() {
    let simulator = cluster().await;
    let namespace = json!({"kind": "Namespace", "apiVersion": "v1", "metadata": {"name": "edge"}});
    assert_eq!(send_json(&simulator, "POST", "/api/v1/namespaces", &namespace).await.code, 201);
    assert_eq!(simulator.cluster().namespaces(), ["data", "edge", "shop"]);
    let deleted = send(&simulator, Request::delete("/api/v1/namespaces/edge"), "").await;
    assert_eq!(deleted.body["status"]["phase"], "Terminating");
    assert_eq!(simulator.cluster().namespaces(), ["data", "shop"]);
}
