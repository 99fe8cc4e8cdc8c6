//! A list that was held back is shown in time or never.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use kube::Client;
use kube::client::Body;
use kube_ingress_dash_core::stack::{Guards, Settings};
use parking_lot::Mutex;
use serde_json::json;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;

use super::{Source, SourceOptions};
use crate::board::{Change, ChangeKind, Partition};
use crate::client::Clients;
use crate::merge::Message;
use crate::narrowing::Narrowing;
use crate::probe::{KubernetesProbe, SharedCheck};
use crate::projection::Projection;
use crate::recovery::Recovery;

fn list(name: &str) -> (u16, String) {
    let items = json!([{"metadata": {"namespace": "shop", "name": name}}]);
    (200, json!({"metadata": {"resourceVersion": "7"}, "items": items}).to_string())
}

fn failure(code: u16) -> (u16, String) {
    (code, json!({"kind": "Status", "status": "Failure", "code": code}).to_string())
}

/// A client whose lists and watches are given these answers one after the other, then none.
fn client(answers: Vec<(u16, String)>) -> Client {
    let answers = Arc::new(Mutex::new(answers.into_iter()));
    let service = tower::service_fn(move |request: Request<Body>| {
        let asks_for_rows = request.uri().path().ends_with("/ingresses");
        let answer = asks_for_rows.then(|| answers.lock().next()).flatten();
        async move {
            let Some((code, body)) = answer else { return std::future::pending().await };
            let answer = Response::builder().status(code).body(Full::new(Bytes::from(body)));
            Ok::<_, Infallible>(answer.unwrap())
        }
    });
    Client::new(service, "default")
}

#[tokio::test(start_paused = true)]
async fn a_list_that_was_held_back_never_replaces_a_later_one() {
    let answers = vec![
        list("first"),
        failure(403),
        failure(410),
        // Is held back, since watches were refused.
        list("second"),
        failure(500),
        failure(410),
        list("third"),
        // The watch opens.
        (200, String::new()),
    ];
    let clients = Clients::new(&client(answers), &Guards::start(Settings::default(), Arc::new(())));
    let check = SharedCheck::new(KubernetesProbe::new(clients.probe.clone()));
    let mut tasks = JoinSet::new();
    let options = SourceOptions {
        watch_timeout: Duration::from_mins(1),
        projection: Projection::default(),
        narrowing: Narrowing::default(),
        lists: Arc::new(Semaphore::new(1)),
        observer: Arc::new(()),
        recovery: Recovery::start(Arc::new(check), &mut tasks),
    };
    let (sender, mut messages) = mpsc::channel(10);
    tasks.spawn(Source::new(&clients, Partition::Cluster, options, sender).run());

    let mut told = Vec::new();
    while told.len() < 3 {
        match messages.recv().await.unwrap() {
            Message::Change(Change { kind: ChangeKind::Listed(rows), .. }) => {
                told.extend(rows.into_iter().map(|row| row.key().name));
            }
            Message::Change(Change { kind: ChangeKind::Confirmed, .. }) => told.push("confirmed".to_owned()),
            _ => {}
        }
    }
    assert_eq!(told, ["first", "third", "confirmed"]);
}
