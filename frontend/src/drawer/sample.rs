//! Ingresses that the tests here make.

use kube_ingress_dash_model::ingress::Ingress;
use serde_json::json;

/// An Ingress of two rules, whose second host `spec.tls` does not name.
pub(super) fn ingress(namespace: &str, name: &str) -> Ingress {
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
