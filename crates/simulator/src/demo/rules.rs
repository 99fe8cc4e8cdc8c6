//! Hosts, paths, backends and TLS of the demo's Ingresses.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::dice::Dice;
use super::names::{INTERNAL_DOMAINS, LONGEST_LABEL, PATHS, PUBLIC_DOMAINS, REGEX_PATHS, REGIONS, TENANTS};
use super::outline::{Class, Outline};

/// The hosts of one Ingress, all different; most have one, a few have dozens.
pub(crate) fn hosts(dice: &mut Dice, outline: &Outline) -> Vec<String> {
    let count = match dice.weighted(&[(680, 1), (170, 2), (110, 3), (35, 4), (5, 5)]) {
        3 => dice.between(3, 5),
        4 => dice.between(6, 20),
        5 => dice.between(25, 60),
        few => few,
    };
    let domains: &[&str] = if outline.class == Class::Internal { &INTERNAL_DOMAINS } else { &PUBLIC_DOMAINS };
    let domain = dice.pick(domains);
    let mut hosts = vec![first_host(dice, outline, domain)];
    let mut seen: BTreeSet<String> = hosts.iter().cloned().collect();
    while hosts.len() < count {
        let label = match dice.between(0, 2) {
            0 => dice.pick(&TENANTS).to_owned(),
            1 => format!("{}-{}", outline.component, dice.pick(&TENANTS)),
            _ => format!("{}-{}", dice.pick(&REGIONS), dice.between(1, 99)),
        };
        let host = format!("{label}.{}", dice.pick(domains));
        if seen.insert(host.clone()) {
            hosts.push(host);
        }
    }
    hosts
}

fn first_host(dice: &mut Dice, outline: &Outline, domain: &str) -> String {
    let (namespace, name, component) = (&outline.namespace, &outline.name, outline.component);
    match dice.weighted(&[(30, 0), (42, 1), (14, 2), (6, 3), (4, 4), (1, 5)]) {
        0 => format!("{name}.{namespace}.{domain}"),
        1 => format!("{name}.{domain}"),
        2 => format!("{component}.{}.{domain}", dice.pick(&REGIONS)),
        3 => format!("{}.{domain}", dice.pick(&TENANTS)),
        4 => format!("*.{name}.{domain}"),
        _ => format!("{LONGEST_LABEL}.{namespace}.preview.{domain}"),
    }
}

/// The rules for these hosts, in their order; a few answer any host, a few have no `http` block.
pub(crate) fn rules(dice: &mut Dice, outline: &Outline, hosts: &[String]) -> Vec<Value> {
    let mut rules: Vec<Value> = hosts
        .iter()
        .map(|host| {
            if dice.chance(0.012) {
                return json!({ "host": host });
            }
            json!({"host": host, "http": {"paths": paths(dice, outline)}})
        })
        .collect();
    if dice.chance(0.02) {
        rules.push(json!({"http": {"paths": paths(dice, outline)}}));
    }
    rules
}

fn paths(dice: &mut Dice, outline: &Outline) -> Vec<Value> {
    if outline.regex {
        let path = dice.pick(&REGEX_PATHS);
        let backend = backend(dice, outline.component);
        return vec![json!({"path": path, "pathType": "ImplementationSpecific", "backend": backend})];
    }
    let count = match dice.weighted(&[(60, 1), (18, 2), (17, 3), (5, 4)]) {
        3 => dice.between(3, 6),
        4 => dice.between(7, 25),
        few => few,
    };
    let mut seen = BTreeSet::new();
    let mut paths = Vec::with_capacity(count);
    while paths.len() < count {
        let path = if count == 1 && dice.chance(0.7) { "/" } else { dice.pick(&PATHS) };
        if seen.insert(path) {
            paths.push(path_to(dice, outline, path));
        }
    }
    paths
}

/// The paths of each rule of a `spec` that has any.
pub(crate) fn path_lists(spec: &mut Value) -> Vec<&mut Vec<Value>> {
    let rules = spec.get_mut("rules").and_then(Value::as_array_mut).into_iter().flatten();
    rules.filter_map(|rule| rule.get_mut("http")?.get_mut("paths")?.as_array_mut()).collect()
}

/// A rule's path to a service of the Ingress's component.
pub(crate) fn path_to(dice: &mut Dice, outline: &Outline, path: &str) -> Value {
    let path_type = dice.weighted(&[(80, "Prefix"), (10, "Exact"), (10, "ImplementationSpecific")]);
    let service = match path.trim_start_matches('/').split('/').next() {
        Some(first) if first.len() > 3 && first.chars().all(char::is_alphabetic) && dice.chance(0.6) => first,
        _ => outline.component,
    };
    json!({"path": path, "pathType": path_type, "backend": backend(dice, service)})
}

fn backend(dice: &mut Dice, service: &str) -> Value {
    if dice.chance(0.004) {
        return resource_backend();
    }
    json!({"service": {"name": service, "port": port(dice)}})
}

/// A service port, by number or by name.
pub(crate) fn port(dice: &mut Dice) -> Value {
    if dice.chance(0.3) {
        json!({"name": dice.pick(&["http", "https", "web", "grpc", "http-metrics"])})
    } else {
        json!({"number": dice.weighted(&[(50, 80), (30, 8080), (6, 443), (6, 3000), (4, 8443), (4, 9090)])})
    }
}

/// The default backend that a few Ingresses have beside their rules.
pub(crate) fn default_backend(dice: &mut Dice, outline: &Outline) -> Option<Value> {
    dice.weighted(&[(94, None), (5, Some(false)), (1, Some(true))]).map(|is_resource| {
        if is_resource {
            resource_backend()
        } else {
            json!({"service": {"name": format!("{}-fallback", outline.component), "port": port(dice)}})
        }
    })
}

fn resource_backend() -> Value {
    json!({"resource": {"apiGroup": "k8s.example.com", "kind": "StorageBucket", "name": "static-assets"}})
}

/// The TLS entries: for all hosts, for some of them, or none.
pub(crate) fn tls(dice: &mut Dice, outline: &Outline, hosts: &[String]) -> Vec<Value> {
    let name = &outline.name;
    let covered = match dice.weighted(&[(72, 0), (8, 1), (20, 2)]) {
        _ if outline.class == Class::Alb => return Vec::new(),
        0 => hosts,
        1 if hosts.len() > 1 => &hosts[..hosts.len() / 2],
        _ => return Vec::new(),
    };
    if covered.len() > 2 && dice.chance(0.3) {
        let entry = |(index, host)| json!({"hosts": [host], "secretName": format!("{name}-tls-{index}")});
        return covered.iter().enumerate().map(entry).collect();
    }
    let secret = if dice.chance(0.15) { "wildcard-example-com".to_owned() } else { format!("{name}-tls") };
    vec![json!({"hosts": covered, "secretName": secret})]
}
