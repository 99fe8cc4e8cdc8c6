//! The list of one snapshot, and its encodings as far as somebody wanted them.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Shared};
use kube_ingress_dash_model::position::Position;
use kube_ingress_dash_watcher::board::Snapshot;
use parking_lot::Mutex;

use super::{Compression, Form};
use crate::metrics::ListMetrics;

/// Work that goes on whoever waits for it, and its result for all; none is a fault that was logged.
type Encoding = Shared<BoxFuture<'static, Option<Bytes>>>;

/// A selection at one position.
pub(crate) struct SnapshotList {
    snapshot: Snapshot,
    metrics: ListMetrics,
    encodings: Mutex<HashMap<(Form, Compression), Encoding>>,
    /// Held by each encoding that is under way.
    at_work: Arc<()>,
}

impl fmt::Debug for SnapshotList {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SnapshotList").field("position", &self.position()).finish_non_exhaustive()
    }
}

impl SnapshotList {
    pub(super) fn new(snapshot: Snapshot, metrics: ListMetrics) -> Self {
        Self { snapshot, metrics, encodings: Mutex::default(), at_work: Arc::default() }
    }

    /// Whether it is being encoded.
    pub(super) fn is_at_work(&self) -> bool {
        Arc::strong_count(&self.at_work) > 1
    }

    /// Where the stream goes on from.
    pub(crate) fn position(&self) -> Position {
        self.snapshot.position()
    }

    /// Whether a reader of the one learns nothing from the other. When a watch was last confirmed is part of a list and
    /// moves no position.
    pub(super) fn says_the_same_as(&self, other: &Self) -> bool {
        self.position() == other.position() && self.snapshot.namespaces == other.snapshot.namespaces
    }

    /// The list in pieces.
    pub(crate) fn chunks(&self, form: Form) -> impl Iterator<Item = Bytes> + use<> {
        form.chunks(&self.snapshot)
    }

    /// The whole list compressed. The first who asks begins the work, on a thread for such work; all get its result.
    pub(crate) fn compressed(self: &Arc<Self>, form: Form, compression: Compression) -> Encoding {
        let mut encodings = self.encodings.lock();
        encodings.entry((form, compression)).or_insert_with(|| self.compress(form, compression)).clone()
    }

    fn compress(self: &Arc<Self>, form: Form, compression: Compression) -> Encoding {
        self.metrics.encoded(form, compression);
        let list = Arc::clone(self);
        let at_work = Arc::clone(&self.at_work);
        let work = tokio::task::spawn_blocking(move || {
            let compressed = compression.compress(form.chunks(&list.snapshot));
            drop(at_work);
            compressed
        });
        let result = async move {
            match work.await {
                Ok(Ok(bytes)) => Some(bytes),
                Ok(Err(error)) => {
                    tracing::error!(%error, "a list cannot be compressed");
                    None
                }
                Err(error) => {
                    tracing::error!(%error, "a list was not compressed");
                    None
                }
            }
        };
        result.boxed().shared()
    }
}
