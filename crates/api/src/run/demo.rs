//! `demo`: shows a simulated cluster that lives in this process, reached over loopback like any other.

use std::net::{Ipv4Addr, SocketAddr};

use kube::Config;
use kube::config::{KubeConfigOptions, Kubeconfig};
use kube_ingress_dash_simulator::demo::{self, Demo};
use kube_ingress_dash_watcher::client;

use super::{Cluster, Failure, show};
use crate::cli::{DemoArguments, DemoFlags};

pub(super) async fn demo(arguments: DemoArguments) -> Result<(), Failure> {
    let DemoArguments { demo, service } = arguments;
    let any_port = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let simulated = demo::start(&options(&demo), any_port).await.map_err(Failure::Demo)?;
    let client = client_of(&simulated).await.map_err(Failure::DemoClient)?;
    let name = service.cluster_name.clone().unwrap_or_else(|| "demo".to_owned());
    let named = service.watch.namespaces.clone();
    let namespaces = if named.is_empty() { simulated.namespaces().to_vec() } else { named };
    show(Cluster { client, name, demo: true, namespaces }, service).await
}

fn options(flags: &DemoFlags) -> demo::Options {
    demo::Options {
        ingresses: usize::try_from(flags.demo_ingresses).unwrap_or(usize::MAX),
        namespaces: usize::try_from(flags.demo_namespaces).unwrap_or(usize::MAX),
        changes_per_second: flags.demo_changes,
        seed: flags.demo_seed,
    }
}

async fn client_of(simulated: &Demo) -> Result<kube::Client, Box<dyn std::error::Error + Send + Sync>> {
    let kubeconfig = Kubeconfig::from_yaml(&simulated.simulator().kubeconfig())?;
    let config = Config::from_custom_kubeconfig(kubeconfig, &KubeConfigOptions::default()).await?;
    Ok(client::client(config)?)
}
