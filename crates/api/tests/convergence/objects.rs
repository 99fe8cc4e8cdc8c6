//! The objects of the cluster: few names, so that they are often changed, deleted and made anew.

use serde_json::{Map, Value, json};

use crate::scenario::{Size, Target};

/// All namespaces, each with Ingresses of the same names.
pub const NAMESPACES: [&str; 5] = ["alpha", "beta", "delta", "gamma", "omega"];
pub const NAMES: usize = 8;
/// A value of an annotation that nobody may be shown.
pub const SECRET: &str = "hunter2";

pub fn name(target: Target) -> String {
    format!("web-{}", target.number)
}

/// An Ingress whose content tells its revision.
pub fn ingress(namespace: &str, name: &str, revision: usize, size: Size) -> Value {
    let (values, times) = if size == Size::Large { (12, 60) } else { (1, 1) };
    let mut annotations: Map<String, Value> = (0..values)
        .map(|number| (format!("example.com/note-{number}"), "n\u{e4}he ".repeat(times).into()))
        .collect();
    annotations.insert("kubectl.kubernetes.io/last-applied-configuration".to_owned(), "{}".into());
    annotations.insert("nginx.ingress.kubernetes.io/configuration-snippet".to_owned(), SECRET.into());
    let host = format!("{name}-{}.example.com", revision % 3);
    let backend = json!({"service": {"name": name, "port": {"number": 80 + revision % 10}}});
    json!({
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": {
            "namespace": namespace,
            "name": name,
            "labels": {"revision": revision.to_string()},
            "annotations": annotations,
        },
        "spec": {
            "ingressClassName": "nginx",
            "rules": [{"host": host, "http": {"paths": [{"path": "/", "pathType": "Prefix", "backend": backend}]}}],
        },
    })
}
