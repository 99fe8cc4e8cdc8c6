//! A source is answered with any bodies: it goes on, and its board holds only what may be shown.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{Stream, stream};
use http::{Request, Response, StatusCode};
use http_body::Frame;
use http_body_util::StreamBody;
use kube::Client;
use kube::client::Body;
use kube_ingress_dash_core::stack::{Guards, Settings};
use kube_ingress_dash_model::tls::EdgeClasses;
use kube_ingress_dash_watcher::board::{BoardReader, Event};
use kube_ingress_dash_watcher::client::Clients;
use kube_ingress_dash_watcher::probe::{KubernetesProbe, SharedCheck};
use kube_ingress_dash_watcher::scope::{Scope, WatchMode, Wish};
use kube_ingress_dash_watcher::supervisor::{Watch, WatchOptions};
use kube_ingress_dash_watcher::viewer::{Sight, Viewer};
use parking_lot::Mutex;
use tokio::sync::Notify;

/// Stands between two answers. An answer may begin with `@` and its status in a line of its own.
const SEPARATOR: &str = "\n---\n";
const MOST_ANSWERS: usize = 16;

/// The bytes are the answers to the calls of a source, one after the other.
pub fn check(bytes: &[u8]) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.unwrap().block_on(watch(Answers::read(bytes)));
}

async fn watch(answers: Arc<Answers>) {
    let clients = Clients::new(&answers.client(), &Guards::start(Settings::default(), Arc::new(())));
    let wish = Wish { mode: WatchMode::Cluster, ..Wish::default() };
    let mut scope = Scope::new(&clients, wish).unwrap();
    let plan = scope.decide().await.unwrap();
    let options = WatchOptions {
        watch_timeout: Duration::from_secs(2),
        max_concurrent_lists: 1,
        replay: 10_000,
        projection: super::object::projection(),
        edge: EdgeClasses::default(),
        observer: Arc::new(()),
        check: Arc::new(SharedCheck::new(KubernetesProbe::new(clients.probe.clone()))),
        warm: None,
    };
    let mut watch = Watch::start(&clients, scope, plan, &options);
    tokio::select! {
        () = answers.exhausted.notified() => {}
        () = watch.ended() => panic!("the watch ended"),
    }
    is_right(&watch.reader());
}

/// What was published makes up what is there.
fn is_right(board: &BoardReader) {
    let everything = Viewer::unrestricted().select(None);
    let snapshot = board.snapshot(&everything);
    let end = snapshot.position();
    let mut followed = BTreeMap::new();
    let mut cursor = board.resume(&everything, &end.epoch.at(1)).unwrap();
    while let Some(published) = cursor.try_next().unwrap() {
        match published.event() {
            Event::Upserted(rows) => followed.extend(rows.iter().map(|row| (row.key(), Arc::clone(row)))),
            Event::Removed(keys) => {
                for key in keys {
                    assert!(followed.remove(key).is_some(), "{key} was not there");
                }
            }
            Event::Status(_) => {}
        }
    }
    assert_eq!(cursor.position(), end);
    assert!(snapshot.rows().eq(followed.values()), "the log is not what happened");
    snapshot.rows().for_each(|row| super::object::is_clean(&row.ingress(Sight::Whole).unwrap()));
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
        let service = tower::service_fn(move |request: Request<Body>| {
            let answers = Arc::clone(&answers);
            async move {
                let is_for_a_source = request.uri().path().ends_with("/ingresses");
                let answer = if is_for_a_source { answers.next().await } else { Vec::new() };
                Ok::<_, Infallible>(response(&answer))
            }
        });
        Client::new(service, "default")
    }

    async fn next(&self) -> Vec<u8> {
        let answer = self.waiting.lock().next();
        if let Some(answer) = answer {
            return answer;
        }
        self.exhausted.notify_one();
        std::future::pending().await
    }
}

/// The answer in two pieces.
fn response(
    answer: &[u8],
) -> Response<StreamBody<impl Stream<Item = Result<Frame<Bytes>, Infallible>> + use<>>> {
    let (status, body) = with_status(answer);
    let (first, second) = body.split_at(body.len() / 2);
    let pieces = [first, second].map(|piece| Ok(Frame::data(Bytes::copy_from_slice(piece))));
    let mut response = Response::new(StreamBody::new(stream::iter(pieces)));
    *response.status_mut() = status;
    response
}

fn with_status(answer: &[u8]) -> (StatusCode, &[u8]) {
    let status = |rest: &[u8]| {
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        Some((StatusCode::from_bytes(&rest[..end]).ok()?, end + 1))
    };
    match answer.strip_prefix(b"@").and_then(|rest| Some((status(rest)?, rest))) {
        Some(((status, end), rest)) => (status, &rest[end..]),
        None => (StatusCode::OK, answer),
    }
}
