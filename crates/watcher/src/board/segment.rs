//! A run of neighbouring rows, small enough to copy at a change and to send as one frame.

use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use kube_ingress_dash_model::event::BATCH;
use kube_ingress_dash_model::ingress::Ingress;

/// Up to [`BATCH`] rows of one namespace in the order of their names, and their encoding once somebody asked for it.
#[derive(Debug, Default)]
pub struct Segment {
    rows: Vec<Arc<Ingress>>,
    encoded: OnceLock<EncodedRows>,
}

/// Rows as the bytes of a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodedRows {
    /// The whole frame.
    pub frame: Bytes,
    /// Where each row ends in it.
    pub ends: Arc<[usize]>,
}

impl Segment {
    pub(super) fn new(rows: Vec<Arc<Ingress>>) -> Self {
        Self { rows, encoded: OnceLock::new() }
    }

    /// The rows, by name.
    pub fn rows(&self) -> &[Arc<Ingress>] {
        &self.rows
    }

    /// The rows as bytes, encoded by the first caller and shared by all later ones.
    pub fn encoded(&self, encode: impl FnOnce(&[Arc<Ingress>]) -> EncodedRows) -> EncodedRows {
        self.encoded.get_or_init(|| encode(&self.rows)).clone()
    }

    /// The same for a caller that wants them once: what nobody has encoded yet is not kept.
    pub fn encoded_once(&self, encode: impl FnOnce(&[Arc<Ingress>]) -> EncodedRows) -> EncodedRows {
        self.encoded.get().cloned().unwrap_or_else(|| encode(&self.rows))
    }

    pub(super) fn is_full(&self) -> bool {
        self.rows.len() >= BATCH
    }

    pub(super) fn find(&self, name: &str) -> Result<usize, usize> {
        self.rows.binary_search_by(|row| row.name.as_str().cmp(name))
    }
}
