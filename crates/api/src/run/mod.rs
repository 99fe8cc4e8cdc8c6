//! Puts the service together: a client of the cluster, the watches, the routes.

mod authentication;
mod cluster;
mod error;
mod shared;

use std::io::Write as _;
use std::sync::Arc;

use kube_ingress_dash_core::breaker::Breaker;
use kube_ingress_dash_core::cache::Cache;
use kube_ingress_dash_core::observe::{BreakerState, Observer};
use kube_ingress_dash_core::redis::Address;
use kube_ingress_dash_core::stack::Guards;
use kube_ingress_dash_model::client_config::{ClientConfig, ClientLimits};
use kube_ingress_dash_model::tls::EdgeClasses;
use kube_ingress_dash_watcher::client::Clients;
use kube_ingress_dash_watcher::on_demand::Reader;
use kube_ingress_dash_watcher::probe::{KubernetesProbe, SharedCheck};
use kube_ingress_dash_watcher::projection::Projection;
use kube_ingress_dash_watcher::scope::Scope;
use kube_ingress_dash_watcher::supervisor::{Watch, WatchOptions};
use tokio::runtime::Runtime;

pub use error::StartError;

use crate::app::Service;
use crate::assets::Assets;
use crate::auth::Authentication;
use crate::browser;
use crate::build_info;
use crate::cli::{Command, ServiceFlags};
use crate::client::TrustedProxies;
use crate::drain::Drain;
use crate::health::HealthCheck;
use crate::list::Lists;
use crate::logging;
use crate::metrics::{CallMetrics, Metrics};
use crate::middleware::{AllowedHosts, RateLimit};
use crate::on_demand::OnDemand;
use crate::pulse::Pulse;
use crate::server::{self, Listeners};
use crate::signals::Signals;
use crate::stream::{StreamLimits, Streams};
use crate::tls::Tls;
use cluster::Cluster;
use shared::Shared;

/// As many namespaces are named in the log; more are counted.
const NAMED: usize = 5;

/// Does what was asked for, until it is done or the process is told to end.
pub fn run(command: Command) -> Result<(), StartError> {
    match command {
        Command::Version => {
            writeln!(std::io::stdout(), "{}", build_info::summary()).map_err(StartError::System)
        }
        Command::Completions(arguments) => {
            std::io::stdout().write_all(arguments.script().as_bytes()).map_err(StartError::System)
        }
        Command::Serve(arguments) => with_runtime(async {
            let service = arguments.service;
            let prepared = prepare(&service)?;
            let cluster = Cluster::connect(&arguments.cluster).await?;
            serve(prepared, cluster, service).await
        }),
        Command::Demo(arguments) => with_runtime(async {
            let mut service = arguments.service;
            let prepared = prepare(&service)?;
            let cluster = Cluster::simulate(&arguments.demo, &mut service.watch).await?;
            serve(prepared, cluster, service).await
        }),
    }
}

fn with_runtime(work: impl Future<Output = Result<(), StartError>>) -> Result<(), StartError> {
    let runtime = Runtime::new().map_err(StartError::System)?;
    let result = runtime.block_on(work);
    runtime.shutdown_background();
    result
}

/// What is taken and read before anything else is begun.
struct Prepared {
    service: Listeners,
    machines: Listeners,
    tls: Option<Tls>,
    authentication: Authentication,
    redis: Option<Address>,
}

/// Does what finds mistakes early: reads who is let in and what names Redis, and takes the ports.
fn prepare(flags: &ServiceFlags) -> Result<Prepared, StartError> {
    flags.check().map_err(StartError::Flags)?;
    let authentication = authentication::open(&flags.auth).map_err(StartError::Flags)?;
    let pair = flags.tls.files();
    let tls =
        pair.map(|(certificate, key)| Tls::open(certificate, key)).transpose().map_err(StartError::Flags)?;
    let redis = shared::address(&flags.redis)?;
    logging::start(&flags.log);
    let service = Listeners::bind("--listen", &flags.listen)?;
    let machines = Listeners::bind("--metrics-listen", &flags.metrics_listen)?;
    Ok(Prepared { service, machines, tls, authentication, redis })
}

async fn serve(prepared: Prepared, cluster: Cluster, flags: ServiceFlags) -> Result<(), StartError> {
    let Prepared { service: listeners, machines, tls, authentication, redis } = prepared;
    // What comes before there is a server must not be lost to it.
    let mut signals = Signals::listen().map_err(StartError::System)?;
    let again = Signals::listen().map_err(StartError::System)?;
    let metrics = Metrics::default();
    let observer: Arc<dyn Observer> = Arc::<CallMetrics>::clone(&metrics.calls);
    let guards = Guards::start(flags.kube.settings(), Arc::clone(&observer));
    let clients = Clients::new(&cluster.transport, &guards);
    let mut scope = Scope::new(&clients, flags.watch.wish())?;
    let plan = tokio::select! {
        plan = scope.decide() => plan?,
        () = signals.next() => return Ok(()),
    };
    let name = flags.cluster_name.clone().unwrap_or_else(|| cluster.name.clone());
    let told = plan.scope(&scope.narrowing());
    let watched = watched(told.namespaces.as_deref());
    tracing::info!("{}: watching {watched} of {name}: {}", build_info::summary(), told.reason);
    let addresses = listeners.addresses().map_err(StartError::System)?;
    let scheme = if tls.is_some() { "https" } else { "http" };
    for address in &addresses {
        tracing::info!("serving {scheme}://{address}{}", flags.base_path);
    }
    if let Some(first) = addresses.first().filter(|_| flags.open) {
        browser::show(scheme, *first, &flags.base_path);
    }
    for address in machines.addresses().map_err(StartError::System)? {
        tracing::info!("metrics and health at http://{address}");
    }
    let replay = usize::try_from(flags.stream.replay_events).unwrap_or(usize::MAX);
    let projection = Projection::hiding(flags.watch.hide_annotations.iter().map(String::as_str));
    let shared = redis.map(|address| {
        let scope = shared::scope_digest(&flags.watch);
        let prefix = &flags.redis.redis_prefix;
        Shared::start(address, prefix, cluster.identity, scope, metrics.cache.clone())
    });
    let check = Arc::new(SharedCheck::new(KubernetesProbe::new(clients.probe.clone())));
    let options = WatchOptions {
        watch_timeout: flags.watch.watch_timeout,
        max_concurrent_lists: usize::from(flags.watch.max_concurrent_lists),
        replay,
        projection: projection.clone(),
        edge: EdgeClasses::new(flags.tls_at_edge.iter().cloned()),
        observer,
        check: Arc::clone(&check),
        warm: shared.as_ref().map(Shared::warm_states),
    };
    let mut watch = Watch::start(&clients, scope, plan, &options);
    let drain = Drain::new(flags.shutdown_grace);
    let board = watch.reader();
    let unless_zero = |limit: u32| Some(limit).filter(|limit| *limit > 0);
    let limits = StreamLimits {
        total: unless_zero(flags.stream.max_streams),
        per_client: unless_zero(flags.stream.max_streams_per_client),
    };
    metrics.watch(board.clone(), guards.breaker.clone());
    let mut health = HealthCheck::new(check, board.clone(), Pulse::start(), drain.clone())
        .beside("breaker", breaker_verdict(guards.breaker.clone()));
    if let Some(shared) = &shared {
        health = health.beside("redis", shared.verdict());
    }
    let cache = Cache::new(flags.cache.cache_max, shared.as_ref().map(Shared::tier), metrics.cache.clone());
    let auth = authentication.mode();
    let service = Service {
        allowed_hosts: AllowedHosts::new(flags.allowed_hosts),
        authentication,
        rate_limit: RateLimit::new(flags.limits.quota()),
        trusted_proxies: TrustedProxies::new(flags.limits.trusted_proxies),
        lists: Lists::new(board.clone(), &metrics),
        streams: Streams::new(board.clone(), flags.stream.heartbeat, limits, drain.clone(), &metrics),
        health,
        on_demand: OnDemand::new(
            Reader::new(clients.on_demand.clone(), projection.clone()),
            cache,
            flags.cache.lifetime(),
            &metrics,
        ),
        client_config: ClientConfig {
            cluster_name: name,
            version: build_info::VERSION.to_owned(),
            build: build_info::build(),
            base_path: flags.base_path.to_string(),
            demo: cluster.is_simulated(),
            tls_at_edge: flags.tls_at_edge,
            auth,
            viewer: None,
            limits: ClientLimits {
                heartbeat: u64::try_from(flags.stream.heartbeat.as_millis()).unwrap_or(u64::MAX),
            },
        },
        metrics,
        shows_metrics: flags.metrics_listen.is_empty(),
        assets: Assets::embedded(&flags.base_path, &flags.frame_ancestors),
        base_path: flags.base_path,
        board,
    };
    tokio::select! {
        served = server::serve(listeners, machines, tls, service, drain, flags.shutdown_grace, [signals, again]) => served.map_err(StartError::System),
        () = watch.ended() => Err(StartError::WatchEnded),
    }
}

fn watched(namespaces: Option<&[String]>) -> String {
    match namespaces {
        None => "all namespaces".to_owned(),
        Some(names) if names.len() > NAMED => {
            format!("{} namespaces, each by a watch of its own", names.len())
        }
        Some(names) => format!("the namespaces {}, each by a watch of its own", names.join(", ")),
    }
}

/// What the breaker keeps from users, for the health report.
fn breaker_verdict(breaker: Breaker) -> impl Fn() -> Result<(), String> + Send + Sync + 'static {
    move || match breaker.state() {
        BreakerState::Closed => Ok(()),
        BreakerState::HalfOpen => Err("details and events are held back; one call is tried".to_owned()),
        BreakerState::Open => {
            Err("details and events are held back: the API server failed too often".to_owned())
        }
    }
}
