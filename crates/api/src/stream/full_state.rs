//! A full state on its way to one client, which may need longer for it than the log reaches back.
//!
//! While its rows are sent the board goes on. What has changed meanwhile is sent as a difference, each key once, and
//! what changes during that alike, until the client is near enough to follow the log: a full state never leads to the
//! next one.

use bytes::Bytes;
use kube_ingress_dash_model::event::{BATCH, Event, Ready, Remove, Reset, ResetReason, Status};
use kube_ingress_dash_watcher::board::{BoardReader, Cursor, Difference, Snapshot};
use kube_ingress_dash_watcher::viewer::{Selection, Sight};

use super::frame;

/// What is left to send of a state.
pub(super) struct FullState {
    /// What the client has when `frames` are sent.
    snapshot: Snapshot,
    frames: Box<dyn Iterator<Item = Bytes> + Send>,
    /// Whether the client was sent a difference, and so has statuses of another moment than its rows.
    has_moved: bool,
}

impl FullState {
    /// The state as it stands now, and what the client hears before its rows.
    pub(super) fn begin(board: &BoardReader, selection: &Selection, reason: ResetReason) -> (Self, Bytes) {
        let snapshot = board.snapshot(selection);
        let nowhere = snapshot.position().epoch.at(0);
        let reset = frame::event(Some(&nowhere), &Event::Reset(Reset { reason }));
        let opening = frame::joined(&[reset, status(&snapshot)]);
        let segments = snapshot.segments().to_vec().into_iter();
        let sight = snapshot.sight();
        let frames = Box::new(segments.map(move |segment| frame::segment(&segment, sight)));
        (Self { snapshot, frames, has_moved: false }, opening)
    }

    /// The next rows, or none when the client can follow.
    pub(super) fn next(&mut self, board: &BoardReader, selection: &Selection) -> Option<Bytes> {
        loop {
            if let Some(frame) = self.frames.next() {
                return Some(frame);
            }
            if self.snapshot.follow().has_room() {
                return None;
            }
            let later = board.snapshot(selection);
            self.frames = Box::new(difference(&later.difference(&self.snapshot), later.sight()));
            self.snapshot = later;
            self.has_moved = true;
        }
    }

    /// What the client hears after the rows, and from where it follows.
    pub(super) fn finish(&self) -> (Bytes, Cursor) {
        let ready = ready(&self.snapshot);
        let ending = if self.has_moved { frame::joined(&[status(&self.snapshot), ready]) } else { ready };
        (ending, self.snapshot.follow())
    }
}

fn difference(difference: &Difference, sight: Sight) -> impl Iterator<Item = Bytes> + use<> {
    let removed: Vec<_> = difference.removed.chunks(BATCH).map(<[_]>::to_vec).collect();
    let upserted: Vec<_> = difference.upserted.chunks(BATCH).map(<[_]>::to_vec).collect();
    let removed = removed.into_iter().map(|keys| frame::event(None, &Event::Remove(Remove { keys })));
    removed.chain(upserted.into_iter().map(move |rows| Bytes::from(frame::upsert(None, &rows, sight))))
}

/// The state of every watch of the selection.
pub(super) fn status(snapshot: &Snapshot) -> Bytes {
    let status = Status { scope: Some(snapshot.scope.clone()), namespaces: snapshot.namespaces.clone() };
    frame::event(None, &Event::Status(status))
}

/// The client has everything up to this snapshot.
pub(super) fn ready(snapshot: &Snapshot) -> Bytes {
    let position = snapshot.position();
    let ready = Ready { count: snapshot.count(), position: position.clone() };
    frame::event(Some(&position), &Event::Ready(ready))
}
