//! Reduces an Ingress of the Kubernetes API to its row.
//!
//! What must never leave the cluster is dropped here, at the one place where objects become rows: copies of the
//! object in annotations, managed fields, and the values of annotations that carry credentials.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use k8s_openapi::api::core::v1::TypedLocalObjectReference;
use k8s_openapi::api::networking::v1 as kubernetes;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use kube_ingress_dash_model::finding::FindingSet;
use kube_ingress_dash_model::ingress::{Backend, HttpPath, Ingress, ResourceReference, Rule, Tls};
use wildmatch::WildMatch;

const HIDDEN: &str = "hidden by configuration";
/// Longer annotation values are cut, in bytes, and classes that annotations name.
const LONGEST_VALUE: usize = 256;

/// How objects become rows.
#[derive(Debug, Clone, Default)]
pub struct Projection {
    hidden_annotations: Arc<[WildMatch]>,
}

/// An object that cannot be shown, as it has no namespace or no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the object has no namespace or no name")]
pub struct Unnamed;

impl Projection {
    /// A projection that hides the values of annotations whose key matches one of these globs.
    pub fn hiding<'a>(globs: impl IntoIterator<Item = &'a str>) -> Self {
        Self { hidden_annotations: globs.into_iter().map(WildMatch::new).collect() }
    }

    /// The row of the object, with long annotation values cut.
    pub fn row(&self, object: kubernetes::Ingress) -> Result<Ingress, Unnamed> {
        let mut row = self.whole_row(object)?;
        for value in row.annotations.values_mut() {
            shorten(value);
        }
        Ok(row)
    }

    /// The row of the object, with nothing cut.
    pub fn whole_row(&self, object: kubernetes::Ingress) -> Result<Ingress, Unnamed> {
        let metadata = object.metadata;
        let (Some(namespace), Some(name)) = (metadata.namespace, metadata.name) else {
            return Err(Unnamed);
        };
        let spec = object.spec.unwrap_or_default();
        let annotations = metadata.annotations.unwrap_or_default();
        let load_balancer = object.status.and_then(|status| status.load_balancer).unwrap_or_default();
        Ok(Ingress {
            namespace,
            name,
            uid: metadata.uid.unwrap_or_default(),
            resource_version: metadata.resource_version.unwrap_or_default(),
            created_at: metadata.creation_timestamp.map(|time| time.0),
            changed_at: None::<Timestamp>,
            class: class(spec.ingress_class_name, &annotations),
            rules: spec.rules.unwrap_or_default().into_iter().map(rule).collect(),
            default_backend: spec.default_backend.map(backend),
            tls: spec.tls.unwrap_or_default().into_iter().map(tls).collect(),
            addresses: load_balancer.ingress.unwrap_or_default().into_iter().filter_map(address).collect(),
            labels: metadata.labels.unwrap_or_default(),
            annotations: self.annotations(annotations),
            findings: FindingSet::default(),
        })
    }

    fn annotations(&self, annotations: BTreeMap<String, String>) -> BTreeMap<String, String> {
        annotations
            .into_iter()
            .filter(|(key, _)| !is_copy_of_the_object(key))
            .map(|(key, value)| {
                let shown = if self.hides(&key) { HIDDEN.to_owned() } else { value };
                (key, shown)
            })
            .collect()
    }

    fn hides(&self, annotation: &str) -> bool {
        self.hidden_annotations.iter().any(|glob| glob.matches(annotation))
    }

    /// Takes out of the object's metadata what must not leave the cluster.
    pub(crate) fn clean(&self, metadata: &mut ObjectMeta) {
        metadata.managed_fields = None;
        metadata.annotations = metadata.annotations.take().map(|annotations| self.annotations(annotations));
    }
}

fn is_copy_of_the_object(key: &str) -> bool {
    let last_applied = key.rsplit_once('/').is_some_and(|(_, name)| name.starts_with("last-applied"));
    last_applied || matches!(key, "objectset.rio.cattle.io/applied" | "kapp.k14s.io/original")
}

/// The class: an annotation, unlike the field, may be of any length.
fn class(field: Option<String>, annotations: &BTreeMap<String, String>) -> Option<String> {
    let mut class = field.or_else(|| annotations.get(Ingress::CLASS_ANNOTATION).cloned())?;
    shorten(&mut class);
    Some(class)
}

fn shorten(value: &mut String) {
    if value.len() > LONGEST_VALUE {
        value.truncate(value.floor_char_boundary(LONGEST_VALUE));
        value.push('…');
    }
}

fn rule(rule: kubernetes::IngressRule) -> Rule {
    Rule {
        host: rule.host.filter(|host| !host.is_empty()),
        paths: rule.http.map(|http| http.paths).unwrap_or_default().into_iter().map(path).collect(),
    }
}

fn path(path: kubernetes::HTTPIngressPath) -> HttpPath {
    HttpPath {
        path: path.path.unwrap_or_default(),
        path_type: path.path_type,
        backend: backend(path.backend),
    }
}

fn backend(backend: kubernetes::IngressBackend) -> Backend {
    match (backend.service, backend.resource) {
        (Some(service), _) => Backend::Service { service: service.name, port: port(service.port) },
        (None, resource) => Backend::Resource { resource: reference(resource.unwrap_or_default()) },
    }
}

fn port(port: Option<kubernetes::ServiceBackendPort>) -> String {
    let port = port.unwrap_or_default();
    port.name.or_else(|| port.number.map(|number| number.to_string())).unwrap_or_default()
}

fn reference(resource: TypedLocalObjectReference) -> ResourceReference {
    ResourceReference { api_group: resource.api_group, kind: resource.kind, name: resource.name }
}

fn tls(tls: kubernetes::IngressTLS) -> Tls {
    Tls { hosts: tls.hosts.unwrap_or_default(), secret: tls.secret_name.filter(|name| !name.is_empty()) }
}

fn address(ingress: kubernetes::IngressLoadBalancerIngress) -> Option<String> {
    ingress.ip.or(ingress.hostname).filter(|address| !address.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn row(object: serde_json::Value) -> Ingress {
        let object = serde_json::from_value(object).unwrap();
        Projection::hiding(["*snippet*"]).row(object).unwrap()
    }

    #[test]
    fn everything_that_is_shown_comes_from_the_object() {
        let row = row(json!({
            "metadata": {
                "namespace": "shop", "name": "web", "uid": "u-1", "resourceVersion": "213",
                "creationTimestamp": "2026-01-15T10:30:00Z",
                "labels": {"app": "web"},
                "annotations": {"cert-manager.io/cluster-issuer": "letsencrypt"},
                "managedFields": [{"manager": "kubectl"}],
            },
            "spec": {
                "ingressClassName": "nginx",
                "defaultBackend": {"resource": {"apiGroup": "k8s.example.com", "kind": "Bucket", "name": "assets"}},
                "rules": [
                    {"host": "shop.example.com", "http": {"paths": [
                        {"path": "/", "pathType": "Prefix",
                         "backend": {"service": {"name": "web", "port": {"name": "http"}}}},
                        {"path": "/api", "pathType": "Exact",
                         "backend": {"service": {"name": "api", "port": {"number": 8080}}}},
                    ]}},
                    {"host": "*.shop.example.com"},
                    {"http": {"paths": []}},
                ],
                "tls": [{"hosts": ["shop.example.com"], "secretName": "shop-tls"}, {}],
            },
            "status": {"loadBalancer": {"ingress": [
                {"ip": "203.0.113.7"}, {"hostname": "lb.example.net"}, {},
            ]}},
        }));
        insta::assert_json_snapshot!(row);
    }

    #[test]
    fn the_legacy_annotation_names_the_class_where_the_spec_does_not() {
        let legacy = json!({"metadata": {"namespace": "a", "name": "b",
            "annotations": {"kubernetes.io/ingress.class": "old"}}});
        assert_eq!(row(legacy.clone()).class.as_deref(), Some("old"));
        let mut both = legacy;
        both["spec"] = json!({"ingressClassName": "new"});
        assert_eq!(row(both).class.as_deref(), Some("new"));
        let endless = json!({"metadata": {"namespace": "shop", "name": "web",
            "annotations": {"kubernetes.io/ingress.class": "x".repeat(100_000)}}});
        assert!(row(endless).class.unwrap().len() <= LONGEST_VALUE + '…'.len_utf8());
    }

    #[test]
    fn copies_of_the_object_and_credentials_stay_behind() {
        let long = "ä".repeat(300);
        let annotations = row(json!({"metadata": {"namespace": "a", "name": "b", "annotations": {
            "kubectl.kubernetes.io/last-applied-configuration": "{\"secret\":1}",
            "other.example.com/last-applied-state": "{}",
            "objectset.rio.cattle.io/applied": "H4sI",
            "kapp.k14s.io/original": "{}",
            "nginx.ingress.kubernetes.io/configuration-snippet": "proxy_set_header Authorization secret;",
            "long": long,
        }}}))
        .annotations;
        assert_eq!(
            annotations.keys().collect::<Vec<_>>(),
            ["long", "nginx.ingress.kubernetes.io/configuration-snippet"]
        );
        assert_eq!(annotations["nginx.ingress.kubernetes.io/configuration-snippet"], HIDDEN);
        assert_eq!(annotations["long"], format!("{}…", "ä".repeat(128)));
    }

    #[test]
    fn an_object_without_a_name_is_refused() {
        let object = kubernetes::Ingress::default();
        assert_eq!(Projection::default().row(object), Err(Unnamed));
    }
}
