//! What clients ask before they ask for objects.

use crate::client::{cluster, get};

#[tokio::test]
async fn groups_resources_version_and_health_are_described() {
    let simulator = cluster().await;
    for (path, kind) in [
        ("/api", "APIVersions"),
        ("/apis", "APIGroupList"),
        ("/api/v1", "APIResourceList"),
        ("/apis/networking.k8s.io", "APIGroup"),
        ("/apis/networking.k8s.io/v1", "APIResourceList"),
    ] {
        let answer = get(&simulator, path).await;
        assert_eq!((answer.code, answer.body["kind"].as_str()), (200, Some(kind)), "{path}");
    }
    let core = get(&simulator, "/api/v1").await.body;
    assert!(core["resources"].as_array().unwrap().iter().any(|resource| resource["name"] == "events"));
    assert_eq!(get(&simulator, "/version").await.body["major"], "1");
    for path in ["/readyz", "/livez", "/healthz"] {
        assert_eq!(get(&simulator, path).await.body, "ok");
    }
}

#[tokio::test]
async fn there_is_no_openapi() {
    let simulator = cluster().await;
    for path in ["/openapi/v2", "/openapi/v3"] {
        assert_eq!(get(&simulator, path).await.failure().0, 404);
    }
}

#[tokio::test]
async fn the_kubeconfig_leads_here() {
    let simulator = cluster().await;
    let config = simulator.kubeconfig();
    assert!(config.contains("current-context: simulator\n"));
    assert!(config.contains(&format!("server: {}\n", simulator.url())));
    assert!(simulator.kubeconfig_with_token("abc").contains("user: {\"token\":\"abc\"}"));
}
