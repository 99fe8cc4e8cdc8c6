//! What is logged and how.

use std::io::{self, IsTerminal as _};

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer as _, fmt};

use crate::cli::{LogFlags, LogFormat, LogLevel};

/// The Kubernetes client reports each failed request as an error; the sources tell what it means, and once.
const CLIENT: &str = "kube_client";
/// Actix calls it an error when a client sends what is no HTTP, or too much of it. It is refused, and no fault of ours.
const CONNECTIONS: &str = "actix_http::h1";
/// The beginning of the names of this project's crates.
const OWN: &str = "kube_ingress_dash";

/// Logs to standard error from now on: text on a terminal, else JSON, unless a format was asked for.
pub(crate) fn start(flags: &LogFlags) {
    let terminal = io::stderr().is_terminal();
    let format = flags.log_format.unwrap_or(if terminal { LogFormat::Text } else { LogFormat::Json });
    let lines = match format {
        LogFormat::Text => {
            fmt::layer().with_ansi(terminal).with_target(false).with_writer(io::stderr).boxed()
        }
        LogFormat::Json => fmt::layer().json().flatten_event(true).with_writer(io::stderr).boxed(),
    };
    tracing_subscriber::registry().with(lines.with_filter(filter(flags.log_level))).init();
}

/// The level is this project's own. Libraries are heard when they warn: their details hold requests with
/// credentials.
fn filter(level: LogLevel) -> Targets {
    let level = match level {
        LogLevel::Off => LevelFilter::OFF,
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
        LogLevel::Trace => LevelFilter::TRACE,
    };
    let connections = if level < LevelFilter::DEBUG { LevelFilter::OFF } else { LevelFilter::WARN };
    Targets::new()
        .with_default(level.min(LevelFilter::WARN))
        .with_target(CONNECTIONS, connections)
        .with_target(CLIENT, LevelFilter::OFF)
        .with_target(OWN, level)
}
