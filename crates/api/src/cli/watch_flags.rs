//! The flags that say what is watched and how.

use std::time::Duration;

use clap::{Args, ValueEnum};
use kube_ingress_dash_watcher::narrowing::Narrowing;
use kube_ingress_dash_watcher::scope::{self, Wish};

use super::values;

/// What is watched and how.
#[derive(Debug, Clone, Args)]
pub struct WatchFlags {
    /// The namespaces to watch. [default: all that the account may list]
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_NAMESPACES",
        value_name = "NAMESPACE,…",
        value_delimiter = ',',
        value_parser = values::namespace
    )]
    pub namespaces: Vec<String>,

    /// Namespaces to leave out. [default: none]
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_EXCLUDE_NAMESPACES",
        value_name = "GLOB,…",
        value_delimiter = ',',
        value_parser = values::namespace_glob
    )]
    pub exclude_namespaces: Vec<String>,

    /// Which Ingresses to show, as in app=web,tier!=test. [default: all]
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_LABEL_SELECTOR",
        value_name = "SELECTOR",
        value_parser = values::label_selector
    )]
    pub label_selector: Option<String>,

    /// The classes whose Ingresses to show. [default: all]
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_INGRESS_CLASS",
        value_name = "CLASS,…",
        value_delimiter = ',',
        value_parser = values::ingress_class
    )]
    pub ingress_class: Vec<String>,

    /// One watch for the cluster, one for each namespace, or what fits.
    #[arg(long, env = "KUBE_INGRESS_DASH_WATCH_MODE", value_name = "MODE", value_enum, default_value_t)]
    pub watch_mode: WatchMode,

    /// How long the API server keeps a watch open.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_WATCH_TIMEOUT",
        value_name = "DURATION",
        default_value = "120s",
        value_parser = values::seconds
    )]
    pub watch_timeout: Duration,

    /// How many lists run at once.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_MAX_CONCURRENT_LISTS",
        value_name = "NUMBER", allow_negative_numbers = true,
        default_value_t = 8,
        value_parser = values::number::<u16>(1..=10_000)
    )]
    pub max_concurrent_lists: u16,

    /// Annotations whose values are not shown.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_HIDE_ANNOTATIONS",
        value_name = "GLOB,…",
        value_delimiter = ',',
        default_value = "*snippet*",
        value_parser = values::glob
    )]
    pub hide_annotations: Vec<String>,
}

/// How the cluster is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum WatchMode {
    /// The namespaces that are named, else the cluster where that is allowed, else the namespaces that are.
    #[default]
    Auto,
    /// One watch for the cluster.
    Cluster,
    /// One watch for each namespace.
    Namespace,
}

impl From<WatchMode> for scope::WatchMode {
    fn from(mode: WatchMode) -> Self {
        match mode {
            WatchMode::Auto => Self::Auto,
            WatchMode::Cluster => Self::Cluster,
            WatchMode::Namespace => Self::Namespace,
        }
    }
}

impl WatchFlags {
    /// What is to be watched.
    pub fn wish(&self) -> Wish {
        let excluded = self.exclude_namespaces.iter().map(String::as_str);
        Wish {
            mode: self.watch_mode.into(),
            namespaces: self.namespaces.clone(),
            narrowing: Narrowing::new(excluded, self.ingress_class.clone(), self.label_selector.clone()),
        }
    }
}
