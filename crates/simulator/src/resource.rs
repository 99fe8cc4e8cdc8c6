//! The resources that the simulated API server serves, with the names that Kubernetes gives them.

use std::fmt;

/// A kind of object that can be stored, listed and watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resource {
    /// `namespaces` of the core group, cluster-scoped.
    Namespaces,
    /// `ingresses` of `networking.k8s.io`, namespaced.
    Ingresses,
    /// `ingressclasses` of `networking.k8s.io`, cluster-scoped: which controllers there are for Ingresses.
    IngressClasses,
    /// `events` of the core group, namespaced: what controllers tell about objects.
    Events,
}

impl Resource {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [Self::Namespaces, Self::Ingresses, Self::IngressClasses, Self::Events];

    /// Whether its objects are in namespaces.
    pub const fn is_namespaced(self) -> bool {
        match self {
            Self::Namespaces | Self::IngressClasses => false,
            Self::Ingresses | Self::Events => true,
        }
    }

    /// The API group, empty for the core group.
    pub const fn group(self) -> &'static str {
        match self {
            Self::Namespaces | Self::Events => "",
            Self::Ingresses | Self::IngressClasses => "networking.k8s.io",
        }
    }

    /// `GROUP/VERSION` as objects carry it in `apiVersion`.
    pub const fn api_version(self) -> &'static str {
        match self {
            Self::Namespaces | Self::Events => "v1",
            Self::Ingresses | Self::IngressClasses => "networking.k8s.io/v1",
        }
    }

    /// The kind of one object, as in `kind`.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Namespaces => "Namespace",
            Self::Ingresses => "Ingress",
            Self::IngressClasses => "IngressClass",
            Self::Events => "Event",
        }
    }

    /// The plural name, as in URLs.
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Namespaces => "namespaces",
            Self::Ingresses => "ingresses",
            Self::IngressClasses => "ingressclasses",
            Self::Events => "events",
        }
    }

    /// The resource of this group and plural name.
    pub fn find(group: &str, plural: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|resource| resource.group() == group && resource.plural() == plural)
    }
}

/// The plural name qualified by its group, as error messages write it: `ingresses.networking.k8s.io`.
impl fmt::Display for Resource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.group() {
            "" => formatter.write_str(self.plural()),
            group => write!(formatter, "{}.{group}", self.plural()),
        }
    }
}
