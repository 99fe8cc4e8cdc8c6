//! Writes messages as JSON.

use std::sync::Arc;

use kube_ingress_dash_watcher::board::Row;
use kube_ingress_dash_watcher::viewer::Sight;
use serde::Serialize;

/// The message as JSON on one line. The messages of the protocol have text as keys and hold no foreign code, so that
/// they can always be written; should one not be, the fault is logged and `null` stands in its place.
pub(crate) fn write(buffer: &mut Vec<u8>, message: &impl Serialize) {
    let start = buffer.len();
    if let Err(error) = serde_json::to_writer(&mut *buffer, message) {
        tracing::error!(%error, "a message cannot be written as JSON");
        buffer.truncate(start);
        buffer.extend_from_slice(b"null");
    }
}

/// The message as JSON on a line of its own.
pub(crate) fn line(message: &impl Serialize) -> Vec<u8> {
    let mut buffer = Vec::new();
    write(&mut buffer, message);
    buffer.push(b'\n');
    buffer
}

/// Rows with this between them, as a reader of this sight may know them.
pub(crate) fn write_rows(buffer: &mut Vec<u8>, rows: &[Arc<Row>], separator: &str, sight: Sight) {
    for (index, row) in rows.iter().enumerate() {
        if index > 0 {
            buffer.extend_from_slice(separator.as_bytes());
        }
        row.write(buffer, sight);
    }
}

/// About as many bytes as the rows take.
pub(crate) fn size_of_rows(rows: &[Arc<Row>]) -> usize {
    /// What says when a row was seen to change, and what separates it from the next.
    const BESIDE: usize = 40;
    rows.iter().map(|row| row.size() + BESIDE).sum()
}
