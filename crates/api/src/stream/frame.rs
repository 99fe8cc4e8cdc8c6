//! Frames of the stream as bytes. What many clients are sent is encoded once, by the first who asks.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use kube_ingress_dash_model::event::Event;
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::position::Position;
use kube_ingress_dash_watcher::board::{EncodedRows, Published, Segment};

use crate::json;
use crate::metrics::StreamMetrics;

const BEFORE_ROWS: &[u8] = b"event: upsert\ndata: {\"ingresses\":[";
const AFTER_ROWS: &[u8] = b"]}\n\n";

/// The line that tells a client how long to wait before it comes back.
pub(super) fn retry(wait: Duration) -> Bytes {
    Bytes::from(format!("retry: {}\n\n", wait.as_millis()))
}

/// An event for one client. With a position, the client resumes from there.
pub(super) fn event(position: Option<&Position>, event: &Event) -> Bytes {
    let mut frame = Vec::new();
    if let Some(position) = position {
        frame.extend_from_slice(format!("id: {position}\n").as_bytes());
    }
    frame.extend_from_slice(format!("event: {}\ndata: ", event.name()).as_bytes());
    json::write(&mut frame, event);
    frame.extend_from_slice(b"\n\n");
    exact(frame)
}

/// A published event, for every client that follows.
pub(super) fn published(published: &Published, metrics: &StreamMetrics) -> Bytes {
    published.encoded(|published| {
        metrics.encoded();
        event(Some(published.position()), published.event())
    })
}

/// Neighbouring rows, for every client that is sent a full state.
pub(super) fn segment(segment: &Segment) -> Bytes {
    segment.encoded(rows).frame
}

/// Neighbouring rows, and where each of them lies.
pub(crate) fn rows(rows: &[Arc<Ingress>]) -> EncodedRows {
    let mut frame = BEFORE_ROWS.to_vec();
    let mut ends = Vec::with_capacity(rows.len());
    for (index, row) in rows.iter().enumerate() {
        if index > 0 {
            frame.push(b',');
        }
        json::write(&mut frame, row);
        ends.push(frame.len());
    }
    frame.extend_from_slice(AFTER_ROWS);
    EncodedRows { frame: exact(frame), ends: ends.into() }
}

/// The rows as elements of a JSON array, out of the same bytes as their frame.
pub(crate) fn elements(rows: &EncodedRows) -> Bytes {
    rows.frame.slice(BEFORE_ROWS.len()..rows.frame.len() - AFTER_ROWS.len())
}

/// The rows a line each, out of the same bytes as their frame.
pub(crate) fn lines(rows: &EncodedRows) -> Bytes {
    let mut lines = Vec::with_capacity(rows.frame.len());
    let mut start = BEFORE_ROWS.len();
    for end in rows.ends.iter() {
        lines.extend_from_slice(&rows.frame[start..*end]);
        lines.push(b'\n');
        start = end + b",".len();
    }
    Bytes::from(lines)
}

/// Frames that are handed over together.
pub(super) fn joined(frames: &[Bytes]) -> Bytes {
    Bytes::from(frames.concat())
}

/// The bytes without room to grow, as they are kept.
pub(crate) fn exact(bytes: Vec<u8>) -> Bytes {
    Bytes::from(bytes.into_boxed_slice())
}

#[cfg(test)]
mod tests {
    use super::*;
    use kube_ingress_dash_model::event::{Reset, ResetReason, Upsert};
    use serde_json::json;

    fn row() -> Ingress {
        serde_json::from_value(json!({
            "namespace": "shop", "name": "web", "uid": "u", "resourceVersion": "1", "createdAt": null,
            "changedAt": null, "class": "},{", "rules": [], "defaultBackend": null, "tls": [], "addresses": [],
            "labels": {}, "annotations": {},
        }))
        .unwrap()
    }

    #[test]
    fn rows_are_a_frame_and_lie_where_they_are_cut_out() {
        let row = Arc::new(row());
        for count in 0..3 {
            let ingresses = vec![Arc::clone(&row); count];
            let one = String::from_utf8(json::line(&row)).unwrap();
            let rows = rows(&ingresses);
            assert_eq!(rows.frame, event(None, &Event::Upsert(Upsert { ingresses })));
            assert_eq!(elements(&rows), vec![one.trim_end(); count].join(","));
            assert_eq!(lines(&rows), one.repeat(count));
        }
    }

    #[test]
    fn a_frame_is_its_lines_and_an_empty_one() {
        let position = "e1.7".parse().unwrap();
        let frame = event(Some(&position), &Event::Reset(Reset { reason: ResetReason::Overflow }));
        assert_eq!(frame, "id: e1.7\nevent: reset\ndata: {\"reason\":\"overflow\"}\n\n");
    }
}
