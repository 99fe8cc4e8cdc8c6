//! Ingresses as the tests write them, and outcomes as they read them.

use kube_ingress_dash_insight::route::{Outcome, Ranking, Verdict};
use kube_ingress_dash_insight::{Explanation, Facts, IngressClass, resolve};
use kube_ingress_dash_model::Timestamp;
use kube_ingress_dash_model::finding::FindingSet;
use kube_ingress_dash_model::ingress::{Backend, HttpPath, Ingress, Rule, Tls};
use kube_ingress_dash_model::tls::EdgeClasses;

/// An Ingress `namespace/name` of the class `public`, with neither rules nor annotations.
pub(crate) fn ingress(key: &str) -> Ingress {
    let (namespace, name) = key.split_once('/').unwrap();
    Ingress {
        namespace: namespace.to_owned(),
        name: name.to_owned(),
        uid: key.to_owned(),
        resource_version: "1".to_owned(),
        created_at: Some(Timestamp::UNIX_EPOCH),
        changed_at: None,
        class: Some("public".to_owned()),
        rules: Vec::new(),
        default_backend: None,
        tls: Vec::new(),
        addresses: Vec::new(),
        labels: [].into(),
        annotations: [].into(),
        findings: FindingSet::default(),
    }
}

pub(crate) fn backend(service: &str) -> Backend {
    Backend::Service { service: service.to_owned(), port: "80".to_owned() }
}

/// Changes of an Ingress that can be written one after the other. The host `*` is any.
pub(crate) trait Build: Sized {
    fn route(self, host: &str, path: &str, path_type: &str, service: &str) -> Self;
    fn prefix(self, host: &str, path: &str, service: &str) -> Self {
        self.route(host, path, "Prefix", service)
    }
    fn without_paths(self, host: &str) -> Self;
    fn default_backend(self, service: &str) -> Self;
    fn tls(self, hosts: &[&str], secret: &str) -> Self;
    fn annotation(self, key: &str, value: &str) -> Self;
    fn nginx(self, name: &str, value: &str) -> Self {
        self.annotation(&format!("nginx.ingress.kubernetes.io/{name}"), value)
    }
    fn class(self, class: Option<&str>) -> Self;
    fn created(self, second: i64) -> Self;
}

impl Build for Ingress {
    fn route(mut self, host: &str, path: &str, path_type: &str, service: &str) -> Self {
        let path =
            HttpPath { path: path.to_owned(), path_type: path_type.to_owned(), backend: backend(service) };
        let host = (host != "*").then(|| host.to_owned());
        match self.rules.last_mut().filter(|rule| rule.host == host && !rule.paths.is_empty()) {
            Some(rule) => rule.paths.push(path),
            None => self.rules.push(Rule { host, paths: vec![path] }),
        }
        self
    }

    fn without_paths(mut self, host: &str) -> Self {
        let host = (host != "*").then(|| host.to_owned());
        self.rules.push(Rule { host, paths: Vec::new() });
        self
    }

    fn default_backend(mut self, service: &str) -> Self {
        self.default_backend = Some(backend(service));
        self
    }

    fn tls(mut self, hosts: &[&str], secret: &str) -> Self {
        let hosts = hosts.iter().map(|host| (*host).to_owned()).collect();
        self.tls.push(Tls { hosts, secret: Some(secret.to_owned()) });
        self
    }

    fn annotation(mut self, key: &str, value: &str) -> Self {
        self.annotations.insert(key.to_owned(), value.to_owned());
        self
    }

    fn class(mut self, class: Option<&str>) -> Self {
        self.class = class.map(str::to_owned);
        self
    }

    fn created(mut self, second: i64) -> Self {
        self.created_at = Timestamp::from_second(second).ok();
        self
    }
}

/// Facts that name the controller of the class `public`.
pub(crate) fn served_by(controller: &str) -> Facts {
    let class = IngressClass { controller: controller.to_owned(), is_default: false };
    Facts { classes: Some([("public".to_owned(), class)].into()), edge: EdgeClasses::default() }
}

pub(crate) fn served_by_ingress_nginx() -> Facts {
    served_by("k8s.io/ingress-nginx")
}

pub(crate) fn explain(url: &str, rows: &[Ingress], facts: &Facts) -> Explanation {
    resolve(&url.parse().unwrap(), rows, facts)
}

/// The ranking of the only class.
pub(crate) fn ranking(url: &str, rows: &[Ingress], facts: &Facts) -> Ranking {
    let mut rankings = explain(url, rows, facts).rankings;
    assert_eq!(rankings.len(), 1, "{url}: {rankings:?}");
    rankings.pop().unwrap()
}

/// What answers: the Service of a path, `default SERVICE`, or `404`.
pub(crate) fn answer(url: &str, rows: &[Ingress], facts: &Facts) -> String {
    match explain(url, rows, facts).rankings.pop() {
        Some(ranking) => outcome(&ranking.outcome),
        None => "404".to_owned(),
    }
}

pub(crate) fn outcome(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Route { backend, .. } => backend.name().to_owned(),
        Outcome::DefaultBackend { backend, .. } => format!("default {}", backend.name()),
        Outcome::ControllerDefault => "404".to_owned(),
    }
}

/// What became of the candidates, each as `SERVICE verdict`.
pub(crate) fn verdicts(ranking: &Ranking) -> Vec<(String, Verdict)> {
    let name = |backend: &Option<Backend>| {
        backend.as_ref().map_or_else(String::new, |backend| backend.name().to_owned())
    };
    ranking.candidates.iter().map(|candidate| (name(&candidate.backend), candidate.verdict)).collect()
}
