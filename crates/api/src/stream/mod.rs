//! Server-Sent Events: the state and its changes, for any number of clients at the cost of one.

mod conversation;
pub(crate) mod frame;
mod full_state;
mod resume;

use std::time::Duration;

use bytes::Bytes;
use futures_util::Stream;
use kube_ingress_dash_core::limit::{ConcurrencyLimit, Full};
use kube_ingress_dash_watcher::board::BoardReader;
use kube_ingress_dash_watcher::viewer::Selection;

use crate::client::Client;
use crate::drain::Drain;
use crate::metrics::{Metrics, StreamMetrics};
use crate::problem::Problem;
use conversation::{Terms, converse};

/// Opens streams, as many as there may be, until the service ends.
#[derive(Debug, Clone)]
pub struct Streams {
    board: BoardReader,
    heartbeat: Duration,
    places: ConcurrencyLimit<Client>,
    most: Option<u32>,
    drain: Drain,
    metrics: StreamMetrics,
}

/// How many streams may be open at once; none is any number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StreamLimits {
    /// Of all clients together.
    pub total: Option<u32>,
    /// Of one client.
    pub per_client: Option<u32>,
}

impl Streams {
    /// Streams from this board. A client hears a heartbeat after a silence of `heartbeat`.
    pub fn new(
        board: BoardReader,
        heartbeat: Duration,
        limits: StreamLimits,
        drain: Drain,
        metrics: &Metrics,
    ) -> Self {
        let places = ConcurrencyLimit::new(limits.total, limits.per_client);
        Self { board, heartbeat, places, most: limits.total, drain, metrics: metrics.streams.clone() }
    }

    /// How many may be open at once.
    pub(crate) fn most(&self) -> Option<u32> {
        self.most
    }

    /// The frames of a new stream of this client, which says that it stands at `from`. The stream ends when `revoked`
    /// does.
    pub(crate) fn open<Revoked: Future<Output = ()> + Send + 'static>(
        &self,
        client: Client,
        selection: Selection,
        from: Option<String>,
        revoked: Revoked,
    ) -> Result<impl Stream<Item = Bytes> + use<Revoked>, Problem> {
        use futures_util::StreamExt as _;

        if self.drain.has_begun() {
            return Err(Problem::ShuttingDown);
        }
        let place = self.places.acquire(client).map_err(|full| match full {
            Full::Key => Problem::TooManyStreamsOfClient,
            Full::Total => Problem::TooManyStreams,
        })?;
        let turn = self.drain.turn();
        let ended = async move {
            tokio::select! {
                () = turn => {}
                () = revoked => {}
            }
        };
        let frames = converse(Terms {
            board: self.board.clone(),
            selection,
            from,
            heartbeat: self.heartbeat,
            ended: Box::pin(ended),
            metrics: self.metrics.clone(),
        });
        let opened = self.metrics.open();
        Ok(frames.map(move |frame| {
            let _occupied = &place;
            opened.sent(frame.len());
            frame
        }))
    }
}
