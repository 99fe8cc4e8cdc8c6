//! The flags of the Redis behind the caches.

use std::convert::Infallible;
use std::path::PathBuf;

use clap::Args;
use secrecy::SecretString;

use super::values;

/// The Redis that replicas and starts share, if there is one.
#[derive(Debug, Clone, Args)]
pub struct RedisFlags {
    /// A Redis for fetched answers and a warm start, redis:// or rediss://. [default: none]
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_REDIS_URL",
        hide_env_values = true,
        value_name = "URL",
        value_parser = secret
    )]
    pub redis_url: Option<SecretString>,

    /// What all keys in Redis begin with.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_REDIS_PREFIX",
        value_name = "PREFIX",
        default_value = "kube-ingress-dash",
        value_parser = values::redis_prefix
    )]
    pub redis_prefix: String,

    /// A file of certificates to trust for rediss:// in place of the system's. [default: none]
    #[arg(long, env = "KUBE_INGRESS_DASH_REDIS_CA", value_name = "FILE")]
    pub redis_ca: Option<PathBuf>,
}

/// Checked later: a mistake on the command line repeats the value, and this one may hold a password.
#[expect(clippy::unnecessary_wraps, reason = "clap asks for a result")]
fn secret(text: &str) -> Result<SecretString, Infallible> {
    Ok(text.into())
}
