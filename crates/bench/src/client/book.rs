//! Reads each frame once for all clients, and finds out whether all were sent the same bytes.

use std::collections::HashMap;
use std::hash::BuildHasher as _;
use std::sync::Arc;

use bytes::Bytes;
use foldhash::fast::RandomState;
use parking_lot::Mutex;

use super::frame::Frame;
use super::keys::Keys;
use crate::outcome::Result;

/// Bytes of frames that are remembered; past it all are forgotten, and read again when they come again.
const REMEMBERED: usize = 256 << 20;

/// The frames that clients have been sent.
#[derive(Debug, Default)]
pub(crate) struct Book {
    keys: Keys,
    entries: Mutex<Entries>,
}

#[derive(Debug, Default)]
struct Entries {
    frames: HashMap<Bytes, Arc<Frame>, RandomState>,
    bytes: usize,
    hasher: RandomState,
    /// Digests of the bytes that were sent at each position.
    encodings: HashMap<String, Vec<u64>>,
}

impl Book {
    /// The frame of these bytes.
    pub(crate) fn read(&self, bytes: &[u8]) -> Result<Arc<Frame>> {
        if let Some(frame) = self.entries.lock().frames.get(bytes) {
            return Ok(Arc::clone(frame));
        }
        let frame = Arc::new(Frame::read(bytes, &self.keys)?);
        let mut entries = self.entries.lock();
        if let Some(id) = frame.id.as_ref().filter(|_| frame.is_shared()) {
            let digest = entries.hasher.hash_one(bytes);
            let encodings = entries.encodings.entry(id.clone()).or_default();
            if !encodings.contains(&digest) {
                encodings.push(digest);
            }
        }
        if entries.bytes + bytes.len() > REMEMBERED {
            entries.frames.clear();
            entries.bytes = 0;
        }
        entries.bytes += bytes.len();
        entries.frames.insert(Bytes::copy_from_slice(bytes), Arc::clone(&frame));
        Ok(frame)
    }

    /// How many events there were, and how many different encodings of them.
    pub(crate) fn encodings(&self) -> (usize, usize) {
        let entries = self.entries.lock();
        (entries.encodings.len(), entries.encodings.values().map(Vec::len).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_bytes_at_a_position_are_another_encoding() {
        let book = Book::default();
        for bytes in [
            "id: e.2\nevent: remove\ndata: {\"keys\":[\"shop/web\"]}",
            "id: e.2\nevent: remove\ndata: {\"keys\":[\"shop/web\"]}",
            "id: e.3\nevent: remove\ndata: {\"keys\":[\"shop/web\"]}",
            "id: e.3\nevent: ready\ndata: {\"count\":1,\"position\":\"e.3\"}",
        ] {
            book.read(bytes.as_bytes()).unwrap();
        }
        assert_eq!(book.encodings(), (2, 2));
        book.read(b"id: e.3\nevent: remove\ndata: { \"keys\":[\"shop/web\"]}").unwrap();
        assert_eq!(book.encodings(), (2, 3));
    }
}
