//! Real sockets: who is gone or does not read is let go, and nobody else notices.

use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::support::{BOUND, Serving, upserted};

/// Shorter than the silence after which a heartbeat is sent, by far.
const AT_ONCE: Duration = Duration::from_secs(10);

async fn ask_for_stream(serving: &Serving, query: &str) -> TcpStream {
    let mut socket = serving.connect().await;
    socket.write_all(serving.request(&format!("/api/ingresses/stream{query}")).as_bytes()).await.unwrap();
    socket
}

async fn until(lines: &mut Lines<BufReader<TcpStream>>, words: &str) {
    let reading = async { while !lines.next_line().await.unwrap().unwrap().contains(words) {} };
    assert!(timeout(BOUND, reading).await.is_ok(), "{words} comes");
}

#[tokio::test]
async fn a_client_that_never_reads_is_let_go_and_delays_nobody() {
    let mut serving = Serving::start(Duration::from_secs(2), None);
    let _stuck = ask_for_stream(&serving, "").await;
    let mut reading = BufReader::new(ask_for_stream(&serving, "?namespaces=shop").await).lines();
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
    let serving = Serving::start(BOUND, None);
    let mut reading = BufReader::new(ask_for_stream(&serving, "?namespaces=pay").await).lines();
    until(&mut reading, "event: ready").await;
    serving.until_open_streams(1, BOUND).await;
    drop(reading);
    serving.until_open_streams(0, AT_ONCE).await;
}

#[tokio::test]
async fn a_client_that_closes_in_the_middle_of_a_state_is_noticed_at_once() {
    let serving = Serving::start(BOUND, None);
    let mut reading = BufReader::new(ask_for_stream(&serving, "").await).lines();
    until(&mut reading, "event: upsert").await;
    drop(reading);
    serving.until_open_streams(0, AT_ONCE).await;
}

#[tokio::test]
async fn a_client_of_http_1_0_is_sent_no_chunks() {
    let serving = Serving::start(BOUND, None);
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
