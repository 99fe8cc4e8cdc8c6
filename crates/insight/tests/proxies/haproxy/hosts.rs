//! The hosts and paths that haproxy-ingress makes of Ingresses.
//!
//! Told from the controller's sources, not from those of this crate:
//! - order, default backends, redeclared paths and path types: `sortIngress`, `syncIngressHTTP`, `readPathType` and
//!   `addDefaultHostBackend` of
//!   <https://github.com/jcmoraisjr/haproxy-ingress/blob/master/pkg/converters/ingress/ingress.go>
//! - `strict-host`: `syncFrontend` of
//!   <https://github.com/jcmoraisjr/haproxy-ingress/blob/master/pkg/haproxy/config.go> and
//!   <https://haproxy-ingress.github.io/docs/configuration/keys/#strict-host>

use std::collections::BTreeMap;

use kube_ingress_dash_model::ingress::{Backend, Ingress};

use crate::request::CONTROLLER;

/// What stands for no host.
pub(super) const DEFAULT_HOST: &str = "<default>";

/// How a path is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Match {
    /// The whole path.
    Exact,
    /// By path elements.
    Prefix,
    /// By characters of any case.
    Begin,
    /// As a regular expression, which only wildcard hosts need here.
    Regex,
}

#[derive(Debug, Clone)]
pub(super) struct HostPath {
    pub(super) path: String,
    pub(super) compared: Match,
    pub(super) backend: String,
}

/// The paths by host, in the order in which they were added.
pub(super) type Hosts = BTreeMap<String, Vec<HostPath>>;

/// Whether a host that has no path for a request leaves it to less specific ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StrictHost {
    /// It goes to the default backend.
    Yes,
    /// It goes to the next wildcard host, then to the rules without a host.
    No,
}

/// What the controller makes of Ingresses.
pub(super) fn hosts(ingresses: &[Ingress], strict: StrictHost) -> Hosts {
    let mut ingresses: Vec<_> = ingresses.iter().collect();
    ingresses.sort_by_key(|ingress| (ingress.created_at, format!("{}/{}", ingress.namespace, ingress.name)));
    let mut hosts = Hosts::new();
    for ingress in ingresses {
        add(&mut hosts, ingress);
    }
    if strict == StrictHost::Yes {
        add_fallbacks(&mut hosts);
    }
    hosts
}

fn add(hosts: &mut Hosts, ingress: &Ingress) {
    if let Some(backend) = ingress.default_backend.as_ref().and_then(service) {
        add_path(hosts.entry(DEFAULT_HOST.into()).or_default(), "/", Match::Begin, backend);
    }
    for rule in &ingress.rules {
        if rule.paths.is_empty() {
            continue;
        }
        let host = hosts.entry(rule.host.as_deref().unwrap_or(DEFAULT_HOST).to_owned()).or_default();
        for path in &rule.paths {
            let compared = match path.path_type.as_str() {
                "Exact" => Match::Exact,
                "Prefix" => Match::Prefix,
                _ => Match::Begin,
            };
            if let Some(backend) = service(&path.backend) {
                add_path(host, path.effective(), compared, backend);
            }
        }
    }
}

/// The first that declares a path with a type keeps it.
fn add_path(host: &mut Vec<HostPath>, path: &str, compared: Match, backend: &str) {
    if !host.iter().any(|other| other.path == path && other.compared == compared) {
        host.push(HostPath { path: path.into(), compared, backend: backend.into() });
    }
}

fn add_fallbacks(hosts: &mut Hosts) {
    let root =
        |paths: &Vec<HostPath>| paths.iter().find(|path| path.path == "/").map(|path| path.backend.clone());
    let backend = hosts.get(DEFAULT_HOST).and_then(root).unwrap_or_else(|| CONTROLLER.into());
    for paths in hosts.values_mut() {
        add_path(paths, "/", Match::Begin, &backend);
    }
}

/// Other backends than Services are skipped.
fn service(backend: &Backend) -> Option<&str> {
    match backend {
        Backend::Service { service, .. } => Some(service),
        Backend::Resource { .. } => None,
    }
}
