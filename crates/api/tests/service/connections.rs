//! Real sockets: who is gone or does not read is let go, and nobody else notices.

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use actix_web::dev::ServerHandle;
use kube_ingress_dash_api::{Connections, start};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

use crate::support::{Dashboard, Setup, listed, upserted};

/// The bound of every wait.
const BOUND: Duration = Duration::from_mins(1);
/// Shorter than the silence after which a heartbeat is sent, by far.
const AT_ONCE: Duration = Duration::from_secs(10);

/// The service on a port of its own.
struct Serving {
    dashboard: Dashboard,
    address: SocketAddr,
    server: ServerHandle,
}

impl Drop for Serving {
    fn drop(&mut self) {
        drop(self.server.stop(false));
    }
}

impl Serving {
    /// A state that is more than the buffers of a connection take.
    fn start(patience: Duration) -> Self {
        let mut dashboard = Dashboard::live(Setup { replay: 10_000, ..Setup::default() });
        let names: Vec<String> = (0..10_000).map(|number| format!("web-{number}")).collect();
        dashboard.apply(listed("shop", &names.iter().map(String::as_str).collect::<Vec<_>>()));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let connections = Connections::for_streams(Some(100)).with_patience(patience);
        let service = dashboard.service.clone();
        let server = start(service, [listener], connections, std::future::pending(), BOUND).unwrap();
        let handle = server.handle();
        tokio::spawn(server);
        Self { dashboard, address, server: handle }
    }

    async fn ask_for_stream(&self, query: &str) -> TcpStream {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(4096).unwrap();
        let mut socket = socket.connect(self.address).await.unwrap();
        let request = format!("GET /api/ingresses/stream{query} HTTP/1.1\r\nHost: {}\r\n\r\n", self.address);
        socket.write_all(request.as_bytes()).await.unwrap();
        socket
    }

    async fn open_streams(&self) -> u64 {
        let text = self.dashboard.get("/metrics").await;
        let name = "kube_ingress_dash_streams ";
        text.text().lines().find_map(|line| line.strip_prefix(name)).unwrap().parse().unwrap()
    }

    async fn until_open_streams(&self, expected: u64, bound: Duration) {
        let counting = async {
            while self.open_streams().await != expected {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        assert!(timeout(bound, counting).await.is_ok(), "{} streams are open", self.open_streams().await);
    }
}

async fn until(lines: &mut Lines<BufReader<TcpStream>>, words: &str) {
    let reading = async { while !lines.next_line().await.unwrap().unwrap().contains(words) {} };
    assert!(timeout(BOUND, reading).await.is_ok(), "{words} comes");
}

#[tokio::test]
async fn a_client_that_never_reads_is_let_go_and_delays_nobody() {
    let mut serving = Serving::start(Duration::from_secs(2));
    let _stuck = serving.ask_for_stream("").await;
    let mut reading = BufReader::new(serving.ask_for_stream("?namespaces=shop").await).lines();
    until(&mut reading, "event: ready").await;
    serving.until_open_streams(2, BOUND).await;
    serving.dashboard.apply(upserted("shop", "web-1", "2"));
    until(&mut reading, "event: upsert").await;

    serving.until_open_streams(1, BOUND).await;
    serving.dashboard.apply(upserted("shop", "web-1", "3"));
    until(&mut reading, "event: upsert").await;
}

#[tokio::test]
async fn a_client_that_closes_is_noticed_at_once() {
    let serving = Serving::start(BOUND);
    let mut reading = BufReader::new(serving.ask_for_stream("?namespaces=pay").await).lines();
    until(&mut reading, "event: ready").await;
    serving.until_open_streams(1, BOUND).await;
    drop(reading);
    serving.until_open_streams(0, AT_ONCE).await;
}

#[tokio::test]
async fn a_client_that_closes_in_the_middle_of_a_state_is_noticed_at_once() {
    let serving = Serving::start(BOUND);
    let mut reading = BufReader::new(serving.ask_for_stream("").await).lines();
    until(&mut reading, "event: upsert").await;
    drop(reading);
    serving.until_open_streams(0, AT_ONCE).await;
}

#[tokio::test]
async fn a_client_of_http_1_0_is_sent_no_chunks() {
    let serving = Serving::start(BOUND);
    let ask = async |path: &str| {
        let mut socket = TcpStream::connect(serving.address).await.unwrap();
        let request = format!("GET {path} HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n");
        socket.write_all(request.as_bytes()).await.unwrap();
        socket
    };
    for path in ["/api/ingresses?namespaces=pay", "/api/ingresses?q=api", "/api/ingresses.csv?q=api"] {
        let mut answer = String::new();
        let mut socket = ask(path).await;
        timeout(BOUND, socket.read_to_string(&mut answer)).await.expect("it ends").unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.0 200 OK\r\n"), "{path}: {head}");
        assert!(!head.to_ascii_lowercase().contains("transfer-encoding"), "{path}: {head}");
        assert_eq!(body, serving.dashboard.get(path).await.text(), "{path}");
    }
    let mut stream = BufReader::new(ask("/api/ingresses/stream?namespaces=pay").await).lines();
    while let Some(line) = timeout(BOUND, stream.next_line()).await.unwrap().unwrap()
        && !line.is_empty()
    {
        assert!(!line.to_ascii_lowercase().starts_with("transfer-encoding"), "{line}");
    }
    let first = timeout(BOUND, stream.next_line()).await.unwrap().unwrap().unwrap();
    assert!(first.starts_with("retry: "), "{first}");
}
