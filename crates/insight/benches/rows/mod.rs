//! The rows that the benchmarks are about.

use kube_ingress_dash_model::Timestamp;
use kube_ingress_dash_model::finding::FindingSet;
use kube_ingress_dash_model::ingress::{Backend, HttpPath, Ingress, Rule, Tls};

pub(crate) const COUNT: usize = 100_000;
/// How many Ingresses share one host in a crowd.
pub(crate) const CROWD: usize = 1_000;
/// How many Ingresses may answer for any host.
pub(crate) const FOR_ANY_HOST: usize = 2_000;
const NAMESPACES: usize = 50;
const COMPONENTS: [&str; 8] =
    ["frontend", "api", "gateway", "worker", "admin", "assets", "webhooks", "reports"];
const CLASSES: [&str; 4] = ["nginx", "nginx-internal", "traefik", "alb"];

/// One of many rows with a host of its own and a wildcard, a third of them with a second Ingress on their host.
pub(crate) fn row(number: usize) -> Ingress {
    let of = if number % 3 == 2 { number - 1 } else { number };
    let component = COMPONENTS[of % COMPONENTS.len()];
    let host = format!("{component}-{of}.example.com");
    let paths = match number % 3 {
        2 => vec![path("/api/v2", "api-v2"), path("/static", "assets")],
        _ => vec![path("/", component), path("/api/v1", "api")],
    };
    let wildcard = format!("*.{number}.preview.example.com");
    let rules = vec![
        Rule { host: Some(host.clone()), paths },
        Rule { host: Some(wildcard.clone()), paths: vec![path("/assets", "assets")] },
    ];
    ingress(number, CLASSES[of % CLASSES.len()], rules, vec![host, wildcard])
}

/// One of many rows that share one host, each with paths of its own.
pub(crate) fn crowded(number: usize) -> Ingress {
    let host = "shared.example.com".to_owned();
    let paths = vec![path(&format!("/team-{number}"), "web"), path(&format!("/team-{number}/cart"), "cart")];
    ingress(number, "nginx", vec![Rule { host: Some(host.clone()), paths }], vec![host])
}

/// One of many rows whose hosts one wildcard stands for: the first is the wildcard's.
pub(crate) fn below_wildcard(number: usize) -> Ingress {
    let label = if number == 0 { "*".to_owned() } else { format!("web-{number}") };
    let host = format!("{label}.wild.example.com");
    let rule = Rule { host: Some(host.clone()), paths: vec![path("/", "web")] };
    ingress(number, "nginx", vec![rule], vec![host])
}

/// One of many rows with a host of its own, paths for any host and a default backend.
pub(crate) fn for_any_host(number: usize) -> Ingress {
    let host = format!("web-{number}.example.com");
    let component = COMPONENTS[number % COMPONENTS.len()];
    let paths = vec![path("/", component), path(&format!("/{component}/{}", number % 100), component)];
    let rules = vec![
        Rule { host: Some(host.clone()), paths: vec![path("/", component)] },
        Rule { host: None, paths },
    ];
    let default_backend = Some(Backend::Service { service: component.to_owned(), port: "http".to_owned() });
    Ingress { default_backend, ..ingress(number, "traefik", rules, vec![host]) }
}

fn ingress(number: usize, class: &str, rules: Vec<Rule>, hosts: Vec<String>) -> Ingress {
    Ingress {
        namespace: format!("team-{}", number % NAMESPACES),
        name: format!("web-{number}"),
        uid: format!("00000000-0000-0000-0000-{number:012}"),
        resource_version: number.to_string(),
        created_at: Timestamp::from_second(1_700_000_000 + i64::try_from(number).unwrap()).ok(),
        changed_at: None,
        class: Some(class.to_owned()),
        rules,
        default_backend: None,
        tls: vec![Tls { hosts, secret: Some(format!("web-{number}-tls")) }],
        addresses: vec![format!("203.0.113.{}", number % 256)],
        labels: [("team".to_owned(), "shop".to_owned())].into(),
        annotations: [("cert-manager.io/cluster-issuer".to_owned(), "letsencrypt".to_owned())].into(),
        findings: FindingSet::default(),
    }
}

fn path(path: &str, service: &str) -> HttpPath {
    HttpPath {
        path: path.to_owned(),
        path_type: "Prefix".to_owned(),
        backend: Backend::Service { service: service.to_owned(), port: "http".to_owned() },
    }
}
