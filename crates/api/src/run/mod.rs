//! What the binary does: brings a cluster, a watch and the server together.

mod demo;
mod serve;

use std::time::Duration;

use kube::Client;
use kube_ingress_dash_model::client_config::{ClientConfig, ClientLimits};
use kube_ingress_dash_watcher::client::ClientError;
use kube_ingress_dash_watcher::projection::Projection;
use kube_ingress_dash_watcher::scope::{self, ScopeError};
use kube_ingress_dash_watcher::supervisor::{Watch, WatchOptions};

use crate::assets::Assets;
use crate::build_info;
use crate::cli::{Command, ServiceFlags};
use crate::drain::Drain;
use crate::health::{HealthCheck, KubernetesProbe};
use crate::logging;
use crate::middleware::AllowedHosts;
use crate::pulse::Pulse;
use crate::server::{self, ServerError};
use crate::service::Service;
use crate::stream::Streams;

/// Why the program ends; one line for whoever started it.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// No client for the cluster.
    #[error("{0}")]
    Client(#[from] ClientError),
    /// Nothing that can be watched.
    #[error("{0}")]
    Scope(#[from] ScopeError),
    /// No server.
    #[error("{0}")]
    Server(#[from] ServerError),
    /// No simulated cluster.
    #[error("the simulated cluster cannot be started: {0}")]
    Demo(#[source] std::io::Error),
    /// No client for the simulated cluster.
    #[error("the simulated cluster cannot be reached: {0}")]
    DemoClient(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A cluster that can be watched.
struct Cluster {
    client: Client,
    name: String,
    /// Whether it is simulated.
    demo: bool,
    /// What to watch.
    namespaces: Vec<String>,
}

/// Does what the command line asks for, until it is done or told to end. `version` prints nothing here.
pub async fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve(arguments) => serve::serve(arguments).await,
        Command::Demo(arguments) => demo::demo(arguments).await,
        Command::Version => Ok(()),
    }
}

/// Watches the cluster and serves it until the program is told to end.
async fn show(cluster: Cluster, flags: ServiceFlags) -> Result<(), Failure> {
    logging::start(&flags.log);
    let Cluster { client, name, demo, namespaces } = cluster;
    let plan = scope::plan(&client, flags.watch.watch_mode.into(), &namespaces).await?;
    let watched = match &plan.scope.namespaces {
        None => "all namespaces".to_owned(),
        Some(names) if names.len() > 5 => format!("{} namespaces, each by a watch of its own", names.len()),
        Some(names) => format!("the namespaces {}, each by a watch of its own", names.join(", ")),
    };
    tracing::info!("{}: watching {watched} of {name}: {}", build_info::summary(), plan.scope.reason);
    let watch = Watch::start(&client, plan, &watch_options(&flags));
    let drain = Drain::new(flags.shutdown_grace);
    let board = watch.reader();
    let limit = Some(flags.stream.max_streams).filter(|limit| *limit > 0);
    let service = Service {
        streams: Streams::new(board.clone(), flags.stream.heartbeat, limit, drain.clone()),
        health: HealthCheck::new(KubernetesProbe::new(client), board.clone(), Pulse::start(), drain.clone()),
        board,
        assets: Assets::embedded(&flags.base_path, &flags.frame_ancestors),
        config: client_config(name, demo, &flags),
        allowed_hosts: AllowedHosts::new(flags.allowed_hosts),
        base_path: flags.base_path,
    };
    server::serve(service, &flags.listen, drain, flags.shutdown_grace).await?;
    Ok(())
}

fn watch_options(flags: &ServiceFlags) -> WatchOptions {
    WatchOptions {
        watch_timeout: flags.watch.watch_timeout,
        attempt_timeout: flags.watch.kube_attempt_timeout,
        max_concurrent_lists: flags.watch.max_concurrent_lists.into(),
        replay: usize::try_from(flags.stream.replay_events).unwrap_or(usize::MAX),
        projection: Projection::hiding(flags.watch.hide_annotations.iter().map(String::as_str)),
    }
}

fn client_config(cluster_name: String, demo: bool, flags: &ServiceFlags) -> ClientConfig {
    ClientConfig {
        cluster_name,
        version: build_info::VERSION.to_owned(),
        build: build_info::build(),
        base_path: flags.base_path.to_string(),
        demo,
        limits: ClientLimits { heartbeat: milliseconds(flags.stream.heartbeat) },
    }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
