//! A reader's place in the log.

use std::sync::Arc;

use kube_ingress_dash_model::event::Status;
use kube_ingress_dash_model::position::{Epoch, Position};
use parking_lot::RwLock;
use tokio::sync::watch;

use super::Published;
use super::log::Found;
use super::state::State;
use crate::viewer::{Selection, Sight};

/// Hands out the events of one selection in order, each once.
#[derive(Debug, Clone)]
pub struct Cursor {
    state: Arc<RwLock<State>>,
    published: watch::Receiver<u64>,
    selection: Selection,
    epoch: Epoch,
    sequence: u64,
}

/// The reader was too slow: events were dropped that it has not seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overflow;

impl Cursor {
    pub(super) fn new(
        state: Arc<RwLock<State>>,
        published: watch::Receiver<u64>,
        selection: Selection,
        position: Position,
    ) -> Self {
        Self { state, published, selection, epoch: position.epoch, sequence: position.sequence }
    }

    /// Up to where everything of the selection was handed out, in the reader's epoch.
    pub fn position(&self) -> Position {
        self.epoch.at(self.sequence)
    }

    /// Whether this reader's positions are not those that are told to all.
    pub fn is_restricted(&self) -> bool {
        self.selection.is_restricted()
    }

    /// How much this reader may know of what is found about rows.
    pub fn sight(&self) -> Sight {
        self.selection.sight()
    }

    /// What this reader is told in place of the event, where it may not know all of that.
    pub fn instead_of(&self, event: &Published) -> Option<Status> {
        self.state.read().instead_of(event, &self.selection)
    }

    /// Whether the log holds as many events from before this place as from after it: a reader that goes on from here
    /// has time before the log has moved past it.
    pub fn has_room(&self) -> bool {
        let state = self.state.read();
        let behind = state.latest().saturating_sub(self.sequence);
        state.reaches_back_to(self.sequence.saturating_sub(behind))
    }

    /// The next event if there is one already.
    pub fn try_next(&mut self) -> Result<Option<Arc<Published>>, Overflow> {
        match self.state.read().after(self.sequence, &self.selection) {
            Found::Event(event) => {
                self.sequence = event.position().sequence;
                Ok(Some(event))
            }
            Found::Nothing(latest) => {
                self.sequence = latest;
                Ok(None)
            }
            Found::Dropped => Err(Overflow),
        }
    }

    /// The next event, waiting for it. Cancelling loses nothing. A board that is gone publishes nothing more, and
    /// the wait does not end.
    pub async fn next(&mut self) -> Result<Arc<Published>, Overflow> {
        loop {
            self.published.mark_unchanged();
            if let Some(event) = self.try_next()? {
                return Ok(event);
            }
            if self.published.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }
}
