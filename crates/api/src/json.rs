//! Writes messages as JSON.

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
