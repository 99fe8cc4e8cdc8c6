//! One row of the board: an Ingress reduced to what people look for.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::finding::FindingSet;
use crate::key::IngressKey;

/// An Ingress as it is shown: no managed fields, no copies of itself in annotations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Ingress {
    /// The namespace that the object lives in.
    pub namespace: String,
    /// The object's name, unique in its namespace.
    pub name: String,
    /// The identity of this very object: a deleted and recreated Ingress gets a new one.
    pub uid: String,
    /// Opaque: compared for equality only, never parsed or ordered.
    pub resource_version: String,
    /// When the object was created, by the API server's clock. Null where the API server gave none.
    #[serde(default, deserialize_with = "crate::written_time::read_optional")]
    pub created_at: Option<Timestamp>,
    /// When this server saw the object change; null if it has not since the server's start.
    #[serde(default, deserialize_with = "crate::written_time::read_optional")]
    pub changed_at: Option<Timestamp>,
    /// `spec.ingressClassName`, else the legacy annotation, else null.
    pub class: Option<String>,
    /// The rules in the order of the object.
    pub rules: Vec<Rule>,
    /// Where requests go that no rule matches.
    pub default_backend: Option<Backend>,
    /// What `spec.tls` says.
    pub tls: Vec<Tls>,
    /// IP addresses and hostnames of `status.loadBalancer.ingress`, in order.
    pub addresses: Vec<String>,
    /// The object's labels.
    pub labels: BTreeMap<String, String>,
    /// The object's annotations without copies of the object; long values are cut.
    pub annotations: BTreeMap<String, String>,
    /// What this server finds wrong with it, which may be because of other Ingresses: it is no part of the object, and
    /// changes without it. Left out where nothing is.
    #[serde(default, skip_serializing_if = "FindingSet::is_empty")]
    pub findings: FindingSet,
}

/// One rule: a host and the paths that are served on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Rule {
    /// The host name, possibly with a wildcard as its first label; null is any host.
    pub host: Option<String>,
    /// The paths of the rule; legally empty when the rule has no `http` block.
    pub paths: Vec<HttpPath>,
}

/// One path of a rule and the backend that answers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct HttpPath {
    /// The path as written; empty where the object gives none.
    pub path: String,
    /// `Exact`, `Prefix` or `ImplementationSpecific`; text, as the API may grow.
    pub path_type: String,
    /// What answers requests for the path.
    pub backend: Backend,
}

/// What answers a request: a Service, or any other resource of the namespace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum Backend {
    /// A Service and one of its ports.
    Service {
        /// The Service's name.
        service: String,
        /// The port's number or name; empty where the object gives none.
        port: String,
    },
    /// Another resource in the same namespace.
    Resource {
        /// Which resource.
        resource: ResourceReference,
    },
}

/// A reference to a resource of the same namespace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ResourceReference {
    /// The API group; null is the core group.
    pub api_group: Option<String>,
    /// The resource's kind.
    pub kind: String,
    /// The resource's name.
    pub name: String,
}

/// One entry of `spec.tls`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Tls {
    /// The hosts that the certificate is for; empty means that the entry names none.
    pub hosts: Vec<String>,
    /// The Secret with the certificate; null leaves the choice to the controller.
    pub secret: Option<String>,
}

impl Ingress {
    /// The annotation that named the class before `spec.ingressClassName` did.
    pub const CLASS_ANNOTATION: &str = "kubernetes.io/ingress.class";

    /// What identifies the row on the board.
    pub fn key(&self) -> IngressKey {
        IngressKey::new(&self.namespace, &self.name)
    }

    /// Whether this identifies the row.
    pub fn has_key(&self, key: &IngressKey) -> bool {
        self.name == key.name && self.namespace == key.namespace
    }

    /// Whether both are the same object in the same version, whenever it was seen to change and whatever is found.
    pub fn same_version(&self, other: &Self) -> bool {
        self.resource_version == other.resource_version && self.uid == other.uid
    }

    /// The hosts of the rules, in order; a rule for any host gives `None`.
    pub fn hosts(&self) -> impl Iterator<Item = Option<&str>> {
        self.rules.iter().map(|rule| rule.host.as_deref())
    }

    /// The first host that a rule names.
    pub fn first_host(&self) -> Option<&str> {
        self.hosts().flatten().next()
    }

    /// Every path with the host it is served on, in order.
    pub fn routes(&self) -> impl Iterator<Item = (Option<&str>, &HttpPath)> {
        self.rules.iter().flat_map(|rule| rule.paths.iter().map(|path| (rule.host.as_deref(), path)))
    }

    /// Every backend: those of the paths in order, then the default one.
    pub fn backends(&self) -> impl Iterator<Item = &Backend> {
        self.routes().map(|(_, path)| &path.backend).chain(&self.default_backend)
    }
}

impl HttpPath {
    /// The path as controllers take it: `/` where the object gives none.
    pub fn effective(&self) -> &str {
        if self.path.is_empty() { "/" } else { &self.path }
    }
}

impl Backend {
    /// The name of the Service or of the other resource.
    pub fn name(&self) -> &str {
        match self {
            Self::Service { service, .. } => service,
            Self::Resource { resource } => &resource.name,
        }
    }
}

impl std::fmt::Display for Backend {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Service { service, port } if port.is_empty() => formatter.write_str(service),
            Self::Service { service, port } => write!(formatter, "{service}:{port}"),
            Self::Resource { resource } => write!(formatter, "{}/{}", resource.kind, resource.name),
        }
    }
}
