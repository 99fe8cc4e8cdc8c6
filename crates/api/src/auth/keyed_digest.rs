//! Stands for secrets in tables: whoever reads the memory of a table learns nothing that could be tried elsewhere.

use sha2::{Digest as _, Sha256};

/// Digests under a key that this process made up.
#[derive(Clone)]
pub(super) struct KeyedDigest([u8; 32]);

impl KeyedDigest {
    pub(super) fn new() -> Self {
        Self(rand::random())
    }

    /// The digest of these parts in this order. It depends on where one part ends and the next begins.
    pub(super) fn of<const PARTS: usize>(&self, parts: [&[u8]; PARTS]) -> [u8; 32] {
        let mut digest = Sha256::new_with_prefix(self.0);
        for part in parts {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part);
        }
        digest.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_depends_on_the_key_the_parts_and_where_they_end() {
        let digest = KeyedDigest::new();
        assert_eq!(digest.of([b"ab", b"c"]), digest.clone().of([b"ab", b"c"]));
        assert_ne!(digest.of([b"ab", b"c"]), digest.of([b"a", b"bc"]));
        assert_ne!(digest.of([b"ab", b"c"]), KeyedDigest::new().of([b"ab", b"c"]));
    }
}
