//! The keys under which one deployment keeps its things, so that many can share one Redis.
//!
//! A key is `PREFIX:SCHEMA:CLUSTER:SCOPE:KIND:NAME`. Cluster and scope are digests: another cluster, another
//! certificate authority at the same address or a narrower scope has other keys, and never meets what was stored
//! under these.

use std::fmt;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

/// Makes the keys of one deployment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyspace(Arc<str>);

/// Stands for something that is too long or too private for a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest([u8; 16]);

impl Keyspace {
    /// The keys of a deployment that reads `cluster`, as far as `scope` goes, and encodes what it stores as `schema`
    /// says. The prefix is for those who run Redis, to tell its users apart and to grant them their keys.
    pub fn new(prefix: &str, schema: &str, cluster: Digest, scope: Digest) -> Self {
        Self(format!("{prefix}:{schema}:{cluster}:{scope}:").into())
    }

    /// The key of the thing of this kind and name. Kinds have no colon.
    pub fn key(&self, kind: &str, name: impl fmt::Display) -> String {
        format!("{}{kind}:{name}", self.0)
    }
}

impl Digest {
    /// The digest of these parts in this order, such as the API server's URL and the certificates of its authority.
    /// It depends on where one part ends and the next begins.
    pub fn of<P: AsRef<[u8]>>(parts: impl IntoIterator<Item = P>) -> Self {
        let mut digest = Sha256::new();
        for part in parts {
            let part = part.as_ref();
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part);
        }
        let mut short = [0; 16];
        short.copy_from_slice(&digest.finalize()[..16]);
        Self(short)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_where_something_belongs_is_in_its_key() {
        let digest = |text: &str| Digest::of([text]);
        let key = |prefix, schema, cluster, scope, kind, name| {
            Keyspace::new(prefix, schema, digest(cluster), digest(scope)).key(kind, name)
        };
        let one = key("dash", "1", "blue", "all", "cache", "web");
        assert_eq!(
            one,
            format!("dash:1:{}:{}:cache:web", digest("blue"), digest("all")),
            "the order is part of the contract with those who grant keys"
        );
        for other in [
            key("other", "1", "blue", "all", "cache", "web"),
            key("dash", "2", "blue", "all", "cache", "web"),
            key("dash", "1", "green", "all", "cache", "web"),
            key("dash", "1", "blue", "shop", "cache", "web"),
            key("dash", "1", "blue", "all", "chunk", "web"),
            key("dash", "1", "blue", "all", "cache", "api"),
        ] {
            assert_ne!(other, one);
        }
    }

    #[test]
    fn a_digest_depends_on_where_its_parts_end() {
        assert_ne!(Digest::of(["ab", "c"]), Digest::of(["a", "bc"]));
        assert_ne!(Digest::of(["a"]), Digest::of(["a", ""]));
        assert_eq!(Digest::of(["a"]).to_string().len(), 32);
    }
}
