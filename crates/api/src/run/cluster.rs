//! The cluster that is shown: a real one, or one that lives in this process.

use std::net::{Ipv4Addr, SocketAddr};

use kube::config::KubeconfigError;
use kube::{Client, Config};
use kube_ingress_dash_core::redis::Digest;
use kube_ingress_dash_simulator::demo::{self, Demo};
use kube_ingress_dash_watcher::client::{self, ClientError, ClientOptions};

use super::StartError;
use crate::cli::{ClusterFlags, DemoFlags, WatchFlags, WatchMode};

const SIMULATED_NAME: &str = "demo";
const UNNAMED: &str = "unnamed cluster";

/// A cluster that can be reached.
pub(super) struct Cluster {
    pub(super) transport: Client,
    /// Tells it apart from other clusters.
    pub(super) identity: Digest,
    /// Its name for people.
    pub(super) name: String,
    /// Keeps the simulated cluster alive.
    demo: Option<Demo>,
}

impl Cluster {
    /// The cluster of the credentials that are given or found.
    pub(super) async fn connect(flags: &ClusterFlags) -> Result<Self, StartError> {
        let options = ClientOptions { kubeconfig: flags.kubeconfig.clone(), context: flags.context.clone() };
        let nothing_given = flags.kubeconfig.is_none() && flags.context.is_none();
        let connection = client::connect(&options).await.map_err(|error| match error {
            ClientError::Kubeconfig(KubeconfigError::ReadConfig(..) | KubeconfigError::FindPath)
                if nothing_given =>
            {
                StartError::NoCluster
            }
            error => error.into(),
        })?;
        let context = connection.context.map(|name| name.replace(char::is_control, " "));
        let name = context.unwrap_or_else(|| {
            tracing::info!("the cluster has no name here; --cluster-name gives it one");
            UNNAMED.to_owned()
        });
        Ok(Self { transport: connection.transport, identity: connection.identity, name, demo: None })
    }

    /// A simulated cluster. Its namespaces are watched one by one unless something else was asked for, since one of
    /// them refuses to be read.
    pub(super) async fn simulate(flags: &DemoFlags, watch: &mut WatchFlags) -> Result<Self, StartError> {
        let options = demo::Options {
            ingresses: usize::try_from(flags.demo_ingresses).unwrap_or(usize::MAX),
            namespaces: usize::try_from(flags.demo_namespaces).unwrap_or(usize::MAX),
            changes_per_second: flags.demo_changes,
            seed: flags.demo_seed,
        };
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let demo = demo::start(&options, listen).await.map_err(StartError::System)?;
        if let Some(script) = flags.faults.clone() {
            demo.simulator().faults().play(script);
        }
        if watch.namespaces.is_empty() && watch.watch_mode != WatchMode::Cluster {
            watch.namespaces = demo.namespaces().to_vec();
        }
        let url =
            demo.simulator().url().parse().map_err(std::io::Error::other).map_err(StartError::System)?;
        let config = Config::new(url);
        let identity = client::identity(&config);
        let transport = client::transport(config)?;
        Ok(Self { transport, identity, name: SIMULATED_NAME.to_owned(), demo: Some(demo) })
    }

    pub(super) fn is_simulated(&self) -> bool {
        self.demo.is_some()
    }
}
