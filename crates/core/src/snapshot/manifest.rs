//! The list of a state's chunks: what makes them a state.

use std::time::Duration;

use bytes::{Buf as _, BufMut as _, Bytes, BytesMut};

use super::chunk::ContentDigest;
use super::{Limits, SnapshotError};
use crate::redis::{milliseconds, seal};

/// How long the state is kept in milliseconds, and the number of chunks.
const HEADER: usize = 8 + 4;
/// The digest and the length of a chunk.
const ENTRY: usize = 32 + 4;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Manifest {
    /// In whole milliseconds.
    pub(super) keep: Duration,
    pub(super) chunks: Vec<Listed>,
}

/// A chunk as a manifest lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Listed {
    pub(super) digest: ContentDigest,
    /// In bytes before compression.
    pub(super) length: u32,
}

impl Listed {
    pub(super) fn of(content: &[u8]) -> Result<Self, SnapshotError> {
        let length = u32::try_from(content.len()).map_err(|_| SnapshotError::TooLarge)?;
        Ok(Self { digest: ContentDigest::of(content), length })
    }

    pub(super) fn len(self) -> usize {
        usize::try_from(self.length).unwrap_or(usize::MAX)
    }
}

impl Manifest {
    /// The largest that a manifest within the limits is, in bytes.
    pub(super) fn largest(limits: Limits) -> usize {
        seal::OVERHEAD + HEADER + limits.chunks * ENTRY
    }

    pub(super) fn encode(&self, key: &str) -> Result<Bytes, SnapshotError> {
        let count = u32::try_from(self.chunks.len()).map_err(|_| SnapshotError::TooLarge)?;
        let mut body = BytesMut::with_capacity(HEADER + self.chunks.len() * ENTRY);
        body.put_u64(milliseconds(self.keep));
        body.put_u32(count);
        for chunk in &self.chunks {
            body.put_slice(&chunk.digest.0);
            body.put_u32(chunk.length);
        }
        Ok(seal::seal(key, &body))
    }

    /// The manifest, unless the value is not what [`Self::encode`] made for this key.
    pub(super) fn decode(key: &str, value: Bytes) -> Option<Self> {
        let mut body = seal::open(key, value)?;
        let keep = Duration::from_millis(body.try_get_u64().ok()?);
        let count = body.try_get_u32().ok()?;
        let mut chunks = Vec::new();
        for _ in 0..count {
            let mut digest = [0; 32];
            body.try_copy_to_slice(&mut digest).ok()?;
            chunks.push(Listed { digest: ContentDigest(digest), length: body.try_get_u32().ok()? });
        }
        body.is_empty().then_some(Self { keep, chunks })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_manifest_comes_back_as_it_was(contents in prop::collection::vec(".*", 0..20), keep in 0_u64..1_000_000) {
            let chunks: Vec<_> = contents.iter().map(|text| Listed::of(text.as_bytes()).unwrap()).collect();
            let limits = Limits { chunks: chunks.len(), ..Limits::default() };
            let manifest = Manifest { keep: Duration::from_millis(keep), chunks };
            let value = manifest.encode("board").unwrap();
            prop_assert_eq!(value.len(), Manifest::largest(limits));
            prop_assert_eq!(Manifest::decode("board", value), Some(manifest));
        }
    }

    #[test]
    fn a_list_that_is_shorter_or_longer_than_it_says_is_no_manifest() {
        let chunks = vec![Listed::of(b"shop").unwrap(), Listed::of(b"billing").unwrap()];
        let value = Manifest { keep: Duration::from_secs(1), chunks }.encode("board").unwrap();
        let body = seal::open("board", value).unwrap();
        for other in [&body[..0], &body[..HEADER - 1], &body[..HEADER + ENTRY], &[&body[..], b"!"].concat()] {
            assert_eq!(Manifest::decode("board", seal::seal("board", other)), None, "{} bytes", other.len());
        }
        assert!(Manifest::decode("board", seal::seal("board", &body)).is_some());
    }
}
