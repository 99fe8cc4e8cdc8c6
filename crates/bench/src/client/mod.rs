//! Clients of the stream: as many as a test of load needs, in one process.

mod book;
mod fleet;
mod frame;
mod keys;
mod splitter;
mod view;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use http_body_util::BodyExt as _;
use memchr::memmem;
use parking_lot::Mutex;
use tokio::task::JoinHandle;

pub(crate) use book::Book;
pub(crate) use fleet::Fleet;
pub(crate) use frame::digest;
pub(crate) use splitter::Splitter;
pub(crate) use view::{Fingerprint, View};

use crate::churn::Ledger;
use crate::http::Connection;
use crate::latency::Latencies;
use crate::outcome::Result;

/// What clients do with what they are sent.
#[derive(Debug, Clone)]
pub(crate) enum Reading {
    /// They count bytes, and see when a state is complete.
    Count,
    /// They keep the state that a browser would show, and note how late each change comes.
    Follow { book: Arc<Book>, ledger: Arc<Ledger>, latencies: Arc<Latencies> },
}

impl Reading {
    /// Follows without a look at the time.
    pub(crate) fn follow() -> Self {
        Self::measured(&Arc::default())
    }

    /// Follows, and notes how late the changes of this ledger come.
    pub(crate) fn measured(ledger: &Arc<Ledger>) -> Self {
        Self::Follow { book: Arc::default(), ledger: Arc::clone(ledger), latencies: Arc::default() }
    }

    pub(crate) fn book(&self) -> Option<&Book> {
        match self {
            Self::Count => None,
            Self::Follow { book, .. } => Some(book),
        }
    }

    pub(crate) fn latencies(&self) -> Option<&Latencies> {
        match self {
            Self::Count => None,
            Self::Follow { latencies, .. } => Some(latencies),
        }
    }
}

/// One client, connected for as long as it exists.
#[derive(Debug)]
pub(crate) struct Client {
    pub(crate) view: Arc<Mutex<View>>,
    task: JoinHandle<()>,
}

impl Client {
    /// Connects, and goes on from where `view` stands.
    pub(crate) fn connect(address: SocketAddr, reading: Reading, view: View) -> Self {
        let view = Arc::new(Mutex::new(view));
        let shared = Arc::clone(&view);
        let task = tokio::spawn(async move {
            let ended = converse(address, &reading, &shared).await;
            let mut view = shared.lock();
            view.ends += 1;
            if let Err(error) = ended {
                view.malformed.get_or_insert_with(|| error.to_string());
            }
        });
        Self { view, task }
    }

    /// Leaves without a word, and gives the state that it has.
    pub(crate) async fn leave(mut self) -> View {
        self.task.abort();
        let _ = (&mut self.task).await;
        self.view.lock().clone()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Reads the stream until it ends.
async fn converse(address: SocketAddr, reading: &Reading, view: &Mutex<View>) -> Result<()> {
    let from = view.lock().position.clone();
    let path = from.map_or_else(String::new, |from| format!("?from={from}"));
    let mut connection = Connection::open(address).await?;
    let headers = [("accept", "text/event-stream")];
    let answer = connection.send(&format!("/api/ingresses/stream{path}"), &headers).await?;
    if !answer.status().is_success() {
        return Err(format!("the stream was refused: {}", answer.status()).into());
    }
    let mut body = answer.into_body();
    let mut splitter = Splitter::new(b"\n\n");
    while let Some(piece) = body.frame().await {
        // A stream that is cut off has ended.
        let Ok(Ok(piece)) = piece.map(hyper::body::Frame::into_data) else { return Ok(()) };
        let now = Instant::now();
        let mut view = view.lock();
        view.bytes += piece.len();
        match reading {
            Reading::Count => {
                if memmem::find(&piece, b"event: ready\n").is_some() {
                    view.ready = Some(now);
                }
            }
            Reading::Follow { book, ledger, latencies } => {
                let mut malformed = None;
                splitter.push(&piece, |bytes| match book.read(bytes) {
                    Ok(frame) => {
                        view.apply(&frame, now);
                        if let Some(made) = frame.change.and_then(|change| ledger.made(change)) {
                            latencies.record(now.duration_since(made));
                        }
                    }
                    Err(error) => malformed = Some(error),
                });
                if let Some(error) = malformed {
                    return Err(error);
                }
            }
        }
    }
    Ok(())
}
