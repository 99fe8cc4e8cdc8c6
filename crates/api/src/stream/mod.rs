//! Server-Sent Events: the state and its changes, for any number of clients at the cost of one.

mod conversation;
pub(crate) mod frame;
mod resume;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::Stream;
use kube_ingress_dash_watcher::board::BoardReader;
use kube_ingress_dash_watcher::viewer::Selection;
use tokio::sync::{Semaphore, TryAcquireError};

use crate::drain::Drain;
use crate::problem::Problem;
use conversation::{Terms, converse};

/// Opens streams, as many as there may be, until the service ends.
#[derive(Debug, Clone)]
pub struct Streams {
    board: BoardReader,
    heartbeat: Duration,
    places: Arc<Semaphore>,
    drain: Drain,
}

impl Streams {
    /// Streams from this board. A client hears a heartbeat after a silence of `heartbeat`; at most `limit` streams
    /// are open at once, or any number.
    pub fn new(board: BoardReader, heartbeat: Duration, limit: Option<u32>, drain: Drain) -> Self {
        let limit = limit.and_then(|limit| usize::try_from(limit).ok());
        let places = limit.map_or(Semaphore::MAX_PERMITS, |limit| limit.min(Semaphore::MAX_PERMITS));
        Self { board, heartbeat, places: Arc::new(Semaphore::new(places)), drain }
    }

    /// The frames of a new client that says that it stands at `from`.
    pub(crate) fn open(
        &self,
        selection: Selection,
        from: Option<String>,
    ) -> Result<impl Stream<Item = Bytes> + use<>, Problem> {
        use futures_util::StreamExt as _;

        if self.drain.has_begun() {
            return Err(Problem::ShuttingDown);
        }
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|error| match error {
            TryAcquireError::NoPermits => Problem::TooManyStreams,
            TryAcquireError::Closed => Problem::ShuttingDown,
        })?;
        let frames = converse(Terms {
            board: self.board.clone(),
            selection,
            from,
            heartbeat: self.heartbeat,
            ended: Box::pin(self.drain.turn()),
        });
        Ok(frames.map(move |frame| {
            let _occupied = &place;
            frame
        }))
    }
}
