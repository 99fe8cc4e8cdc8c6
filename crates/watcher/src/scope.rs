//! Decides what is watched and how: one watch for the cluster, or one for each namespace.

use std::time::Duration;

use k8s_openapi::api::networking::v1::Ingress;
use kube::api::ListParams;
use kube::{Api, Client};
use kube_ingress_dash_model::status::{Scope, ScopeMode};
use tokio::time::timeout;

use crate::board::Partition;

/// An API server that does not answer in time is treated as one that cannot be reached.
const LONGEST_QUESTION: Duration = Duration::from_secs(5);

/// How the operator wants the cluster to be watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WatchMode {
    /// The namespaces that are named, else the cluster.
    #[default]
    Auto,
    /// One watch for the cluster.
    Cluster,
    /// One watch for each namespace.
    Namespace,
}

/// What is watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// One source for each.
    pub partitions: Vec<Partition>,
    /// The same for readers.
    pub scope: Scope,
}

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScopeError {
    /// The mode needs namespaces and none are named.
    #[error("watching by namespace needs to know which: name them with --namespaces")]
    NoNamespaces,
    /// The mode watches everything and namespaces are named.
    #[error(
        "one watch for the cluster shows all namespaces: leave out --namespaces, or use --watch-mode namespace"
    )]
    NamespacesWithCluster,
    /// Nothing is named, and the cluster may not be listed.
    #[error(
        "the API server does not allow listing Ingresses in all namespaces: grant it with a ClusterRole, or name \
         the namespaces to watch with --namespaces"
    )]
    ClusterForbidden,
}

/// Decides what is watched. Asks the API server only where the mode leaves it open; an API server that cannot be
/// reached does not stop a start, the sources wait for it.
pub async fn plan(client: &Client, mode: WatchMode, namespaces: &[String]) -> Result<Plan, ScopeError> {
    match (mode, namespaces.is_empty()) {
        (WatchMode::Auto | WatchMode::Namespace, false) => Ok(of_namespaces(namespaces)),
        (WatchMode::Namespace, true) => Err(ScopeError::NoNamespaces),
        (WatchMode::Cluster, false) => Err(ScopeError::NamespacesWithCluster),
        (WatchMode::Cluster, true) => Ok(of_cluster("one watch for the cluster was asked for")),
        (WatchMode::Auto, true) if cluster_is_forbidden(client).await => Err(ScopeError::ClusterForbidden),
        (WatchMode::Auto, true) => {
            Ok(of_cluster("no namespaces are named, and one watch for the cluster costs the least"))
        }
    }
}

fn of_cluster(reason: &str) -> Plan {
    Plan {
        partitions: vec![Partition::Cluster],
        scope: Scope { mode: ScopeMode::Cluster, namespaces: None, reason: reason.to_owned() },
    }
}

fn of_namespaces(namespaces: &[String]) -> Plan {
    let mut names = namespaces.to_vec();
    names.sort();
    names.dedup();
    Plan {
        partitions: names.iter().cloned().map(Partition::Namespace).collect(),
        scope: Scope {
            mode: ScopeMode::Namespace,
            namespaces: Some(names),
            reason: "the namespaces are named".to_owned(),
        },
    }
}

async fn cluster_is_forbidden(client: &Client) -> bool {
    let ingresses: Api<Ingress> = Api::all(client.clone());
    let answer = timeout(LONGEST_QUESTION, ingresses.list_metadata(&ListParams::default().limit(1))).await;
    matches!(answer, Ok(Err(kube::Error::Api(status))) if status.code == 403)
}
