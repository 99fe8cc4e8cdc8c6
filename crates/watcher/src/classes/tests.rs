//! How often classes are asked for, and what an answer changes.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;

use http::{Request, Response};
use kube::client::Body;
use kube_ingress_dash_model::finding::FindingKind;
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::key::IngressKey;
use parking_lot::Mutex;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::Instant;
use tower::service_fn;

use super::*;
use crate::board::tests::{board_of, everything, ingress};
use crate::board::{Change, ChangeKind, Partition, Row};
use crate::merge;

const FORBIDDEN: (u16, Value) = (403, Value::Null);
const AWAY: (u16, Value) = (503, Value::Null);

fn class(name: &str) -> Value {
    json!({"metadata": {"name": name}, "spec": {"controller": format!("example.com/{name}")}})
}

fn listed(names: &[&str]) -> (u16, Value) {
    let items: Vec<_> = names.iter().map(|name| class(name)).collect();
    (200, json!({"metadata": {}, "items": items}))
}

/// The queries of the requests so far.
type Asked = Arc<Mutex<Vec<String>>>;

/// An API server that gives these answers, the last of them for ever.
fn server(answers: impl IntoIterator<Item = (u16, Value)>) -> (Client, Asked) {
    let asked = Asked::default();
    let answers = Arc::new(Mutex::new(answers.into_iter().collect::<VecDeque<_>>()));
    let seen = Arc::clone(&asked);
    let service = service_fn(move |request: Request<Body>| {
        assert_eq!(request.uri().path(), "/apis/networking.k8s.io/v1/ingressclasses");
        seen.lock().push(request.uri().query().unwrap_or_default().to_owned());
        let mut answers = answers.lock();
        let (code, body) =
            if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() }.unwrap();
        let body = if code == 200 { body } else { json!({"kind": "Status", "code": code, "message": "no"}) };
        let answer =
            Response::builder().status(code).body(Body::from(body.to_string().into_bytes())).unwrap();
        async move { Ok::<_, Infallible>(answer) }
    });
    (Client::new(service, "default"), asked)
}

/// A board with the Ingress `shop/web` of the class `edge` and `shop/bare` of none, which follows the classes of a server.
struct Followed {
    board: BoardReader,
    asked: Asked,
    _sender: mpsc::Sender<Message>,
    _tasks: JoinSet<()>,
}

impl Followed {
    async fn start(answers: impl IntoIterator<Item = (u16, Value)>) -> Self {
        let (client, asked) = server(answers);
        let board = board_of(&["shop"], 100);
        let reader = board.reader();
        let (sender, messages) = mpsc::channel(1);
        let mut tasks = JoinSet::new();
        tasks.spawn(merge::run(board, messages));
        let web = Ingress { class: Some("edge".to_owned()), ..ingress("shop", "web", "1") };
        let rows = [web, ingress("shop", "bare", "1")].map(|ingress| Row::new(&ingress).unwrap());
        let kind = ChangeKind::Listed(rows.to_vec());
        let change = Change { partition: Partition::Namespace("shop".to_owned()), kind };
        sender.send(Message::Change(change)).await.unwrap();
        tasks.spawn(follow(client, reader.clone(), Facts::default(), sender.downgrade()));
        let followed = Self { board: reader, asked, _sender: sender, _tasks: tasks };
        followed.until(|row| row.is_some()).await;
        followed
    }

    fn row(&self) -> Option<Ingress> {
        self.board.row(&everything(), &IngressKey::new("shop", "web"))
    }

    fn is_unknown(&self) -> bool {
        self.row().unwrap().findings.has_kind(FindingKind::ClassUnknown)
    }

    fn is_bare(&self) -> bool {
        let bare = self.board.row(&everything(), &IngressKey::new("shop", "bare")).unwrap();
        bare.findings.has_kind(FindingKind::ClassAbsent)
    }

    async fn until(&self, condition: impl Fn(Option<&Ingress>) -> bool) {
        let mut cursor = self.board.snapshot(&everything()).follow();
        while !condition(self.row().as_ref()) {
            cursor.next().await.unwrap();
        }
    }

    async fn until_unknown(&self, expected: bool) {
        self.until(|row| row.is_some_and(|row| row.findings.has_kind(FindingKind::ClassUnknown)) == expected)
            .await;
    }

    fn asked(&self) -> usize {
        self.asked.lock().len()
    }
}

#[tokio::test(start_paused = true)]
async fn a_class_that_comes_is_known_within_a_minute_and_nothing_is_told_of_the_same() {
    let followed =
        Followed::start([listed(&["nginx"]), listed(&["nginx"]), listed(&["edge", "nginx"])]).await;
    let began = Instant::now();
    followed.until_unknown(true).await;
    let position = followed.board.position();
    followed.until_unknown(false).await;
    assert_eq!((followed.asked(), began.elapsed().as_secs()), (3, 120));
    assert_eq!(followed.board.position().sequence, position.sequence + 1);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_changes_nothing_and_is_asked_again_rarely() {
    let followed = Followed::start([FORBIDDEN]).await;
    let position = followed.board.position();
    sleep(Duration::from_hours(1)).await;
    assert!((6..=8).contains(&followed.asked()), "{}", followed.asked());
    assert_eq!(followed.board.position(), position);
}

#[tokio::test(start_paused = true)]
async fn classes_are_forgotten_when_a_refusal_comes_again() {
    let nginx = listed(&["nginx"]);
    let answers = [nginx.clone(), FORBIDDEN, AWAY, FORBIDDEN, nginx, FORBIDDEN, FORBIDDEN];
    let followed = Followed::start(answers).await;
    followed.until_unknown(true).await;
    followed.until_unknown(false).await;
    assert_eq!(followed.asked(), 7);
}

#[tokio::test(start_paused = true)]
async fn a_cluster_without_classes_does_without_them() {
    let followed = Followed::start([listed(&[]), listed(&["nginx"]), listed(&[])]).await;
    let began = Instant::now();
    followed.until_unknown(true).await;
    assert_eq!((began.elapsed().as_secs(), followed.is_bare()), (60, true));
    followed.until_unknown(false).await;
    assert!(!followed.is_bare(), "it needs none");
}

#[tokio::test(start_paused = true)]
async fn an_outage_leaves_what_is_known() {
    let followed = Followed::start([listed(&["nginx"]), AWAY]).await;
    followed.until_unknown(true).await;
    sleep(Duration::from_mins(10)).await;
    assert!((54..=60).contains(&followed.asked()), "{}", followed.asked());
    assert!(followed.is_unknown());
}

#[tokio::test]
async fn pages_are_read_to_the_end() {
    let mut default = class("nginx");
    default["metadata"]["annotations"] = json!({IS_DEFAULT: "true"});
    let mut other = class("edge");
    other["metadata"]["annotations"] = json!({IS_DEFAULT: "false"});
    let bare = json!({"metadata": {"name": "bare"}});
    let first = json!({"metadata": {"continue": "more"}, "items": [default, other]});
    let (client, asked) =
        server([(200, first), (200, json!({"metadata": {"continue": ""}, "items": [bare]}))]);
    let classes = pages(&client).await.unwrap();
    let told: Vec<_> = classes
        .iter()
        .map(|(name, class)| (name.as_str(), class.controller.as_str(), class.is_default))
        .collect();
    assert_eq!(
        told,
        [("bare", "", false), ("edge", "example.com/edge", false), ("nginx", "example.com/nginx", true)]
    );
    assert!(asked.lock()[1].contains("continue=more"), "{asked:?}");
}
