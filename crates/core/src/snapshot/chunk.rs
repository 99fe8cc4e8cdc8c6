//! A part of a state, compressed, under the digest of its content.

use std::fmt;
use std::io::Read as _;

use bytes::Bytes;
use flate2::Compression;
use flate2::read::{ZlibDecoder, ZlibEncoder};
use sha2::{Digest as _, Sha256};

/// Names a chunk by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct ContentDigest(pub(super) [u8; 32]);

impl ContentDigest {
    pub(super) fn of(content: &[u8]) -> Self {
        Self(Sha256::digest(content).into())
    }
}

impl fmt::Display for ContentDigest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

pub(super) fn compress(content: &[u8]) -> Vec<u8> {
    let mut compressed = Vec::new();
    // Reading from memory does not fail.
    let _ = ZlibEncoder::new(content, Compression::fast()).read_to_end(&mut compressed);
    compressed
}

/// The largest that content of so many bytes is once compressed.
pub(super) fn largest_compressed(length: usize) -> usize {
    length + length / 100 + 1024
}

/// The content, if it has this length and digest. However far the bytes would unfold, no more memory is used.
pub(super) fn decompress(compressed: &[u8], length: usize, digest: ContentDigest) -> Option<Bytes> {
    let mut decoder = ZlibDecoder::new(compressed);
    let mut content = vec![0; length];
    decoder.read_exact(&mut content).ok()?;
    let ends = decoder.read(&mut [0]).ok()? == 0;
    (ends && ContentDigest::of(&content) == digest).then(|| content.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn content_comes_back_and_is_never_much_larger(content in prop::collection::vec(any::<u8>(), 0..5000)) {
            let compressed = compress(&content);
            prop_assert!(compressed.len() <= largest_compressed(content.len()));
            let digest = ContentDigest::of(&content);
            prop_assert_eq!(decompress(&compressed, content.len(), digest), Some(Bytes::from(content)));
        }

        #[test]
        fn rubbish_is_no_content(rubbish in prop::collection::vec(any::<u8>(), 0..500)) {
            prop_assert_eq!(decompress(&rubbish, 10, ContentDigest::of(b"0123456789")), None);
        }
    }

    #[test]
    fn what_is_longer_or_shorter_than_it_should_be_is_no_content() {
        let content = [0; 100];
        for length in [0, 99, 101] {
            assert_eq!(
                decompress(&compress(&content), length, ContentDigest::of(&content[..length.min(100)])),
                None
            );
        }
    }
}
