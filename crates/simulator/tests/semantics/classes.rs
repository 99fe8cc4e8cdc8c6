//! `IngressClass` objects, which belong to the cluster.

use k8s_openapi::api::networking::v1::IngressClass;
use kube_ingress_dash_simulator::{Account, Resource, Rules};
use serde_json::{Value, json};

use crate::client::{cluster, get, get_as, send_json};

const CLASSES: &str = "/apis/networking.k8s.io/v1/ingressclasses";

fn class(name: &str) -> Value {
    json!({"metadata": {"name": name}, "spec": {"controller": format!("example.com/{name}")}})
}

#[tokio::test]
async fn classes_are_listed_read_changed_and_deleted() {
    let simulator = cluster().await;
    simulator.cluster().apply_ingress_class(class("nginx")).unwrap();
    let created = send_json(&simulator, "POST", CLASSES, &class("edge")).await;
    assert_eq!((created.code, &created.body["kind"]), (201, &json!("IngressClass")));
    assert_eq!(get(&simulator, CLASSES).await.names(), ["edge", "nginx"]);
    let annotations = json!({"metadata": {"annotations": {"a": "b"}}});
    send_json(&simulator, "PATCH", &format!("{CLASSES}/edge"), &annotations).await;
    let read = get(&simulator, &format!("{CLASSES}/edge")).await.body;
    let typed: IngressClass = serde_json::from_value(read).unwrap();
    assert_eq!(typed.spec.unwrap().controller.as_deref(), Some("example.com/edge"));
    assert_eq!(typed.metadata.annotations.unwrap()["a"], "b");
    assert_eq!(send_json(&simulator, "DELETE", &format!("{CLASSES}/edge"), &json!({})).await.code, 200);
    assert_eq!(get(&simulator, CLASSES).await.names(), ["nginx"]);
    assert_eq!(get(&simulator, &CLASSES.replace("v1", "v1/namespaces/shop")).await.code, 404);
}

#[tokio::test]
async fn a_class_has_a_controller_with_a_domain() {
    let simulator = cluster().await;
    let nameless = json!({"metadata": {"name": "edge"}, "spec": {"controller": "edge"}});
    assert_eq!(send_json(&simulator, "POST", CLASSES, &nameless).await.failure().0, 422);
}

#[tokio::test]
async fn classes_are_refused_on_their_own() {
    let simulator = cluster().await;
    simulator.deny("shop");
    assert_eq!(get(&simulator, CLASSES).await.code, 200, "they are in no namespace");
    let rules = Rules { denied_resources: [Resource::IngressClasses].into(), ..Rules::default() };
    simulator.set_account("secret", Account { user: "dash".to_owned(), rules });
    let refused = get_as(&simulator, "secret", CLASSES).await;
    assert_eq!(
        refused.failure(),
        (
            403,
            "ingressclasses.networking.k8s.io is forbidden: User \"dash\" cannot list resource \
             \"ingressclasses\" in API group \"networking.k8s.io\" at the cluster scope"
        )
    );
    let attributes = json!({"verb": "list", "group": "networking.k8s.io", "resource": "ingressclasses"});
    let review = json!({"spec": {"resourceAttributes": attributes}});
    let path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    let answer = send_json(&simulator, "POST", path, &review).await;
    assert_eq!(answer.body["status"]["allowed"], true, "of everybody else");
}
