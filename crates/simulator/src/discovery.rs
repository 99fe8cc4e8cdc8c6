//! What the API server says about itself: its groups, resources, version and health.

use serde_json::{Value, json};

/// The answer to GET of a path that is no resource, if there is such a path.
pub(crate) fn describe(path: &str) -> Option<Value> {
    let answer = match path {
        "/api" => {
            json!({"kind": "APIVersions", "versions": ["v1"], "serverAddressByClientCIDRs": []})
        }
        "/apis" => json!({
            "kind": "APIGroupList", "apiVersion": "v1",
            "groups": [group("networking.k8s.io"), group("authorization.k8s.io")],
        }),
        "/apis/networking.k8s.io" => described_group("networking.k8s.io"),
        "/apis/authorization.k8s.io" => described_group("authorization.k8s.io"),
        "/api/v1" => resources(
            "v1",
            &[
                resource("namespaces", "namespace", "Namespace", false, &["ns"], OBJECT_VERBS),
                resource("namespaces/status", "", "Namespace", false, &[], STATUS_VERBS),
                resource("events", "event", "Event", true, &["ev"], COLLECTION_VERBS),
            ],
        ),
        "/apis/networking.k8s.io/v1" => resources(
            "networking.k8s.io/v1",
            &[
                resource("ingresses", "ingress", "Ingress", true, &["ing"], COLLECTION_VERBS),
                resource("ingresses/status", "", "Ingress", true, &[], STATUS_VERBS),
                resource("ingressclasses", "ingressclass", "IngressClass", false, &[], OBJECT_VERBS),
            ],
        ),
        "/apis/authorization.k8s.io/v1" => resources(
            "authorization.k8s.io/v1",
            &[resource(
                "selfsubjectaccessreviews",
                "selfsubjectaccessreview",
                "SelfSubjectAccessReview",
                false,
                &[],
                &["create"],
            )],
        ),
        "/version" => json!({
            "major": "1", "minor": "33", "gitVersion": "v1.33.0-simulator", "gitCommit": "", "gitTreeState": "clean",
            "buildDate": "1970-01-01T00:00:00Z", "goVersion": "", "compiler": "rustc", "platform": "linux/amd64",
        }),
        _ => return None,
    };
    Some(answer)
}

/// Whether the path is one of the health checks, which answer `ok`.
pub(crate) fn is_health(path: &str) -> bool {
    matches!(path, "/readyz" | "/livez" | "/healthz")
}

const STATUS_VERBS: &[&str] = &["get", "patch", "update"];
const OBJECT_VERBS: &[&str] = &["create", "delete", "get", "list", "patch", "update", "watch"];
const COLLECTION_VERBS: &[&str] =
    &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

fn group(name: &str) -> Value {
    let version = json!({"groupVersion": format!("{name}/v1"), "version": "v1"});
    json!({"name": name, "versions": [version], "preferredVersion": version})
}

fn described_group(name: &str) -> Value {
    let mut group = group(name);
    group["kind"] = "APIGroup".into();
    group["apiVersion"] = "v1".into();
    group
}

fn resources(group_version: &str, resources: &[Value]) -> Value {
    json!({
        "kind": "APIResourceList", "apiVersion": "v1", "groupVersion": group_version, "resources": resources,
    })
}

fn resource(
    name: &str,
    singular: &str,
    kind: &str,
    namespaced: bool,
    short_names: &[&str],
    verbs: &[&str],
) -> Value {
    let mut resource = json!({
        "name": name, "singularName": singular, "namespaced": namespaced, "kind": kind, "verbs": verbs,
    });
    if !short_names.is_empty() {
        resource["shortNames"] = short_names.into();
    }
    resource
}
