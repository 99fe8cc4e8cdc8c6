//! The Redis that replicas and starts share, if one was given.

use std::sync::Arc;

use kube_ingress_dash_core::cache::SharedTier;
use kube_ingress_dash_core::redis::{Address, Availability, Digest, Keyspace, Redis, RedisObserver, Timing};
use kube_ingress_dash_core::snapshot::{Limits, Snapshots};
use kube_ingress_dash_watcher::warm::WarmStates;
use secrecy::ExposeSecret as _;

use super::StartError;
use crate::cli::{RedisFlags, WatchFlags};

/// To be raised when what is stored changes its form or its meaning.
const SCHEMA: &str = "1";

/// Where Redis is, checked before anything is begun.
pub(super) fn address(flags: &RedisFlags) -> Result<Option<Address>, StartError> {
    let Some(url) = &flags.redis_url else {
        return match &flags.redis_ca {
            Some(_) => Err(StartError::RedisAuthorityAlone),
            None => Ok(None),
        };
    };
    let address = Address::parse(url.expose_secret()).map_err(StartError::RedisUrl)?;
    let Some(path) = &flags.redis_ca else {
        return Ok(Some(address));
    };
    let certificates = std::fs::read(path)
        .map_err(|error| StartError::RedisAuthorityFile { path: path.clone(), cause: error.kind() })?;
    address.with_authority(&certificates).map(Some).map_err(StartError::RedisAuthority)
}

/// A Redis and what is this deployment's in it.
pub(super) struct Shared {
    redis: Redis,
    keys: Keyspace,
}

impl Shared {
    /// Begins to connect, and returns at once. Another cluster, or a scope that shows something else, has other keys.
    pub(super) fn start(
        address: Address,
        prefix: &str,
        cluster: Digest,
        scope: Digest,
        observer: Arc<dyn RedisObserver>,
    ) -> Self {
        tracing::info!("fetched answers and the board are kept in {address}");
        let redis = Redis::start(address, Timing::default(), observer);
        Self { redis, keys: Keyspace::new(prefix, SCHEMA, cluster, scope) }
    }

    pub(super) fn tier(&self) -> SharedTier {
        SharedTier::new(self.redis.clone(), self.keys.clone())
    }

    pub(super) fn warm_states(&self) -> WarmStates {
        WarmStates::new(Snapshots::new(self.redis.clone(), self.keys.clone(), Limits::default()))
    }

    /// What is wrong with it, for the health report.
    pub(super) fn verdict(&self) -> impl Fn() -> Result<(), String> + Send + Sync + 'static {
        let redis = self.redis.clone();
        move || {
            let health = redis.health();
            match (health.availability, health.last_fault) {
                (Availability::Up, _) => Ok(()),
                (Availability::Down, Some(fault)) => Err(fault.to_string()),
                _ => Err("Redis has not been reached yet".to_owned()),
            }
        }
    }
}

/// Stands for what the rows show: what is watched, what is left out, and which values are hidden.
pub(super) fn scope_digest(flags: &WatchFlags) -> Digest {
    let list = |names: &[String]| {
        let mut names = names.to_vec();
        names.sort();
        names.dedup();
        names.join(",")
    };
    let WatchFlags { namespaces, exclude_namespaces, ingress_class, hide_annotations, .. } = flags;
    let lists = [namespaces, exclude_namespaces, ingress_class, hide_annotations].map(|names| list(names));
    let labels = flags.label_selector.clone().unwrap_or_default();
    Digest::of(lists.into_iter().chain([format!("{:?}", flags.watch_mode), labels]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser as _;

    #[derive(clap::Parser)]
    struct CommandLine {
        #[command(flatten)]
        watch: WatchFlags,
    }

    fn digest(arguments: &str) -> String {
        let line = format!("program {arguments}");
        scope_digest(&CommandLine::parse_from(line.split_whitespace()).watch).to_string()
    }

    #[test]
    fn whatever_changes_what_rows_show_changes_the_digest() {
        let one = digest("--namespaces pay,shop --hide-annotations *snippet*,a");
        assert_eq!(one, digest("--namespaces shop,pay --hide-annotations a,*snippet* --watch-timeout 7s"));
        let others = [
            "--namespaces pay --hide-annotations *snippet*,a",
            "--namespaces pay,shop --hide-annotations a",
            "--namespaces pay,shop --hide-annotations *snippet*,a --ingress-class nginx",
            "--namespaces pay,shop --hide-annotations *snippet*,a --label-selector app=web",
            "--namespaces pay,shop --hide-annotations *snippet*,a --exclude-namespaces pay",
            "--hide-annotations *snippet*,a --exclude-namespaces pay,shop",
            "--watch-mode cluster --hide-annotations *snippet*,a",
        ];
        for other in others {
            assert_ne!(digest(other), one, "{other}");
        }
    }
}
