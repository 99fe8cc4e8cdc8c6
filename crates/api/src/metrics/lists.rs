//! Lists: how often they were compressed, however many asked for them.

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::Registry;

use super::Label;
use crate::list::{Compression, Form};

/// Counts encodings of lists; clones share the counts.
#[derive(Debug, Clone, Default)]
pub(crate) struct ListMetrics {
    encoded: Family<[Label; 2], Counter>,
}

impl ListMetrics {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let metrics = Self::default();
        registry.register(
            "lists_encoded",
            "Lists that were compressed for all who ask for them, by their form and their coding",
            metrics.encoded.clone(),
        );
        metrics
    }

    /// A list is compressed.
    pub(crate) fn encoded(&self, form: Form, compression: Compression) {
        let form = match form {
            Form::Document => "document",
            Form::Lines => "lines",
        };
        let labels = [("form", form), ("coding", compression.content_encoding().as_str())];
        self.encoded.get_or_create(&labels).inc();
    }
}
