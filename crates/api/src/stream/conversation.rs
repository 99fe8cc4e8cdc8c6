//! What one client of the stream is told, in order: the state or what it missed, then every change.
//!
//! Nothing is queued for a client. Each frame is made, or taken from the board, when the client's socket has room for
//! it, so that a client that reads slowly costs no memory and delays nobody; when the board's log has moved past it,
//! it is sent the state anew.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::{FutureExt as _, Stream, stream};
use kube_ingress_dash_model::Timestamp;
use kube_ingress_dash_model::event::{Event, Heartbeat, Ready, Reset, ResetReason, Status};
use kube_ingress_dash_watcher::board::{BoardReader, Cursor, Overflow, Segment, Snapshot};
use kube_ingress_dash_watcher::viewer::Selection;
use rand::RngExt as _;
use tokio::time::{Instant, Sleep};

use super::frame;
use super::resume::resume;
use crate::metrics::StreamMetrics;

/// Clients wait for as many milliseconds before they come back, so that a restart does not bring all of them at once.
const RETRY: std::ops::RangeInclusive<u64> = 1000..=5000;

/// What a conversation needs to know.
pub(super) struct Terms {
    pub(super) board: BoardReader,
    pub(super) selection: Selection,
    /// Where the client says that it stands.
    pub(super) from: Option<String>,
    /// The silence after which the client hears a heartbeat.
    pub(super) heartbeat: Duration,
    /// Comes when it is this client's turn to go.
    pub(super) ended: Pin<Box<dyn Future<Output = ()> + Send>>,
    pub(super) metrics: StreamMetrics,
}

struct Conversation {
    terms: Terms,
    phase: Phase,
    silence: Pin<Box<Sleep>>,
}

enum Phase {
    /// Nothing has been said.
    Connected,
    /// Sends what was published between the client's position and the snapshot.
    Replaying { cursor: Box<Cursor>, until: Box<Snapshot> },
    /// Sends the rows of the snapshot.
    Sending { segments: std::vec::IntoIter<Arc<Segment>>, snapshot: Box<Snapshot> },
    /// Sends what is published.
    Following { cursor: Box<Cursor> },
}

/// The frames of one client. The stream ends when it is the client's turn to go.
pub(super) fn converse(terms: Terms) -> impl Stream<Item = Bytes> {
    let silence = Box::pin(tokio::time::sleep(terms.heartbeat));
    let conversation = Conversation { terms, phase: Phase::Connected, silence };
    stream::unfold(conversation, |mut conversation| async {
        let frame = conversation.next().await?;
        conversation.silence.as_mut().reset(Instant::now() + conversation.terms.heartbeat);
        Some((frame, conversation))
    })
}

impl Conversation {
    async fn next(&mut self) -> Option<Bytes> {
        if (&mut self.terms.ended).now_or_never().is_some() {
            return None;
        }
        match &mut self.phase {
            Phase::Connected => Some(self.connect()),
            Phase::Replaying { cursor, until } => match cursor.try_next() {
                Ok(Some(event)) if event.position().sequence <= until.position().sequence => {
                    Some(frame::published(&event, &self.terms.metrics))
                }
                Ok(_) => {
                    let frames = [status(until), ready(until)];
                    self.phase = Phase::Following { cursor: Box::new(until.follow()) };
                    Some(joined(&frames))
                }
                Err(Overflow) => Some(self.start_anew(ResetReason::Overflow)),
            },
            Phase::Sending { segments, snapshot } => {
                if let Some(segment) = segments.next() {
                    return Some(frame::segment(&segment));
                }
                let frame = ready(snapshot);
                self.phase = Phase::Following { cursor: Box::new(snapshot.follow()) };
                Some(frame)
            }
            Phase::Following { cursor } => {
                let next = tokio::select! {
                    biased;
                    () = &mut self.terms.ended => return None,
                    event = cursor.next() => event.map(|event| frame::published(&event, &self.terms.metrics)),
                    () = &mut self.silence => Ok(heartbeat(cursor)),
                };
                Some(next.unwrap_or_else(|Overflow| self.start_anew(ResetReason::Overflow)))
            }
        }
    }

    fn connect(&mut self) -> Bytes {
        let retry = frame::retry(Duration::from_millis(rand::rng().random_range(RETRY)));
        let Terms { board, selection, from, .. } = &self.terms;
        match resume(board, selection, from.as_deref()) {
            Ok(cursor) => {
                let until = Box::new(board.snapshot(selection));
                self.phase = Phase::Replaying { cursor: Box::new(cursor), until };
                retry
            }
            Err(reason) => joined(&[retry, self.start_anew(reason)]),
        }
    }

    /// Begins a full state: what the client hears before the rows.
    fn start_anew(&mut self, reason: ResetReason) -> Bytes {
        self.terms.metrics.reset(reason);
        let snapshot = self.terms.board.snapshot(&self.terms.selection);
        let nowhere = snapshot.position().epoch.at(0);
        let reset = frame::event(Some(&nowhere), &Event::Reset(Reset { reason }));
        let frames = [reset, status(&snapshot)];
        let segments = snapshot.segments().to_vec().into_iter();
        self.phase = Phase::Sending { segments, snapshot: Box::new(snapshot) };
        joined(&frames)
    }
}

fn status(snapshot: &Snapshot) -> Bytes {
    let status = Status { scope: Some(snapshot.scope.clone()), namespaces: snapshot.namespaces.clone() };
    frame::event(None, &Event::Status(status))
}

fn ready(snapshot: &Snapshot) -> Bytes {
    let position = snapshot.position();
    let ready = Ready { count: snapshot.count(), position: position.clone() };
    frame::event(Some(&position), &Event::Ready(ready))
}

fn heartbeat(cursor: &Cursor) -> Bytes {
    let position = cursor.position();
    let heartbeat = Heartbeat { time: Timestamp::now(), position: position.clone() };
    frame::event(Some(&position), &Event::Heartbeat(heartbeat))
}

fn joined(frames: &[Bytes]) -> Bytes {
    let mut all = BytesMut::with_capacity(frames.iter().map(Bytes::len).sum());
    for frame in frames {
        all.extend_from_slice(frame);
    }
    all.freeze()
}
