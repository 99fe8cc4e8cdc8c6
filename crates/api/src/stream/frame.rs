//! Frames of the stream as bytes. What many clients are sent is encoded once, by the first who asks.

use std::time::Duration;

use bytes::Bytes;
use kube_ingress_dash_model::event::{Event, Upsert};
use kube_ingress_dash_model::position::Position;
use kube_ingress_dash_watcher::board::{Published, Segment};

use crate::json;

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
    Bytes::from(frame)
}

/// A published event, for every client that follows.
pub(super) fn published(published: &Published) -> Bytes {
    published.encoded(|published| event(Some(published.position()), published.event()))
}

/// Neighbouring rows, for every client that is sent a full state.
pub(super) fn segment(segment: &Segment) -> Bytes {
    segment.encoded(|rows| event(None, &Event::Upsert(Upsert { ingresses: rows.to_vec() })))
}

/// The rows of a segment as elements of a JSON array, out of the same bytes as its frame.
pub(crate) fn rows(of: &Segment) -> Bytes {
    let frame = segment(of);
    frame.slice(BEFORE_ROWS.len()..frame.len() - AFTER_ROWS.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use kube_ingress_dash_model::event::{Reset, ResetReason};

    #[test]
    fn the_rows_lie_where_they_are_cut_out() {
        let frame = event(None, &Event::Upsert(Upsert { ingresses: Vec::new() }));
        assert_eq!(frame, [BEFORE_ROWS, AFTER_ROWS].concat());
    }

    #[test]
    fn a_frame_is_its_lines_and_an_empty_one() {
        let position = "e1.7".parse().unwrap();
        let frame = event(Some(&position), &Event::Reset(Reset { reason: ResetReason::Overflow }));
        assert_eq!(frame, "id: e1.7\nevent: reset\ndata: {\"reason\":\"overflow\"}\n\n");
    }
}
