//! Streams: how many are open and what they were sent.

use kube_ingress_dash_model::event::ResetReason;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

/// Counts streams and frames; clones share the counts.
#[derive(Debug, Clone, Default)]
pub(crate) struct StreamMetrics {
    open: Gauge,
    encoded: Counter,
    frames: Counter,
    bytes: Counter,
    resets: Family<[(&'static str, &'static str); 1], Counter>,
}

/// A stream that is open until this is dropped.
#[derive(Debug)]
pub(crate) struct OpenStream(StreamMetrics);

impl StreamMetrics {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let metrics = Self::default();
        registry.register("streams", "Streams that are open", metrics.open.clone());
        registry.register(
            "frames_encoded",
            "Published events that were encoded: each at most once for all streams that may see the same of it",
            metrics.encoded.clone(),
        );
        registry.register("stream_frames", "Frames that streams were given", metrics.frames.clone());
        registry.register("stream_bytes", "Bytes that streams were given", metrics.bytes.clone());
        registry.register(
            "stream_resets",
            "Full states that streams were sent, by the reason; an overflow means that a client was too slow",
            metrics.resets.clone(),
        );
        metrics
    }

    /// A stream begins.
    pub(crate) fn open(&self) -> OpenStream {
        self.open.inc();
        OpenStream(self.clone())
    }

    /// A published event is encoded.
    pub(crate) fn encoded(&self) {
        self.encoded.inc();
    }

    /// A full state begins.
    pub(crate) fn reset(&self, reason: ResetReason) {
        self.resets.get_or_create(&[("reason", reason.as_str())]).inc();
    }
}

impl OpenStream {
    /// A frame of so many bytes was given to the client's connection.
    pub(crate) fn sent(&self, bytes: usize) {
        self.0.frames.inc();
        self.0.bytes.inc_by(u64::try_from(bytes).unwrap_or(u64::MAX));
    }
}

impl Drop for OpenStream {
    fn drop(&mut self) {
        self.0.open.dec();
    }
}
