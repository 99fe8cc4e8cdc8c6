//! A run of neighbouring rows, small enough to copy at a change and to send as one frame.

use std::sync::{Arc, Weak};

use bytes::Bytes;
use kube_ingress_dash_model::event::BATCH;
use parking_lot::Mutex;

use super::Row;

/// Up to [`BATCH`] rows of one namespace in the order of their names, and their frame for as long as somebody is being
/// sent it.
#[derive(Debug, Default)]
pub struct Segment {
    rows: Vec<Arc<Row>>,
    frame: Mutex<Weak<Box<[u8]>>>,
}

/// Bytes that several readers are sent at once.
struct Shared(Arc<Box<[u8]>>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Segment {
    pub(super) fn new(rows: Vec<Arc<Row>>) -> Self {
        Self { rows, frame: Mutex::default() }
    }

    /// The rows, by name.
    pub fn rows(&self) -> &[Arc<Row>] {
        &self.rows
    }

    /// The rows as one frame, made by `encode` unless another reader holds it still.
    pub fn frame(&self, encode: impl FnOnce(&[Arc<Row>]) -> Vec<u8>) -> Bytes {
        let mut shared = self.frame.lock();
        let frame = shared.upgrade().unwrap_or_else(|| {
            let frame = Arc::new(encode(&self.rows).into_boxed_slice());
            *shared = Arc::downgrade(&frame);
            frame
        });
        Bytes::from_owner(Shared(frame))
    }

    pub(super) fn is_full(&self) -> bool {
        self.rows.len() >= BATCH
    }

    pub(super) fn find(&self, name: &str) -> Result<usize, usize> {
        self.rows.binary_search_by(|row| row.name().cmp(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::tests::row;

    #[test]
    fn a_frame_is_made_once_for_all_who_hold_it_and_forgotten_after_them() {
        let segment = Segment::new(vec![Arc::new(row("shop", "web", "1"))]);
        let encode = |rows: &[Arc<Row>]| rows[0].name().as_bytes().to_vec();
        let first = segment.frame(encode);
        let second = segment.frame(|_| panic!("it is there"));
        assert_eq!((&first[..], first.as_ptr()), (&b"web"[..], second.as_ptr()));
        drop((first, second));
        assert_eq!(segment.frame(|_| b"anew".to_vec()), "anew");
    }
}
