//! Random Ingresses and the requests that are asked of them, from a seed that makes them again.
//!
//! The alphabet is small, so that hosts and paths meet often: nested paths, similar ones that are no path elements of
//! each other, with and without a slash at the end, of all types, in Ingresses of different and of equal age.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kube_ingress_dash_model::finding::FindingSet;
use kube_ingress_dash_model::ingress::{Backend, HttpPath, Ingress, ResourceReference, Rule};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};

use crate::request::Request;

/// The class of all Ingresses: one proxy serves them.
pub(crate) const CLASS: &str = "web";

const HOSTS: [Option<&str>; 6] = [
    Some("shop.example.com"),
    Some("api.example.com"),
    Some("*.example.com"),
    Some("*.shop.example.com"),
    Some("example.com"),
    None,
];

const PATHS: [&str; 10] =
    ["/", "/foo", "/foo/", "/foo/bar", "/foo/bar/", "/foobar", "/bar", "/Foo", "/foo/bar/baz", "/f"];

/// What is no literal path. The API server takes it for `ImplementationSpecific` alone.
const PATTERNS: [&str; 9] =
    ["/foo/.*", "/foo(/|$)(.*)", "/foo[0-9]+", "/(foo|bar)/?$", "/f.o", "/foo$", "/.*", "", "/bar/(.+)"];

const REWRITE_TARGETS: [&str; 5] = ["/", "/foo", "/$1", "/$2", "/new"];

/// Whose annotations are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Annotations {
    Nginx,
    None,
}

/// Ingresses, and what is asked of them.
#[derive(Debug, Clone)]
pub(crate) struct Scenario {
    pub(crate) seed: u64,
    pub(crate) ingresses: Vec<Ingress>,
    pub(crate) requests: Vec<Request>,
}

impl Scenario {
    /// The scenario of a seed.
    pub(crate) fn new(seed: u64, annotations: Annotations, requests: usize) -> Self {
        let mut draw = Draw { dice: StdRng::seed_from_u64(seed), annotations, services: 0 };
        let number = draw.dice.random_range(1..=5);
        let ingresses = (0..number).map(|index| draw.ingress(index)).collect();
        let requests = (0..requests).map(|_| Request::draw(&mut draw.dice)).collect();
        Self { seed, ingresses, requests }
    }
}

struct Draw {
    dice: StdRng,
    annotations: Annotations,
    services: usize,
}

impl Draw {
    fn ingress(&mut self, index: usize) -> Ingress {
        let namespace = *["blue", "red"].choose(&mut self.dice).unwrap();
        let rules = (0..self.dice.random_range(0..=3)).map(|_| self.rule()).collect::<Vec<_>>();
        // The API server takes no Ingress that has neither.
        let default_backend = (rules.is_empty() || self.dice.random_bool(0.15)).then(|| self.backend());
        Ingress {
            namespace: namespace.into(),
            name: format!("i{index}"),
            uid: format!("uid-{index}"),
            resource_version: "1".into(),
            created_at: Some(Timestamp::from_second(1_700_000_000 + self.dice.random_range(0..6)).unwrap()),
            changed_at: None,
            class: Some(CLASS.into()),
            rules,
            default_backend,
            tls: Vec::new(),
            addresses: Vec::new(),
            labels: BTreeMap::new(),
            annotations: self.annotations(),
            findings: FindingSet::default(),
        }
    }

    fn annotations(&mut self) -> BTreeMap<String, String> {
        let mut annotations = BTreeMap::new();
        if self.annotations == Annotations::None {
            return annotations;
        }
        let mut set = |name: &str, value: &str| {
            annotations.insert(format!("nginx.ingress.kubernetes.io/{name}"), value.to_owned());
        };
        if self.dice.random_bool(0.1) {
            set("use-regex", ["true", "true", "false"].choose(&mut self.dice).unwrap());
        }
        if self.dice.random_bool(0.1) {
            set("rewrite-target", REWRITE_TARGETS.choose(&mut self.dice).unwrap());
        }
        if self.dice.random_bool(0.07) {
            set("canary", "true");
            set("canary-weight", "0");
        }
        annotations
    }

    fn rule(&mut self) -> Rule {
        let host = HOSTS.choose(&mut self.dice).unwrap().map(str::to_owned);
        let paths = (0..self.dice.random_range(0..=4)).map(|_| self.path()).collect();
        Rule { host, paths }
    }

    fn path(&mut self) -> HttpPath {
        let path_type =
            *["Exact", "Prefix", "Prefix", "ImplementationSpecific"].choose(&mut self.dice).unwrap();
        let is_pattern = path_type == "ImplementationSpecific" && self.dice.random_bool(0.4);
        let path =
            *if is_pattern { PATTERNS.choose(&mut self.dice) } else { PATHS.choose(&mut self.dice) }.unwrap();
        HttpPath { path: path.into(), path_type: path_type.into(), backend: self.backend() }
    }

    /// A Service that no other path has, so that its name tells which path answers.
    fn backend(&mut self) -> Backend {
        self.services += 1;
        let name = format!("s{}", self.services);
        if self.dice.random_bool(0.03) {
            let resource = ResourceReference { api_group: None, kind: "Bucket".into(), name };
            return Backend::Resource { resource };
        }
        Backend::Service { service: name, port: "80".into() }
    }
}
