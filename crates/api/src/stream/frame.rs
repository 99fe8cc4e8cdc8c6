//! Frames of the stream as bytes. What many clients are sent is encoded once, by the first who asks.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use kube_ingress_dash_model::event::{Event, Remove};
use kube_ingress_dash_model::position::Position;
use kube_ingress_dash_watcher::board::{self, Published, Row, Segment};
use kube_ingress_dash_watcher::viewer::Sight;

use crate::json;
use crate::metrics::StreamMetrics;

/// What a frame of rows holds beside them, at most.
const ROOM: usize = 128;

/// The line that tells a client how long to wait before it comes back.
pub(super) fn retry(wait: Duration) -> Bytes {
    Bytes::from(format!("retry: {}\n\n", wait.as_millis()))
}

/// An event for one client. With a position, the client resumes from there.
pub(super) fn event(position: Option<&Position>, event: &Event) -> Bytes {
    let mut frame = Vec::new();
    begin(&mut frame, position, event.name());
    json::write(&mut frame, event);
    frame.extend_from_slice(b"\n\n");
    exact(frame)
}

fn begin(frame: &mut Vec<u8>, position: Option<&Position>, name: &str) {
    if let Some(position) = position {
        frame.extend_from_slice(format!("id: {position}\n").as_bytes());
    }
    frame.extend_from_slice(format!("event: {name}\ndata: ").as_bytes());
}

/// A published event, for every client of this sight that follows.
pub(super) fn published(published: &Published, sight: Sight, metrics: &StreamMetrics) -> Bytes {
    published.encoded(sight, |published| {
        metrics.encoded();
        let position = Some(published.position());
        match published.event() {
            board::Event::Upserted(rows) => exact(upsert(position, rows, sight)),
            board::Event::Removed(keys) => event(position, &Event::Remove(Remove { keys: keys.clone() })),
            board::Event::Status(status) => event(position, &Event::Status(status.clone())),
        }
    })
}

/// The first line of a frame with another position, and the rest of the frame, whose bytes stay shared.
pub(super) fn at_position(position: &Position, shared: &Bytes) -> (Bytes, Bytes) {
    let end = shared.iter().position(|byte| *byte == b'\n').map_or(0, |line_break| line_break + 1);
    (Bytes::from(format!("id: {position}\n")), shared.slice(end..))
}

/// Neighbouring rows, for every client of this sight that is sent a full state.
pub(super) fn segment(segment: &Segment, sight: Sight) -> Bytes {
    segment.frame(sight, |rows| upsert(None, rows, sight))
}

/// Rows as the frame of an event.
pub(super) fn upsert(position: Option<&Position>, rows: &[Arc<Row>], sight: Sight) -> Vec<u8> {
    let mut frame = Vec::with_capacity(json::size_of_rows(rows) + ROOM);
    begin(&mut frame, position, "upsert");
    frame.extend_from_slice(b"{\"ingresses\":[");
    json::write_rows(&mut frame, rows, ",", sight);
    frame.extend_from_slice(b"]}\n\n");
    frame
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
    use kube_ingress_dash_model::ingress::Ingress;
    use serde_json::json;

    #[test]
    fn rows_are_the_frame_of_their_event() {
        let ingress: Ingress = serde_json::from_value(json!({
            "namespace": "shop", "name": "web", "uid": "u", "resourceVersion": "1", "createdAt": null,
            "changedAt": null, "class": "},{", "rules": [], "defaultBackend": null, "tls": [], "addresses": [],
            "labels": {}, "annotations": {},
        }))
        .unwrap();
        let row = Arc::new(Row::new(&ingress).unwrap());
        let ingress = Arc::new(ingress);
        let position = "e1.7".parse().unwrap();
        for (count, position) in [(0, None), (1, Some(&position)), (2, None)] {
            let expected =
                event(position, &Event::Upsert(Upsert { ingresses: vec![Arc::clone(&ingress); count] }));
            assert_eq!(upsert(position, &vec![Arc::clone(&row); count], Sight::Whole), expected);
        }
    }

    #[test]
    fn a_frame_at_another_position_shares_all_but_its_first_line() {
        let (here, place) = ("e1.7".parse().unwrap(), "e1x5.7".parse().unwrap());
        let told = Event::Reset(Reset { reason: ResetReason::Overflow });
        let shared = event(Some(&here), &told);
        let (first, rest) = at_position(&place, &shared);
        assert_eq!(joined(&[first, rest.clone()]), event(Some(&place), &told));
        assert_eq!(rest.as_ptr(), shared[b"id: e1.7\n".len()..].as_ptr());
    }

    #[test]
    fn a_frame_is_its_lines_and_an_empty_one() {
        let position = "e1.7".parse().unwrap();
        let frame = event(Some(&position), &Event::Reset(Reset { reason: ResetReason::Overflow }));
        assert_eq!(frame, "id: e1.7\nevent: reset\ndata: {\"reason\":\"overflow\"}\n\n");
    }
}
