//! A plain HTTP client that shows what is on the wire, and a small cluster to ask about.

use std::collections::VecDeque;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper_util::rt::TokioIo;
use kube_ingress_dash_simulator::{Options, Simulator};
use serde_json::{Value, json};
use tokio::net::TcpStream;

pub(crate) const INGRESSES: &str = "/apis/networking.k8s.io/v1/ingresses";
pub(crate) const SHOP: &str = "/apis/networking.k8s.io/v1/namespaces/shop/ingresses";

/// Longer than anything takes that works.
const PATIENCE: Duration = Duration::from_secs(10);

/// Waits for what must come in a bounded time.
pub(crate) async fn in_time<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, work).await.expect("it comes in time")
}

pub(crate) struct Answer {
    pub(crate) code: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) fn names(&self) -> Vec<&str> {
        let items = self.body["items"].as_array().expect("a list");
        items.iter().map(|item| item["metadata"]["name"].as_str().unwrap()).collect()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    /// The code and the message of a `Status` that says what went wrong.
    pub(crate) fn failure(&self) -> (u16, &str) {
        assert_eq!(self.body["kind"], "Status", "{}", self.body);
        assert_eq!(self.body["status"], "Failure");
        assert_eq!(self.body["code"], self.code);
        (self.code, self.body["message"].as_str().unwrap())
    }
}

/// A cluster with the namespaces `shop` and `data`.
pub(crate) async fn cluster() -> Simulator {
    cluster_with(Options::default()).await
}

pub(crate) async fn cluster_with(options: Options) -> Simulator {
    let simulator = Simulator::start(options).await.unwrap();
    for namespace in ["shop", "data"] {
        simulator.cluster().create_namespace(namespace).unwrap();
    }
    simulator
}

/// A valid Ingress.
pub(crate) fn ingress(namespace: &str, name: &str) -> Value {
    json!({
        "apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
        "metadata": {"namespace": namespace, "name": name, "labels": {"app": name}},
        "spec": {"ingressClassName": "nginx", "rules": [{"host": format!("{name}.example.com"), "http": {"paths": [
            {"path": "/", "pathType": "Prefix", "backend": {"service": {"name": name, "port": {"number": 80}}}},
        ]}}]},
    })
}

pub(crate) async fn get(simulator: &Simulator, path: &str) -> Answer {
    send(simulator, Request::get(path), "").await
}

/// As the holder of a bearer token.
pub(crate) async fn get_as(simulator: &Simulator, token: &str, path: &str) -> Answer {
    send(simulator, Request::get(path).header("authorization", format!("Bearer {token}")), "").await
}

/// Sends JSON, with the media type of a merge patch if it is a PATCH.
pub(crate) async fn send_json(simulator: &Simulator, method: &str, path: &str, body: &Value) -> Answer {
    let media_type = if method == "PATCH" { "application/merge-patch+json" } else { "application/json" };
    let request = Request::builder().method(method).uri(path).header("content-type", media_type);
    send(simulator, request, &body.to_string()).await
}

pub(crate) async fn send(simulator: &Simulator, request: http::request::Builder, body: &str) -> Answer {
    let response = try_send(simulator, request, body).await.expect("an answer");
    let (head, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let text = || Value::String(String::from_utf8_lossy(&body).into_owned());
    let body = serde_json::from_slice(&body).unwrap_or_else(|_| text());
    Answer { code: head.status.as_u16(), headers: head.headers, body }
}

/// Fails where there is no answer: a refused or reset connection, or none within a bounded time.
pub(crate) async fn try_send(
    simulator: &Simulator,
    request: http::request::Builder,
    body: &str,
) -> Result<Response<Incoming>, String> {
    let request = request.header("host", "simulator").body(Full::new(Bytes::from(body.to_owned()))).unwrap();
    let address = simulator.address();
    let exchange = async move {
        let socket = TcpStream::connect(address).await.map_err(|error| error.to_string())?;
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(socket))
            .await
            .map_err(|error| error.to_string())?;
        tokio::spawn(connection);
        sender.send_request(request).await.map_err(|error| error.to_string())
    };
    tokio::time::timeout(PATIENCE, exchange).await.map_err(|_| "no answer".to_owned())?
}

/// The events of a watch as they come.
pub(crate) struct Events {
    body: Incoming,
    buffer: Vec<u8>,
    ready: VecDeque<Value>,
}

/// Opens a watch at a path with its query.
pub(crate) async fn watch(simulator: &Simulator, path: &str) -> Events {
    let separator = if path.contains('?') { '&' } else { '?' };
    let request = Request::get(format!("{path}{separator}watch=true"));
    let response = try_send(simulator, request, "").await.expect("an answer");
    assert_eq!(response.status(), 200);
    Events { body: response.into_body(), buffer: Vec::new(), ready: VecDeque::new() }
}

impl Events {
    /// The next event; none when the stream ended, an error when it was cut.
    pub(crate) async fn try_next(&mut self) -> Result<Option<Value>, String> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Ok(Some(event));
            }
            let frame = in_time(self.body.frame()).await;
            let Some(frame) = frame else {
                return Ok(None);
            };
            let data = frame.map_err(|error| error.to_string())?.into_data().expect("no trailers");
            self.buffer.extend_from_slice(&data);
            while let Some(end) = self.buffer.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.buffer.drain(..=end).collect();
                self.ready.push_back(serde_json::from_slice(&line).expect("JSON lines"));
            }
        }
    }

    pub(crate) async fn next(&mut self) -> Value {
        self.try_next().await.unwrap().expect("another event")
    }

    /// The type of the next event and the name of its object.
    pub(crate) async fn next_change(&mut self) -> (String, String) {
        let event = self.next().await;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        (text(&event["type"]), text(&event["object"]["metadata"]["name"]))
    }

    pub(crate) async fn ends(&mut self) -> bool {
        self.try_next().await == Ok(None)
    }
}

/// An expected event.
pub(crate) fn change(kind: &str, name: &str) -> (String, String) {
    (kind.to_owned(), name.to_owned())
}
