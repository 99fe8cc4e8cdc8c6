//! The rules of an Ingress as they are kept: those of the model, with texts that are shared.

use std::sync::Arc;

use kube_ingress_dash_model::ingress::{self, ResourceReference};
use kube_ingress_dash_model::tls;

use crate::texts::Texts;

/// A host and its paths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rule {
    pub(crate) host: Option<Arc<str>>,
    pub(crate) paths: Box<[HttpPath]>,
}

/// A path and what answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HttpPath {
    pub(crate) path: Arc<str>,
    pub(crate) path_type: Arc<str>,
    pub(crate) backend: Backend,
}

/// A Service and its port, or another resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Backend {
    Service { service: Arc<str>, port: Arc<str> },
    Resource(Box<ResourceReference>),
}

/// The hosts of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tls {
    pub(crate) hosts: Box<[Arc<str>]>,
    pub(crate) secret: Option<Arc<str>>,
}

impl Rule {
    pub(crate) fn of(rule: &ingress::Rule, texts: &mut Texts) -> Self {
        Self {
            host: rule.host.as_deref().map(|host| texts.share(host)),
            paths: rule.paths.iter().map(|path| HttpPath::of(path, texts)).collect(),
        }
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
