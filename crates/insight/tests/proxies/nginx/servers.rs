//! The servers and locations that ingress-nginx makes of Ingresses.
//!
//! Told from the controller's sources, not from those of this crate:
//! - the order of the Ingresses: `sortIngressSlice` of
//!   <https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/store/store.go>
//! - servers, their default locations and their paths: `createServers` and `getBackendServers` of
//!   <https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/controller.go>
//! - the second location of a prefix: `updateServerLocations` of
//!   <https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/location.go>
//! - `ImplementationSpecific` is `Prefix`: `SetDefaultNGINXPathType` of
//!   <https://github.com/kubernetes/ingress-nginx/blob/main/internal/k8s/main.go>
//!
//! A canary gives no locations of its own (`NoServer`); the share of the requests that it takes is decided in Lua, past
//! what is held here.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use kube_ingress_dash_model::ingress::{Backend, Ingress};

use crate::request::CONTROLLER;

/// The name of the server for all hosts that no other has.
pub(super) const DEFAULT_SERVER: &str = "_";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PathType {
    Exact,
    Prefix,
}

#[derive(Debug, Clone)]
pub(super) struct Location {
    pub(super) path: String,
    pub(super) path_type: PathType,
    pub(super) backend: String,
    pub(super) rewrite: Rewrite,
    is_default: bool,
}

/// The annotations that decide how a path is written.
#[derive(Debug, Clone, Default)]
pub(super) struct Rewrite {
    pub(super) target: String,
    use_regex: bool,
}

/// Locations by host, in the order of the configuration.
pub(super) type Servers = BTreeMap<String, Vec<Location>>;

/// What the controller makes of Ingresses.
pub(super) fn servers(ingresses: &[Ingress]) -> Servers {
    let mut ingresses: Vec<_> = ingresses.iter().collect();
    ingresses.sort_by_key(|ingress| {
        (ingress.created_at, Reverse(format!("{}/{}", ingress.namespace, ingress.name)))
    });
    let mut servers = default_locations(&ingresses);
    for ingress in ingresses.iter().filter(|ingress| !is_canary(ingress)) {
        add_paths(&mut servers, ingress);
    }
    for locations in servers.values_mut() {
        locations.sort_by(|a, b| b.path.cmp(&a.path));
        locations.sort_by_key(|location| Reverse(location.path.len()));
        *locations = with_exact_locations(locations);
    }
    servers
}

fn default_locations(ingresses: &[&Ingress]) -> Servers {
    let location = |backend: &str, rewrite| Location {
        path: "/".into(),
        path_type: PathType::Prefix,
        backend: backend.into(),
        rewrite,
        is_default: true,
    };
    let mut servers = Servers::new();
    servers.insert(DEFAULT_SERVER.into(), vec![location(CONTROLLER, Rewrite::default())]);
    for ingress in ingresses.iter().filter(|ingress| !is_canary(ingress)) {
        let backend = ingress.default_backend.as_ref().and_then(service);
        let catch_all = &mut servers.get_mut(DEFAULT_SERVER).unwrap()[0];
        if let Some(backend) = backend
            && ingress.rules.is_empty()
            && catch_all.is_default
        {
            catch_all.is_default = false;
            catch_all.backend = backend.into();
        }
        for rule in &ingress.rules {
            let host = rule.host.as_deref().unwrap_or(DEFAULT_SERVER);
            servers
                .entry(host.to_owned())
                .or_insert_with(|| vec![location(backend.unwrap_or(CONTROLLER), Rewrite::of(ingress))]);
        }
    }
    servers
}

/// The first Ingress that has a path keeps it. The search stops at the first location with the same path, whatever its
/// type, so that a later one of the same type is added twice.
fn add_paths(servers: &mut Servers, ingress: &Ingress) {
    for (host, path) in ingress.routes() {
        let Some(backend) = service(&path.backend) else { continue };
        let locations = servers.get_mut(host.unwrap_or(DEFAULT_SERVER)).unwrap();
        let path_type = if path.path_type == "Exact" { PathType::Exact } else { PathType::Prefix };
        let location = Location {
            path: path.effective().into(),
            path_type,
            backend: backend.into(),
            rewrite: Rewrite::of(ingress),
            is_default: false,
        };
        match locations.iter_mut().find(|other| other.path == location.path) {
            Some(same) if same.path_type == path_type => {
                if same.is_default {
                    *same = location;
                }
            }
            _ => locations.push(location),
        }
    }
}

fn with_exact_locations(locations: &[Location]) -> Vec<Location> {
    let mut all = Vec::new();
    for location in locations {
        let is_plain = !location.needs_rewrite() && !location.rewrite.use_regex;
        if location.path == "/" || location.path_type == PathType::Exact || !is_plain {
            all.push(location.clone());
            continue;
        }
        let slash = if location.path.ends_with('/') { "" } else { "/" };
        all.push(Location { path: format!("{}{slash}", location.path), ..location.clone() });
        let has_exact = |other: &Location| other.path_type == PathType::Exact && other.path == location.path;
        if !locations.iter().any(has_exact) {
            all.push(Location { path_type: PathType::Exact, ..location.clone() });
        }
    }
    all
}

impl Location {
    fn needs_rewrite(&self) -> bool {
        !self.rewrite.target.is_empty() && self.rewrite.target != self.path
    }

    /// Whether it makes regular expressions of all locations of its server.
    pub(super) fn enforces_regex(&self) -> bool {
        self.needs_rewrite() || self.rewrite.use_regex
    }
}

impl Rewrite {
    fn of(ingress: &Ingress) -> Self {
        let target = annotation(ingress, "rewrite-target").unwrap_or_default().to_owned();
        Self { target, use_regex: annotation(ingress, "use-regex") == Some("true") }
    }
}

pub(super) fn is_canary(ingress: &Ingress) -> bool {
    annotation(ingress, "canary") == Some("true")
}

fn annotation<'a>(ingress: &'a Ingress, name: &str) -> Option<&'a str> {
    ingress.annotations.get(&format!("nginx.ingress.kubernetes.io/{name}")).map(String::as_str)
}

/// Other backends than Services are skipped.
fn service(backend: &Backend) -> Option<&str> {
    match backend {
        Backend::Service { service, .. } => Some(service),
        Backend::Resource { .. } => None,
    }
}
