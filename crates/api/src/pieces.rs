//! Bodies in pieces.
//!
//! Actix copies a whole chunk of a body into a connection's buffer, however long it is, and what a slow client does not
//! take stays there. In pieces, the bytes stay where all clients share them.

use bytes::Bytes;

use crate::connections::WRITE_BUFFER;

/// With the words that frame it as a chunk, a piece is as long as what is collected for a write.
pub(crate) const LONGEST: usize = WRITE_BUFFER - 16;

/// The same bytes, in their order, shared.
pub(crate) fn pieces(mut bytes: Bytes) -> impl Iterator<Item = Bytes> {
    std::iter::from_fn(move || (!bytes.is_empty()).then(|| bytes.split_to(bytes.len().min(LONGEST))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_copied_or_too_long() {
        for length in [0, 1, LONGEST, LONGEST + 1, 5 * LONGEST] {
            let bytes = Bytes::from(vec![7; length]);
            let pieces: Vec<Bytes> = pieces(bytes.clone()).collect();
            assert_eq!(pieces.len(), length.div_ceil(LONGEST));
            assert_eq!(pieces.concat(), bytes);
            assert!(pieces.iter().all(|piece| (1..=LONGEST).contains(&piece.len())));
            assert!(pieces.first().is_none_or(|piece| piece.as_ptr() == bytes.as_ptr()));
        }
    }
}
