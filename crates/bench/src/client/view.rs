//! What one client shows, after the rules of `kube_ingress_dash_model::board`, and what it lived through.

use std::collections::BTreeMap;
use std::time::Instant;

use kube_ingress_dash_model::status::{SHARED, WatchState};

use super::frame::{Content, Frame};
use super::keys::Key;

/// A set of rows that can be compared with another at the cost of two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Fingerprint {
    pub(crate) count: usize,
    sum: u64,
}

impl Fingerprint {
    pub(crate) fn add(&mut self, digest: u64) {
        self.count += 1;
        self.sum = self.sum.wrapping_add(digest);
    }

    fn take(&mut self, digest: u64) {
        self.count -= 1;
        self.sum = self.sum.wrapping_sub(digest);
    }
}

#[derive(Debug, Clone, Default)]
struct Rows {
    digests: Vec<Option<u64>>,
    fingerprint: Fingerprint,
}

impl Rows {
    fn set(&mut self, key: Key, digest: Option<u64>) {
        if key >= self.digests.len() {
            self.digests.resize(key + 1, None);
        }
        if let Some(old) = std::mem::replace(&mut self.digests[key], digest) {
            self.fingerprint.take(old);
        }
        if let Some(new) = digest {
            self.fingerprint.add(new);
        }
    }
}

/// A client's state and history.
#[derive(Debug, Clone, Default)]
pub(crate) struct View {
    rows: Rows,
    /// The full state that replaces the rows once it is complete.
    incoming: Option<Rows>,
    states: BTreeMap<String, WatchState>,
    /// Whether it ever had a full state.
    complete: bool,
    /// The id of the last frame.
    pub(crate) position: Option<String>,
    /// When the rows last became others.
    pub(crate) changed: Option<Instant>,
    /// When the last full state or resume was complete.
    pub(crate) ready: Option<Instant>,
    /// When a watch was first told to be stale since that was last forgotten.
    pub(crate) stale: Option<Instant>,
    /// Full states that were begun.
    pub(crate) resets: usize,
    /// Bytes of bodies.
    pub(crate) bytes: usize,
    /// The next change of the churn that must come.
    pub(crate) next_change: usize,
    /// Changes that came out of their turn.
    pub(crate) out_of_turn: usize,
    /// How often the shown rows were others than those that were expected.
    pub(crate) wrong: usize,
    /// The only rows that may be shown once a state is complete.
    expected: Option<Fingerprint>,
    /// What could not be read.
    pub(crate) malformed: Option<String>,
    /// How often the stream ended.
    pub(crate) ends: usize,
}

impl View {
    /// A client that comes back to this position, whatever rows it had.
    pub(crate) fn at(position: Option<String>) -> Self {
        Self { position, ..Self::default() }
    }

    /// A new client that may show nothing else once it has a complete state.
    pub(crate) fn expecting(rows: Fingerprint) -> Self {
        Self { expected: Some(rows), ..Self::default() }
    }

    /// The same client when it comes back.
    pub(crate) fn returning(self) -> Self {
        Self { ready: None, ..self }
    }

    pub(crate) fn apply(&mut self, frame: &Frame, now: Instant) {
        if frame.id.is_some() {
            self.position.clone_from(&frame.id);
        }
        if let Some(change) = frame.change {
            if change == self.next_change {
                self.next_change += 1;
            } else {
                self.out_of_turn += 1;
            }
        }
        let before = self.rows.fingerprint;
        match &frame.content {
            Content::Nothing => return,
            Content::Reset => {
                self.resets += 1;
                self.incoming = (before.count > 0).then(Rows::default);
            }
            Content::Upsert(rows) => {
                let target = self.incoming.as_mut().unwrap_or(&mut self.rows);
                for (key, digest) in rows {
                    target.set(*key, Some(*digest));
                }
            }
            Content::Remove(keys) => {
                let target = self.incoming.as_mut().unwrap_or(&mut self.rows);
                for key in keys {
                    target.set(*key, None);
                }
            }
            Content::Status { all, namespaces } => {
                if *all {
                    self.states.clear();
                }
                for status in namespaces {
                    self.states.insert(status.namespace.clone(), status.state);
                    if status.namespace == SHARED {
                        self.states.values_mut().for_each(|state| *state = status.state);
                    }
                    if status.state == WatchState::Stale {
                        self.stale.get_or_insert(now);
                    }
                }
            }
            Content::Ready => {
                if let Some(rows) = self.incoming.take() {
                    self.rows = rows;
                }
                self.ready = Some(now);
                self.complete = true;
            }
        }
        if self.rows.fingerprint != before {
            self.changed = Some(now);
        }
        if self.complete && self.expected.is_some_and(|expected| expected != self.rows.fingerprint) {
            self.wrong += 1;
        }
    }

    /// The rows that are shown.
    pub(crate) fn shown(&self) -> Fingerprint {
        self.rows.fingerprint
    }

    /// Whether no full state is under way.
    pub(crate) fn incoming_is_none(&self) -> bool {
        self.incoming.is_none()
    }

    /// Whether some watch is told to be live and none to be anything else.
    pub(crate) fn is_live(&self) -> bool {
        !self.states.is_empty() && self.states.values().all(|state| *state == WatchState::Live)
    }
}
