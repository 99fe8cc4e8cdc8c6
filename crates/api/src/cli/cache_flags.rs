//! The flags of what is kept of what was fetched on demand.

use std::time::Duration;

use clap::Args;
use kube_ingress_dash_core::cache::Lifetime;

use super::values;

/// What is kept of what was fetched.
#[derive(Debug, Clone, Args)]
pub struct CacheFlags {
    /// How long a fetched answer is fresh, spread by 10 %.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_CACHE_TTL",
        value_name = "DURATION",
        default_value = "60s",
        value_parser = values::duration
    )]
    pub cache_ttl: Duration,

    /// How long after that it is kept, in case the API server gives no better one.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_CACHE_STALE",
        value_name = "DURATION",
        default_value = "10m",
        value_parser = values::duration
    )]
    pub cache_stale: Duration,

    /// How much memory fetched answers may take.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_CACHE_MAX",
        value_name = "SIZE",
        default_value = "16MiB",
        value_parser = values::size
    )]
    pub cache_max: u64,
}

impl CacheFlags {
    /// How long an answer lives.
    pub(crate) fn lifetime(&self) -> Lifetime {
        Lifetime { fresh: self.cache_ttl, stale: self.cache_stale }
    }
}
