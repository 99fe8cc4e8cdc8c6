//! What a link does with the bytes of its connections, known to all of them at once.

use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::watch;

/// What happens to bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Passing,
    Stalled,
    /// There is no way through: connections are reset.
    Broken,
    /// Each connection passes as many bytes of the server's from now on.
    Truncating {
        /// Differs from that of every other order, so that connections notice when to count anew.
        order: u64,
        bytes: usize,
    },
}

impl State {
    pub(super) fn truncating(bytes: usize) -> Self {
        static ORDERS: AtomicU64 = AtomicU64::new(0);
        Self::Truncating { order: ORDERS.fetch_add(1, Ordering::Relaxed), bytes }
    }
}

/// Sets the state.
#[derive(Debug)]
pub(super) struct Gate(watch::Sender<State>);

/// Follows the state, for one direction of one connection.
#[derive(Clone, Debug)]
pub(super) struct Passage(watch::Receiver<State>);

impl Gate {
    pub(super) fn new() -> Self {
        Self(watch::Sender::new(State::Passing))
    }

    pub(super) fn set(&self, state: State) {
        self.0.send_replace(state);
    }

    pub(super) fn passage(&self) -> Passage {
        Passage(self.0.subscribe())
    }
}

impl Passage {
    /// Waits until there is no way through.
    pub(super) async fn broken(&mut self) {
        // Without the gate there is no way through either.
        let _ = self.0.wait_for(|state| *state == State::Broken).await;
    }

    /// Waits until bytes may pass, and says how.
    pub(super) async fn open(&mut self) -> State {
        match self.0.wait_for(|state| *state != State::Stalled).await {
            Ok(state) => *state,
            Err(_) => State::Broken,
        }
    }
}
