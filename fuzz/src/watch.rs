//! A source is answered with any bodies: it goes on, and its board holds only what may be shown.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream;
use http::{Request, Response};
use http_body_util::StreamBody;
use jiff::Timestamp;
use kube::Client;
use kube::client::Body;
use kube_ingress_dash_core::stack::{Guards, Settings};
use kube_ingress_dash_model::event::Event;
use kube_ingress_dash_model::position::Epoch;
use kube_ingress_dash_model::status::{Scope, ScopeMode};
use kube_ingress_dash_watcher::board::{Board, Partition};
use kube_ingress_dash_watcher::client::Clients;
use kube_ingress_dash_watcher::source::{Source, SourceOptions};
use kube_ingress_dash_watcher::viewer::Viewer;
use parking_lot::Mutex;
use tokio::sync::{Notify, Semaphore, mpsc};

/// Stands between two answers. An answer may begin with `@` and its status in a line of its own.
const SEPARATOR: &str = "\n---\n";
const MOST_ANSWERS: usize = 16;

/// The bytes are the answers to the calls of a source, one after the other.
pub fn check(bytes: &[u8]) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.unwrap().block_on(follow(Answers::read(bytes)));
}

async fn follow(answers: Arc<Answers>) {
    let scope = Scope { mode: ScopeMode::Cluster, namespaces: None, reason: String::new() };
    let epoch = Epoch::from_bits(1);
    let beginning = epoch.at(1);
    let mut board = Board::new(epoch, 10_000, scope, [Partition::Cluster], Timestamp::UNIX_EPOCH);
    let (sender, mut changes) = mpsc::channel(1);
    let options = SourceOptions {
        watch_timeout: Duration::from_secs(2),
        projection: super::object::projection(),
        lists: Arc::new(Semaphore::new(1)),
        observer: Arc::new(()),
    };
    let clients = Clients::new(&answers.client(), &Guards::start(Settings::default(), Arc::new(())));
    let source = tokio::spawn(Source::new(&clients, Partition::Cluster, options, sender).run());
    loop {
        tokio::select! {
            biased;
            change = changes.recv() => board.apply(change.unwrap(), Timestamp::UNIX_EPOCH),
            () = answers.exhausted.notified() => break,
        }
    }
    assert!(!source.is_finished(), "the source ended");
    source.abort();
    is_right(&board, &beginning);
}

/// What was published makes up what is there.
fn is_right(board: &Board, beginning: &kube_ingress_dash_model::position::Position) {
    let everything = Viewer::unrestricted().select(None);
    let mut followed = BTreeMap::new();
    let mut cursor = board.reader().resume(&everything, beginning).unwrap();
    while let Some(published) = cursor.try_next().unwrap() {
        match published.event() {
            Event::Upsert(upsert) => {
                followed.extend(upsert.ingresses.iter().map(|row| (row.key(), Arc::clone(row))));
            }
            Event::Remove(remove) => {
                remove
                    .keys
                    .iter()
                    .for_each(|key| assert!(followed.remove(key).is_some(), "{key} was not there"));
            }
            _ => {}
        }
    }
    let snapshot = board.reader().snapshot(&everything);
    assert!(snapshot.rows().eq(followed.values()), "the log is not what happened");
    snapshot.rows().for_each(|row| super::object::is_clean(row));
}

/// An API server that says what it is told to, then nothing more.
struct Answers {
    waiting: Mutex<std::vec::IntoIter<Vec<u8>>>,
    exhausted: Notify,
}

impl Answers {
    fn read(bytes: &[u8]) -> Arc<Self> {
        let mut answers = Vec::new();
        let mut rest = bytes;
        let separator = SEPARATOR.as_bytes();
        while let Some(end) = rest.windows(separator.len()).position(|window| window == separator) {
            answers.push(rest[..end].to_vec());
            rest = &rest[end + separator.len()..];
        }
        answers.push(rest.to_vec());
        answers.truncate(MOST_ANSWERS);
        Arc::new(Self { waiting: Mutex::new(answers.into_iter()), exhausted: Notify::new() })
    }

    fn client(self: &Arc<Self>) -> Client {
        let answers = Arc::clone(self);
        let service = tower::service_fn(move |_: Request<Body>| {
            let answers = Arc::clone(&answers);
            async move { Ok::<_, Infallible>(answers.next().await) }
        });
        Client::new(service, "default")
    }

    async fn next(
        &self,
    ) -> Response<
        StreamBody<impl futures_util::Stream<Item = Result<http_body::Frame<Bytes>, Infallible>> + use<>>,
    > {
        let Some(answer) = self.waiting.lock().next() else {
            self.exhausted.notify_one();
            return std::future::pending().await;
        };
        let (status, body) = with_status(&answer);
        let (first, second) = body.split_at(body.len() / 2);
        let pieces = [first, second].map(|piece| Ok(http_body::Frame::data(Bytes::copy_from_slice(piece))));
        let mut response = Response::new(StreamBody::new(stream::iter(pieces)));
        *response.status_mut() = status;
        response
    }
}

fn with_status(answer: &[u8]) -> (http::StatusCode, &[u8]) {
    let status = |rest: &[u8]| {
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        Some((http::StatusCode::from_bytes(&rest[..end]).ok()?, end + 1))
    };
    match answer.strip_prefix(b"@").and_then(|rest| Some((status(rest)?, rest))) {
        Some(((status, end), rest)) => (status, &rest[end..]),
        None => (http::StatusCode::OK, answer),
    }
}
