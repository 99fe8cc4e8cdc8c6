//! Who may do what, and what the others are told.

use kube_ingress_dash_simulator::{Account, Resource, Rules};
use serde_json::json;

use crate::client::{INGRESSES, SHOP, change, cluster, get, get_as, ingress, send_json, watch};

#[tokio::test]
async fn a_denied_namespace_is_forbidden_and_with_it_the_whole_cluster() {
    let simulator = cluster().await;
    simulator.deny("shop");
    let answer = get(&simulator, SHOP).await;
    assert_eq!(
        answer.failure(),
        (
            403,
            "ingresses.networking.k8s.io is forbidden: User \"system:anonymous\" cannot list resource \
             \"ingresses\" in API group \"networking.k8s.io\" in the namespace \"shop\""
        )
    );
    assert_eq!(answer.body["reason"], "Forbidden");
    assert!(get(&simulator, INGRESSES).await.failure().1.ends_with("at the cluster scope"));
    let one = get(&simulator, &format!("{SHOP}/web")).await;
    assert!(one.failure().1.starts_with("ingresses.networking.k8s.io \"web\" is forbidden"));

    assert_eq!(get(&simulator, &SHOP.replace("shop", "data")).await.code, 200);
    assert_eq!(get(&simulator, "/api/v1/namespaces").await.names(), ["data", "shop"]);
    simulator.allow("shop");
    assert_eq!(get(&simulator, SHOP).await.code, 200);
    assert_eq!(get(&simulator, INGRESSES).await.code, 200);
}

#[tokio::test]
async fn a_watch_that_is_open_goes_on_when_access_is_withdrawn() {
    let simulator = cluster().await;
    let mut events = watch(&simulator, SHOP).await;
    simulator.deny("shop");
    simulator.cluster().apply(ingress("shop", "a")).unwrap();
    assert_eq!(events.next_change().await, change("ADDED", "a"));
}

#[tokio::test]
async fn accounts_have_rules_of_their_own() {
    let simulator = cluster().await;
    let denied_resources = [Resource::Namespaces].into();
    let rules = Rules { cluster_wide: false, denied_resources, ..Rules::default() };
    simulator.set_account("secret", Account { user: "system:serviceaccount:dash:dash".to_owned(), rules });
    assert_eq!(get_as(&simulator, "secret", SHOP).await.code, 200);
    let refused = get_as(&simulator, "secret", INGRESSES).await;
    assert!(refused.failure().1.contains("User \"system:serviceaccount:dash:dash\" cannot list"));
    let namespaces = get_as(&simulator, "secret", "/api/v1/namespaces").await;
    assert!(namespaces.failure().1.starts_with("namespaces is forbidden"));
    assert_eq!(get(&simulator, INGRESSES).await.code, 200, "others are not bound");
}

#[tokio::test]
async fn unknown_and_revoked_tokens_are_unauthorized() {
    let simulator = cluster().await;
    assert_eq!(get_as(&simulator, "wrong", SHOP).await.failure(), (401, "Unauthorized"));
    simulator.set_account("secret", Account { user: "dash".to_owned(), rules: Rules::default() });
    assert_eq!(get_as(&simulator, "secret", SHOP).await.code, 200);
    simulator.revoke("secret");
    assert_eq!(get_as(&simulator, "secret", SHOP).await.failure().0, 401);
    simulator.change_access(|access| access.anonymous = false);
    assert_eq!(get(&simulator, SHOP).await.failure().0, 401);
}

#[tokio::test]
async fn a_review_tells_beforehand() {
    let simulator = cluster().await;
    simulator.deny("shop");
    for (namespace, allowed) in [("shop", false), ("data", true), ("", false)] {
        let attributes = json!({
            "namespace": namespace, "verb": "list", "group": "networking.k8s.io", "resource": "ingresses",
        });
        let review = json!({"spec": {"resourceAttributes": attributes}});
        let path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
        let answer = send_json(&simulator, "POST", path, &review).await;
        assert_eq!((answer.code, &answer.body["status"]["allowed"]), (201, &json!(allowed)), "{namespace}");
    }
}
