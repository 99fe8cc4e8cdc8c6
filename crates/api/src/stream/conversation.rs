//! What one client of the stream is told, in order: the state or what it missed, then every change.
//!
//! Nothing is queued for a client. Each frame is made, or taken from the board, when the client's socket has room for
//! it, so that a client that reads slowly costs no memory and delays nobody; when the board's log has moved past it,
//! it is sent the state anew.

use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{FutureExt as _, Stream, stream};
use kube_ingress_dash_model::Timestamp;
use kube_ingress_dash_model::event::{Event, Heartbeat, ResetReason};
use kube_ingress_dash_watcher::board::{BoardReader, Cursor, Overflow, Published, Snapshot};
use kube_ingress_dash_watcher::viewer::Selection;
use rand::RngExt as _;
use tokio::time::{Instant, Sleep};

use super::frame;
use super::full_state::{self, FullState};
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
    /// When the client was given its last frame.
    spoken: Instant,
    /// Ends no later than the client's silence; it is set anew when it ends, and not with each frame.
    silence: Pin<Box<Sleep>>,
    /// What is left of a frame whose first line is the client's own.
    rest: Option<Bytes>,
}

enum Phase {
    /// Nothing has been said.
    Connected,
    /// Sends what was published between the client's position and the snapshot.
    Replaying { cursor: Box<Cursor>, until: Box<Snapshot> },
    /// Sends a full state.
    Sending { state: Box<FullState> },
    /// Sends what is published.
    Following { cursor: Box<Cursor> },
}

/// The frames of one client. The stream ends when it is the client's turn to go.
pub(super) fn converse(terms: Terms) -> impl Stream<Item = Bytes> {
    let silence = Box::pin(tokio::time::sleep(terms.heartbeat));
    let conversation =
        Conversation { terms, phase: Phase::Connected, spoken: Instant::now(), silence, rest: None };
    stream::unfold(conversation, |mut conversation| async {
        let frame = conversation.next().await?;
        conversation.spoken = Instant::now();
        Some((frame, conversation))
    })
}

impl Conversation {
    async fn next(&mut self) -> Option<Bytes> {
        if let Some(rest) = self.rest.take() {
            return Some(rest);
        }
        if (&mut self.terms.ended).now_or_never().is_some() {
            return None;
        }
        match &mut self.phase {
            Phase::Connected => Some(self.connect()),
            Phase::Replaying { cursor, until } => match cursor.try_next() {
                Ok(Some(event)) if event.position().sequence <= until.position().sequence => {
                    let (frame, rest) = told(cursor, &event, &self.terms.metrics);
                    self.rest = rest;
                    Some(frame)
                }
                Ok(_) => {
                    let frames = [full_state::status(until), full_state::ready(until)];
                    self.phase = Phase::Following { cursor: Box::new(until.follow()) };
                    Some(frame::joined(&frames))
                }
                Err(Overflow) => Some(self.start_anew(ResetReason::Overflow)),
            },
            Phase::Sending { state } => {
                if let Some(rows) = state.next(&self.terms.board, &self.terms.selection) {
                    return Some(rows);
                }
                let (ending, cursor) = state.finish();
                self.phase = Phase::Following { cursor: Box::new(cursor) };
                Some(ending)
            }
            Phase::Following { .. } => self.follow().await,
        }
    }

    async fn follow(&mut self) -> Option<Bytes> {
        let Phase::Following { cursor } = &mut self.phase else {
            return None;
        };
        loop {
            tokio::select! {
                biased;
                () = &mut self.terms.ended => return None,
                event = cursor.next() => match event {
                    Ok(event) => {
                        let (frame, rest) = told(cursor, &event, &self.terms.metrics);
                        self.rest = rest;
                        return Some(frame);
                    }
                    Err(Overflow) => return Some(self.start_anew(ResetReason::Overflow)),
                },
                () = &mut self.silence => {
                    let due = self.spoken + self.terms.heartbeat;
                    let now = Instant::now();
                    if due <= now {
                        self.silence.as_mut().reset(now + self.terms.heartbeat);
                        return Some(heartbeat(cursor));
                    }
                    self.silence.as_mut().reset(due);
                }
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
            Err(reason) => frame::joined(&[retry, self.start_anew(reason)]),
        }
    }

    /// Begins a full state.
    fn start_anew(&mut self, reason: ResetReason) -> Bytes {
        self.terms.metrics.reset(reason);
        let (state, opening) = FullState::begin(&self.terms.board, &self.terms.selection, reason);
        self.phase = Phase::Sending { state: Box::new(state) };
        opening
    }
}

/// A published event for the client that this cursor reads for, in one or two pieces. A client that may not see
/// everything is told its own position and its own words about the watches; the rows are bytes that all of its sight share.
fn told(cursor: &Cursor, event: &Published, metrics: &StreamMetrics) -> (Bytes, Option<Bytes>) {
    if !cursor.is_restricted() {
        return (frame::published(event, cursor.sight(), metrics), None);
    }
    let position = cursor.position();
    if let Some(status) = cursor.instead_of(event) {
        return (frame::event(Some(&position), &Event::Status(status)), None);
    }
    let (own, shared) = frame::at_position(&position, &frame::published(event, cursor.sight(), metrics));
    (own, Some(shared))
}

fn heartbeat(cursor: &Cursor) -> Bytes {
    let position = cursor.position();
    let heartbeat = Heartbeat { time: Timestamp::now(), position: position.clone() };
    frame::event(Some(&position), &Event::Heartbeat(heartbeat))
}
