//! The rows that the benchmarks are about.

use kube_ingress_dash_model::Timestamp;
use kube_ingress_dash_model::finding::FindingSet;
use kube_ingress_dash_model::ingress::{Backend, HttpPath, Ingress, Rule, Tls};

pub(crate) const COUNT: usize = 100_000;
const NAMESPACES: usize = 50;
const TEAMS: [&str; 8] =
    ["checkout", "catalog", "payments", "identity", "shipping", "search", "media", "insights"];
const COMPONENTS: [&str; 8] =
    ["frontend", "api", "gateway", "worker", "admin", "assets", "webhooks", "reports"];
const CLASSES: [&str; 4] = ["nginx", "nginx-internal", "traefik", "alb"];

fn path(path: &str, service: &str) -> HttpPath {
    HttpPath {
        path: path.to_owned(),
        path_type: "Prefix".to_owned(),
        backend: Backend::Service { service: service.to_owned(), port: "http".to_owned() },
    }
}

/// One of many rows that share their words; one in 10,000 has a word of its own.
pub(crate) fn row(number: usize) -> Ingress {
    let (team, component) = (TEAMS[number % TEAMS.len()], COMPONENTS[number / 8 % COMPONENTS.len()]);
    let namespace = format!("{team}-{}", number % NAMESPACES);
    let rare = if number % 10_000 == 1 { "quetzal-" } else { "" };
    let name = format!("{rare}{component}-{number}");
    let host = format!("{name}.{team}.eu-central-1.example.com");
    let rules = vec![
        Rule {
            host: Some(host.clone()),
            paths: vec![path("/", &name), path("/api/v1", &format!("{component}-backend"))],
        },
        Rule {
            host: Some(format!("*.{number}.preview.example.com")),
            paths: vec![path("/assets", "assets")],
        },
    ];
    Ingress {
        uid: format!("00000000-0000-0000-0000-{number:012}"),
        resource_version: number.to_string(),
        created_at: Timestamp::from_second(1_700_000_000 + i64::try_from(number).unwrap()).ok(),
        changed_at: None,
        class: Some(CLASSES[number % 4].to_owned()),
        rules,
        default_backend: None,
        tls: vec![Tls { hosts: vec![host], secret: Some(format!("{name}-tls")) }],
        addresses: vec![format!("203.0.113.{}", number % 256)],
        labels: [("team", team), ("component", component)]
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .into(),
        annotations: [("cert-manager.io/cluster-issuer".to_owned(), "letsencrypt".to_owned())].into(),
        findings: FindingSet::default(),
        namespace,
        name,
    }
}
