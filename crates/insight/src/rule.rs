//! The rules of an Ingress as they are kept: those of the model, with texts that are shared and few pieces of memory.

use kube_ingress_dash_model::ingress::{self, ResourceReference};
use kube_ingress_dash_model::tls;

use crate::texts::{Text, Texts};

/// The rules of one Ingress, with the paths of all of them in one piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rules {
    hosts: Box<[HostOfPaths]>,
    paths: Box<[HttpPath]>,
}

/// The host of a rule, and where its paths end among those of all rules. They begin where those before end.
#[derive(Debug, Clone, PartialEq, Eq)]
struct HostOfPaths {
    host: Option<Text>,
    end: usize,
}

/// A host and its paths.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rule<'a> {
    pub(crate) host: Option<&'a str>,
    pub(crate) paths: &'a [HttpPath],
}

/// Where a path is in an Ingress, or a rule without paths; in the order in which they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    rule: usize,
    path: Option<usize>,
}

/// A path and what answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HttpPath {
    pub(crate) path: Text,
    pub(crate) path_type: Text,
    pub(crate) backend: Backend,
}

/// A Service and its port, or another resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Backend {
    Service { service: Text, port: Text },
    Resource(Box<ResourceReference>),
}

/// The hosts of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tls {
    pub(crate) hosts: Box<[Text]>,
    pub(crate) secret: Option<Text>,
}

impl Rules {
    pub(crate) fn of(rules: &[ingress::Rule], texts: &mut Texts) -> Self {
        let mut end = 0;
        let host = |rule: &ingress::Rule| {
            end += rule.paths.len();
            HostOfPaths { host: rule.host.as_deref().map(|host| texts.share(host)), end }
        };
        let hosts = rules.iter().map(host).collect();
        let paths = rules.iter().flat_map(|rule| &rule.paths).map(|path| HttpPath::of(path, texts)).collect();
        Self { hosts, paths }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.hosts.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Rule<'_>> {
        let mut begin = 0;
        self.hosts.iter().map(move |HostOfPaths { host, end }| {
            let paths = self.paths.get(begin..*end).unwrap_or_default();
            begin = *end;
            Rule { host: host.as_deref(), paths }
        })
    }

    /// Where each path is, and each rule without paths.
    pub(crate) fn places(&self) -> impl Iterator<Item = Place> {
        let mut begin = 0;
        self.hosts.iter().enumerate().flat_map(move |(rule, HostOfPaths { end, .. })| {
            let paths = begin..*end;
            begin = *end;
            let without = paths.is_empty().then_some(Place { rule, path: None });
            paths.map(move |path| Place { rule, path: Some(path) }).chain(without)
        })
    }

    /// The host and the path there; none is any host, and a rule without paths.
    pub(crate) fn at(&self, place: Place) -> Option<(Option<&str>, Option<&HttpPath>)> {
        let host = self.hosts.get(place.rule)?.host.as_deref();
        let path = place.path.map(|path| self.paths.get(path).ok_or(()));
        Some((host, path.transpose().ok()?))
    }

    /// The host of each rule; none is any.
    pub(crate) fn hosts(&self) -> impl Iterator<Item = Option<&Text>> {
        self.hosts.iter().map(|rule| rule.host.as_ref())
    }
}

impl HttpPath {
    fn of(path: &ingress::HttpPath, texts: &mut Texts) -> Self {
        Self {
            path: texts.share(&path.path),
            path_type: texts.share(&path.path_type),
            backend: Backend::of(&path.backend, texts),
        }
    }

    /// The path as controllers take it: `/` where the object gives none.
    pub(crate) fn effective(&self) -> &str {
        if self.path.is_empty() { "/" } else { &self.path }
    }
}

impl Backend {
    pub(crate) fn of(backend: &ingress::Backend, texts: &mut Texts) -> Self {
        match backend {
            ingress::Backend::Service { service, port } => {
                Self::Service { service: texts.share(service), port: texts.share(port) }
            }
            ingress::Backend::Resource { resource } => Self::Resource(Box::new(resource.clone())),
        }
    }

    /// The same as it is told.
    pub(crate) fn told(&self) -> ingress::Backend {
        match self {
            Self::Service { service, port } => {
                ingress::Backend::Service { service: service.to_string(), port: port.to_string() }
            }
            Self::Resource(resource) => ingress::Backend::Resource { resource: (**resource).clone() },
        }
    }

    /// Whether it is no Service.
    pub(crate) const fn is_resource(&self) -> bool {
        matches!(self, Self::Resource(_))
    }
}

impl Tls {
    pub(crate) fn of(tls: &ingress::Tls, texts: &mut Texts) -> Self {
        Self {
            hosts: tls.hosts.iter().map(|host| texts.share(host)).collect(),
            secret: tls.secret.as_deref().map(|secret| texts.share(secret)),
        }
    }

    /// Whether the entry names this host, itself or by a wildcard for its parent domain; without hosts it names all.
    pub(crate) fn covers_host(&self, host: &str) -> bool {
        self.hosts.is_empty() || self.hosts.iter().any(|named| tls::stands_for(named, host))
    }
}
