//! The flags, each with its environment variable: `KUBE_INGRESS_DASH_` and the flag's name in capitals.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use kube_ingress_dash_simulator::Script;

use super::auth_flags::AuthFlags;
pub use super::cache_flags::CacheFlags;
use super::config_flags::ConfigFlags;
pub use super::kube_flags::KubeFlags;
use super::limits::LimitFlags;
use super::redis_flags::RedisFlags;
use super::tls_flags::TlsFlags;
use super::values::{self, BasePath};
use super::watch_flags::WatchFlags;

/// What the service does, whatever cluster it shows.
#[derive(Debug, Clone, Args)]
pub struct ServiceFlags {
    #[command(flatten)]
    /// Where settings come from, and whether they are only shown.
    pub config: ConfigFlags,

    /// Addresses to listen on.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_LISTEN",
        value_name = "ADDRESS,…",
        value_delimiter = ',',
        default_value = "127.0.0.1:8080",
        default_value_if("open", "true", "127.0.0.1:0"),
        value_parser = values::socket_address
    )]
    pub listen: Vec<SocketAddr>,

    /// Show the page in the browser of whoever sits here; without --listen it is on a free port of loopback.
    #[arg(long, env = "KUBE_INGRESS_DASH_OPEN")]
    pub open: bool,

    /// Addresses for metrics and health alone; the metrics are then nowhere else. [default: none]
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_METRICS_LISTEN",
        value_name = "ADDRESS,…",
        value_delimiter = ',',
        value_parser = values::socket_address
    )]
    pub metrics_listen: Vec<SocketAddr>,

    /// The path that every URL starts with.
    #[arg(long, env = "KUBE_INGRESS_DASH_BASE_PATH", value_name = "PATH", default_value = "/")]
    pub base_path: BasePath,

    /// More host names, beside the loopback ones, by which a loopback listener may be called.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_ALLOWED_HOSTS",
        value_name = "HOST,…",
        value_delimiter = ',',
        value_parser = values::host
    )]
    pub allowed_hosts: Vec<String>,

    /// The sites that may show the dashboard in a frame.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_FRAME_ANCESTORS",
        value_name = "SOURCES",
        default_value = "'none'",
        value_parser = values::frame_ancestors
    )]
    pub frame_ancestors: String,

    /// The cluster's name in the page's header. [default: the context's name]
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_CLUSTER_NAME",
        value_name = "NAME",
        value_parser = values::display_name
    )]
    pub cluster_name: Option<String>,

    /// Classes whose TLS ends before the Ingress, as at a load balancer. [default: none]
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_TLS_AT_EDGE",
        value_name = "CLASS,…",
        value_delimiter = ',',
        value_parser = values::ingress_class
    )]
    pub tls_at_edge: Vec<String>,

    #[command(flatten)]
    /// Whether the page is served by HTTPS.
    pub tls: TlsFlags,

    #[command(flatten)]
    /// Who is let in, and what they may see.
    pub auth: AuthFlags,

    #[command(flatten)]
    /// What is watched and how.
    pub watch: WatchFlags,

    #[command(flatten)]
    /// How the API server is called.
    pub kube: KubeFlags,

    #[command(flatten)]
    /// What is kept of what was fetched.
    pub cache: CacheFlags,

    #[command(flatten)]
    /// The Redis that replicas and starts share.
    pub redis: RedisFlags,

    #[command(flatten)]
    /// What streams cost.
    pub stream: StreamFlags,

    #[command(flatten)]
    /// What one client may ask for.
    pub limits: LimitFlags,

    /// The time that a graceful shutdown may take.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_SHUTDOWN_GRACE",
        value_name = "DURATION",
        default_value = "25s",
        value_parser = values::seconds
    )]
    pub shutdown_grace: Duration,

    #[command(flatten)]
    /// What is logged and how.
    pub log: LogFlags,
}

impl ServiceFlags {
    /// Says which flags make no sense together, if any do not.
    pub(crate) fn check(&self) -> Result<(), String> {
        self.kube.check()?;
        self.tls.check()?;
        self.auth.check()
    }
}

/// What streams cost.
#[derive(Debug, Clone, Args)]
pub struct StreamFlags {
    /// The silence after which a stream says that it is alive.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_HEARTBEAT",
        value_name = "DURATION",
        default_value = "15s",
        value_parser = values::duration
    )]
    pub heartbeat: Duration,

    /// How many events are kept for clients that come back.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_REPLAY_EVENTS",
        value_name = "NUMBER", allow_negative_numbers = true,
        default_value_t = 10_000,
        value_parser = values::number::<u32>(100..=10_000_000)
    )]
    pub replay_events: u32,

    /// How many streams there may be at once; 0 is any number.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_MAX_STREAMS",
        value_name = "NUMBER",
        allow_negative_numbers = true,
        default_value_t = 10_000,
        value_parser = values::number::<u32>(0..=1_000_000)
    )]
    pub max_streams: u32,

    /// How many streams one client may have at once; 0 is any number.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_MAX_STREAMS_PER_CLIENT",
        value_name = "NUMBER",
        allow_negative_numbers = true,
        default_value_t = 256,
        value_parser = values::number::<u32>(0..=1_000_000)
    )]
    pub max_streams_per_client: u32,
}

/// What is logged and how.
#[derive(Debug, Clone, Args)]
pub struct LogFlags {
    /// How log lines are written. [default: text on a terminal, else json]
    #[arg(long, env = "KUBE_INGRESS_DASH_LOG_FORMAT", value_name = "FORMAT", value_enum)]
    pub log_format: Option<LogFormat>,

    /// What is worth a log line.
    #[arg(long, env = "KUBE_INGRESS_DASH_LOG_LEVEL", value_name = "LEVEL", value_enum, default_value_t)]
    pub log_level: LogLevel,
}

/// Which cluster is shown.
#[derive(Debug, Clone, Args)]
pub struct ClusterFlags {
    /// The kubeconfig to use. [default: in-cluster credentials, else KUBECONFIG, else ~/.kube/config]
    #[arg(long, env = "KUBE_INGRESS_DASH_KUBECONFIG", value_name = "FILE")]
    pub kubeconfig: Option<PathBuf>,

    /// The context of the kubeconfig. [default: its current one]
    #[arg(long, env = "KUBE_INGRESS_DASH_CONTEXT", value_name = "NAME")]
    pub context: Option<String>,
}

/// What the simulated cluster is like.
#[derive(Debug, Clone, Args)]
pub struct DemoFlags {
    /// How many Ingresses the simulated cluster has.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_DEMO_INGRESSES",
        value_name = "NUMBER", allow_negative_numbers = true,
        default_value_t = 5000,
        value_parser = values::number::<u32>(0..=1_000_000)
    )]
    pub demo_ingresses: u32,

    /// How many namespaces the simulated cluster has.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_DEMO_NAMESPACES",
        value_name = "NUMBER", allow_negative_numbers = true,
        default_value_t = 50,
        value_parser = values::number::<u32>(1..=10_000)
    )]
    pub demo_namespaces: u32,

    /// How many changes happen in the simulated cluster each second.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_DEMO_CHANGES",
        value_name = "NUMBER", allow_negative_numbers = true,
        default_value = "2",
        value_parser = values::number::<f64>(0.0..=10_000.0)
    )]
    pub demo_changes: f64,

    /// Another seed makes another simulated cluster.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_DEMO_SEED",
        value_name = "NUMBER",
        allow_negative_numbers = true,
        default_value_t = 1,
        value_parser = values::number::<u64>(0..=u64::MAX)
    )]
    pub demo_seed: u64,

    /// A script of faults that the simulated cluster has. [default: none]
    #[arg(long, env = "KUBE_INGRESS_DASH_FAULTS", value_name = "FILE", value_parser = values::faults)]
    pub faults: Option<Script>,
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For collectors, an object a line.
    Json,
}

/// What is worth a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum LogLevel {
    /// Nothing.
    Off,
    /// What failed for good.
    Error,
    /// What may fail soon.
    Warn,
    /// What an operator wants to know.
    #[default]
    Info,
    /// What helps to find a fault.
    Debug,
    /// Everything.
    Trace,
}
