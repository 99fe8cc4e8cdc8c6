//! The Redis that replicas and starts share, if one was given.

use std::sync::Arc;

use kube_ingress_dash_core::cache::SharedTier;
use kube_ingress_dash_core::redis::{Address, Availability, Digest, Keyspace, Redis, RedisObserver, Timing};
use kube_ingress_dash_core::snapshot::{Limits, Snapshots};
use kube_ingress_dash_model::status::{Scope, ScopeMode};
use kube_ingress_dash_watcher::warm::WarmStates;
use secrecy::ExposeSecret as _;

use super::StartError;
use crate::cli::RedisFlags;

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

/// Stands for what the rows show: which namespaces, how they are watched, and which values are hidden.
pub(super) fn scope_digest(scope: &Scope, hidden: &[String]) -> Digest {
    let mode = match scope.mode {
        ScopeMode::Cluster => "cluster",
        ScopeMode::Namespace => "namespace",
    };
    let mut hidden = hidden.to_vec();
    hidden.sort();
    let namespaces = scope.namespaces.as_deref().unwrap_or_default();
    Digest::of([mode.to_owned(), namespaces.join(","), hidden.join(",")])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_changes_what_rows_show_changes_the_digest() {
        let digest = |mode, namespaces: Option<&[&str]>, hidden: &[&str]| {
            let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
            let scope = Scope { mode, namespaces: namespaces.map(owned), reason: String::new() };
            scope_digest(&scope, &owned(hidden)).to_string()
        };
        let one = digest(ScopeMode::Namespace, Some(&["pay", "shop"]), &["*snippet*", "a"]);
        assert_eq!(one, digest(ScopeMode::Namespace, Some(&["pay", "shop"]), &["a", "*snippet*"]));
        for other in [
            digest(ScopeMode::Namespace, Some(&["pay"]), &["*snippet*", "a"]),
            digest(ScopeMode::Namespace, Some(&["pay", "shop"]), &["a"]),
            digest(ScopeMode::Cluster, None, &["*snippet*", "a"]),
        ] {
            assert_ne!(other, one);
        }
    }
}
