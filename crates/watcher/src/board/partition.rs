//! Which part of the cluster a source is responsible for.

use std::fmt;

use kube_ingress_dash_model::status::SHARED;

/// The rows that one source lists and watches, and nobody else.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Partition {
    /// All namespaces at once.
    Cluster,
    /// One namespace.
    Namespace(String),
}

impl Partition {
    /// Whether rows of this namespace belong to the partition.
    pub fn contains(&self, namespace: &str) -> bool {
        match self {
            Self::Cluster => true,
            Self::Namespace(own) => own == namespace,
        }
    }

    /// The name under which its status is reported: the namespace, or `*` for all of them.
    pub fn label(&self) -> &str {
        match self {
            Self::Cluster => SHARED,
            Self::Namespace(namespace) => namespace,
        }
    }
}

impl fmt::Display for Partition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cluster => formatter.write_str("all namespaces"),
            Self::Namespace(namespace) => write!(formatter, "namespace {namespace}"),
        }
    }
}
