//! Small rows for the tests of this crate.

use std::collections::BTreeMap;

use crate::finding::FindingSet;
use crate::ingress::{Backend, HttpPath, Ingress, Rule};

/// An Ingress with one host `NAME.example.com` and one path `/`.
pub(crate) fn ingress(namespace: &str, name: &str) -> Ingress {
    Ingress {
        namespace: namespace.to_owned(),
        name: name.to_owned(),
        uid: format!("uid-{namespace}-{name}"),
        resource_version: "213".to_owned(),
        created_at: "2026-01-15T10:30:00Z".parse().ok(),
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
        addresses: vec!["203.0.113.7".to_owned()],
        labels: BTreeMap::from([("app".to_owned(), name.to_owned())]),
        annotations: BTreeMap::new(),
        findings: FindingSet::default(),
    }
}
