//! The Ingresses that are measured with: of one size, so that figures can be compared.

use serde_json::{Value, json};

/// How many namespaces there are where nothing else is said.
pub(crate) const NAMESPACES: usize = 50;

const APPLICATIONS: [&str; 8] =
    ["storefront", "checkout", "accounts", "search", "billing", "catalogue", "reports", "notifications"];

/// The name of a namespace.
pub(crate) fn namespace(number: usize) -> String {
    format!("team-{number:02}")
}

/// Where the Ingress of this number is.
pub(crate) fn place(number: usize, namespaces: usize) -> (String, String) {
    let application = APPLICATIONS[number / namespaces % APPLICATIONS.len()];
    (namespace(number % namespaces), format!("{application}-{number}"))
}

/// An Ingress of 3 hosts and 4 paths, with an address, 5 labels, 2 annotations and the managed fields of a real one.
pub(crate) fn ingress(number: usize, namespaces: usize) -> Value {
    let (namespace, name) = place(number, namespaces);
    let path = |path: &str, service: &str| {
        json!({
            "path": path, "pathType": "Prefix",
            "backend": {"service": {"name": service, "port": {"number": 8080}}},
        })
    };
    let (page, api) = (format!("{name}-web"), format!("{name}-api"));
    let host = format!("{name}.example.com");
    let hosts = [host.clone(), format!("www.{name}.example.com"), format!("{name}.{namespace}.example.net")];
    let fields = json!({
        "f:metadata": {"f:annotations": {".": {}, "f:cert-manager.io/cluster-issuer": {}}, "f:labels": {".": {}}},
        "f:spec": {"f:ingressClassName": {}, "f:rules": {}, "f:tls": {}},
    });
    json!({
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": {
            "namespace": namespace, "name": name,
            "labels": {
                "app.kubernetes.io/name": name.rsplit_once('-').map_or("", |(application, _)| application),
                "app.kubernetes.io/instance": name,
                "app.kubernetes.io/managed-by": "Helm",
                "app.kubernetes.io/version": format!("1.{}.{}", number % 17, number % 5),
                "team": namespace,
            },
            "annotations": {
                "cert-manager.io/cluster-issuer": "letsencrypt",
                "nginx.ingress.kubernetes.io/proxy-body-size": "16m",
            },
            "managedFields": [{
                "manager": "helm", "operation": "Update", "apiVersion": "networking.k8s.io/v1",
                "time": "2026-01-15T10:30:00Z", "fieldsType": "FieldsV1", "fieldsV1": fields,
            }],
        },
        "spec": {
            "ingressClassName": "nginx",
            "rules": [
                {"host": hosts[0], "http": {"paths": [path("/", &page), path("/api", &api)]}},
                {"host": hosts[1], "http": {"paths": [path("/", &page)]}},
                {"host": hosts[2], "http": {"paths": [path("/", &page)]}},
            ],
            "tls": [{"hosts": hosts, "secretName": format!("{name}-tls")}],
        },
        "status": {"loadBalancer": {"ingress": [{"ip": format!("203.0.113.{}", number % 250)}]}},
    })
}
