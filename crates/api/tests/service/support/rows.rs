//! Changes as the sources of a board tell them.

use std::collections::BTreeMap;

use kube_ingress_dash_model::finding::FindingSet;
use kube_ingress_dash_model::ingress::{Backend, HttpPath, Ingress, Rule};
use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_model::status::{ErrorClass, WatchError};
use kube_ingress_dash_watcher::board::{Change, ChangeKind, Partition, Row};

use super::at;

/// The row of an Ingress for `NAME.example.com`.
pub fn row(namespace: &str, name: &str, version: &str) -> Row {
    Row::new(&ingress(namespace, name, version)).unwrap()
}

/// An Ingress for `NAME.example.com`.
pub fn ingress(namespace: &str, name: &str, version: &str) -> Ingress {
    Ingress {
        namespace: namespace.to_owned(),
        name: name.to_owned(),
        uid: format!("uid-{name}"),
        resource_version: version.to_owned(),
        created_at: Some(at(-3600)),
        changed_at: None,
        class: Some("nginx".to_owned()),
        rules: vec![Rule {
            host: Some(format!("{name}.example.com")),
            paths: vec![HttpPath {
                path: "/".to_owned(),
                path_type: "Prefix".to_owned(),
                backend: Backend::Service { service: name.to_owned(), port: "http".to_owned() },
            }],
        }],
        default_backend: None,
        tls: Vec::new(),
        addresses: Vec::new(),
        labels: BTreeMap::new(),
        annotations: BTreeMap::new(),
        findings: FindingSet::default(),
    }
}

fn of(namespace: &str, kind: ChangeKind) -> Change {
    Change { partition: Partition::Namespace(namespace.to_owned()), kind }
}

/// These are all rows of the namespace.
pub fn listed(namespace: &str, names: &[&str]) -> Change {
    of(namespace, ChangeKind::Listed(names.iter().map(|name| row(namespace, name, "1")).collect()))
}

pub fn upserted(namespace: &str, name: &str, version: &str) -> Change {
    of(namespace, ChangeKind::Upserted(row(namespace, name, version)))
}

/// The Ingress is there like this.
pub fn changed(row: &Ingress) -> Change {
    of(&row.namespace, ChangeKind::Upserted(Row::new(row).unwrap()))
}

pub fn removed(namespace: &str, name: &str) -> Change {
    of(namespace, ChangeKind::Removed(IngressKey::new(namespace, name)))
}

/// The API server's words for a refusal: they name the service's account.
pub const FORBIDDEN: &str = "ingresses.networking.k8s.io is forbidden: User \"system:serviceaccount:pay:dash\" cannot list resource \"ingresses\" in API group \"networking.k8s.io\" in the namespace \"pay\"";

pub fn denied(namespace: &str) -> Change {
    let error = WatchError {
        class: ErrorClass::Permanent,
        status: Some(403),
        reason: "Forbidden".to_owned(),
        message: FORBIDDEN.to_owned(),
    };
    of(namespace, ChangeKind::Denied { error, next_attempt: at(30) })
}

pub fn lost(namespace: &str) -> Change {
    let error = WatchError {
        class: ErrorClass::Transient,
        status: None,
        reason: "ConnectionLost".to_owned(),
        message: "the connection to the API server was closed".to_owned(),
    };
    of(namespace, ChangeKind::Failed { error, next_attempt: at(2) })
}
