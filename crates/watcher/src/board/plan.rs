//! What is watched.

use kube_ingress_dash_model::status::{Scope, ScopeMode};

use super::Partition;
use crate::narrowing::Narrowing;

/// The sources that a board has, and how readers are told of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// One source for each, in order.
    pub partitions: Vec<Partition>,
    /// Why it is these, in one sentence.
    pub reason: String,
    /// Whether the plan rests on what the API server said or needs not ask it.
    pub certain: bool,
}

impl Plan {
    /// One source for the cluster.
    pub fn of_cluster(reason: impl Into<String>) -> Self {
        Self { partitions: vec![Partition::Cluster], reason: reason.into(), certain: true }
    }

    /// A source for each of these namespaces.
    pub fn of_namespaces(namespaces: impl IntoIterator<Item = String>, reason: impl Into<String>) -> Self {
        let mut partitions: Vec<Partition> = namespaces.into_iter().map(Partition::Namespace).collect();
        partitions.sort();
        partitions.dedup();
        Self { partitions, reason: reason.into(), certain: true }
    }

    /// The same before the API server could be asked.
    #[must_use]
    pub fn for_now(self) -> Self {
        Self { certain: false, ..self }
    }

    /// How one source for the cluster is told from one for each namespace.
    pub fn mode(&self) -> ScopeMode {
        if self.partitions.contains(&Partition::Cluster) { ScopeMode::Cluster } else { ScopeMode::Namespace }
    }

    /// The plan in the words of the wire.
    pub fn scope(&self, narrowing: &Narrowing) -> Scope {
        let namespaces = match self.mode() {
            ScopeMode::Cluster => None,
            ScopeMode::Namespace => {
                Some(self.partitions.iter().map(|partition| partition.label().to_owned()).collect())
            }
        };
        let reason = match narrowing.to_string() {
            without if without.is_empty() => self.reason.clone(),
            narrowed => format!("{}; {narrowed}", self.reason),
        };
        Scope { mode: self.mode(), namespaces, reason }
    }
}
