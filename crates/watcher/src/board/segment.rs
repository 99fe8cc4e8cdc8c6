//! A run of neighbouring rows, small enough to copy at a change and to send as one frame.

use std::sync::{Arc, Weak};

use bytes::Bytes;
use kube_ingress_dash_model::event::BATCH;
use parking_lot::Mutex;

use super::Row;
use crate::viewer::Sight;

/// Up to [`BATCH`] rows of one namespace in the order of their names, and their frame for as long as somebody is being
/// sent it.
#[derive(Debug, Default)]
pub struct Segment {
    rows: Vec<Arc<Row>>,
    frame: Mutex<Weak<Box<[u8]>>>,
    /// That for readers who may not know all that is found, where it is another.
    restricted_frame: Mutex<Weak<Box<[u8]>>>,
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
        Self { rows, ..Self::default() }
    }

    /// The rows, by name.
    pub fn rows(&self) -> &[Arc<Row>] {
        &self.rows
    }

    /// The rows as one frame for readers of this sight, made by `encode` unless another reader holds it still.
    pub fn frame(&self, sight: Sight, encode: impl FnOnce(&[Arc<Row>]) -> Vec<u8>) -> Bytes {
        let is_other = sight == Sight::Restricted && !self.rows.iter().all(|row| row.is_plain());
        let mut shared = if is_other { self.restricted_frame.lock() } else { self.frame.lock() };
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
    use kube_ingress_dash_insight::FoundKinds;
    use kube_ingress_dash_model::finding::{FindingKind, Severity};

    use super::*;
    use crate::board::tests::row;

    #[test]
    fn a_frame_is_made_once_for_all_who_hold_it_and_forgotten_after_them() {
        let segment = Segment::new(vec![Arc::new(row("shop", "web", "1"))]);
        let encode = |rows: &[Arc<Row>]| rows[0].name().as_bytes().to_vec();
        let first = segment.frame(Sight::Whole, encode);
        let second = segment.frame(Sight::Restricted, |_| panic!("it is there"));
        assert_eq!((&first[..], first.as_ptr()), (&b"web"[..], second.as_ptr()));
        drop((first, second));
        assert_eq!(segment.frame(Sight::Whole, |_| b"anew".to_vec()), "anew");
    }

    #[test]
    fn who_may_not_know_all_that_is_found_has_another_frame() {
        let all = [(Severity::Error, FindingKind::RouteShadowed)].into_iter().collect();
        let found = FoundKinds { all, ..FoundKinds::default() };
        let segment = Segment::new(vec![Arc::new(row("shop", "web", "1").with_found(found))]);
        let whole = segment.frame(Sight::Whole, |_| b"whole".to_vec());
        let restricted = segment.frame(Sight::Restricted, |_| b"restricted".to_vec());
        assert_eq!((&whole[..], &restricted[..]), (&b"whole"[..], &b"restricted"[..]));
        assert_eq!(segment.frame(Sight::Restricted, |_| panic!("it is there")), restricted);
    }
}
