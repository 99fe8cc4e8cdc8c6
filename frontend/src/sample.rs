//! Statuses and Ingresses that the tests here make.

use kube_ingress_dash_model::Timestamp;
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::status::{NamespaceStatus, WatchState};
use serde_json::json;

/// A namespace in this state since the second 1,000, without an error.
pub fn status(namespace: &str, state: WatchState) -> NamespaceStatus {
    NamespaceStatus {
        namespace: namespace.to_owned(),
        state,
        since: Timestamp::from_second(1_000).unwrap(),
        last_sync: None,
        next_attempt: None,
        ingresses: 0,
        error: None,
    }
}

/// An Ingress of two rules, whose second host `spec.tls` does not name.
pub fn ingress(namespace: &str, name: &str) -> Ingress {
    let path = json!({"path": "/", "pathType": "Prefix", "backend": {"service": "web", "port": "80"}});
    serde_json::from_value(json!({
        "namespace": namespace, "name": name, "uid": "", "resourceVersion": "1", "createdAt": null,
        "changedAt": null, "class": null, "defaultBackend": null, "addresses": [],
        "tls": [{"hosts": ["one.example.com"], "secret": "one-tls"}],
        "labels": {}, "annotations": {},
        "rules": [
            {"host": "one.example.com", "paths": [path]},
            {"host": "two.example.com", "paths": [path]},
            {"host": null, "paths": []},
        ],
    }))
    .unwrap()
}
