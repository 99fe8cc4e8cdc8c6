//! Tells a value that this program stored under a key from one that was damaged, cut short, moved or made by
//! another.
//!
//! A sealed value is a tag of four bytes, the SHA-256 digest of its key and its body, and the body. The digest
//! guards against accidents: whoever may write to Redis can make one.

use bytes::{BufMut as _, Bytes, BytesMut};
use sha2::{Digest as _, Sha256};

/// Names this form of values. Another form takes another tag.
const TAG: &[u8; 4] = b"KID1";
const DIGEST: usize = 32;

/// How many bytes a seal adds.
pub(crate) const OVERHEAD: usize = TAG.len() + DIGEST;

pub(crate) fn seal(key: &str, body: &[u8]) -> Bytes {
    let mut sealed = BytesMut::with_capacity(OVERHEAD + body.len());
    sealed.put_slice(TAG);
    sealed.put_slice(&digest(key, body));
    sealed.put_slice(body);
    sealed.freeze()
}

/// The body, if the value is whole and was stored under this key.
pub(crate) fn open(key: &str, mut sealed: Bytes) -> Option<Bytes> {
    if sealed.len() < OVERHEAD {
        return None;
    }
    let body = sealed.split_off(OVERHEAD);
    let (tag, stored) = sealed.split_at(TAG.len());
    (tag == TAG && stored == digest(key, &body)).then_some(body)
}

fn digest(key: &str, body: &[u8]) -> [u8; DIGEST] {
    let mut digest = Sha256::new();
    digest.update((key.len() as u64).to_be_bytes());
    digest.update(key);
    digest.update(body);
    digest.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_sealed_opens(key in ".*", body in prop::collection::vec(any::<u8>(), 0..100)) {
            prop_assert_eq!(open(&key, seal(&key, &body)), Some(Bytes::from(body)));
        }

        #[test]
        fn a_flipped_bit_or_a_missing_end_does_not_open(
            body in prop::collection::vec(any::<u8>(), 0..100),
            place in any::<prop::sample::Index>(),
            bit in 0..8,
        ) {
            let sealed = seal("web", &body);
            let place = place.index(sealed.len());
            let mut flipped = sealed.to_vec();
            flipped[place] ^= 1_u8 << bit;
            prop_assert_eq!(open("web", flipped.into()), None);
            prop_assert_eq!(open("web", sealed.slice(..place)), None);
        }

        #[test]
        fn rubbish_does_not_open(rubbish in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_eq!(open("web", rubbish.into()), None);
        }
    }

    #[test]
    fn a_value_does_not_open_under_another_key() {
        assert_eq!(open("api", seal("web", b"body")), None);
        assert_eq!(open("we", seal("web", b"body")), None);
    }
}
