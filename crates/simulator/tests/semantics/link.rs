//! The link that tests break on purpose: what a client meets on it.

use std::io::ErrorKind;
use std::time::Duration;

use kube_ingress_dash_simulator::link::Link;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use crate::client::{SHOP, cluster, in_time};

/// A server of one connection after the other, and a link to it.
struct Wire {
    server: TcpListener,
    link: Link,
}

impl Wire {
    async fn new() -> Self {
        let server = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let link = Link::to(server.local_addr().unwrap()).unwrap();
        Self { server, link }
    }

    /// A new connection: the client's end and the server's.
    async fn connect(&self) -> (TcpStream, TcpStream) {
        let client = TcpStream::connect(self.link.address()).await.unwrap();
        let (server, _) = in_time(self.server.accept()).await.unwrap();
        (client, server)
    }
}

async fn read(socket: &mut TcpStream, bytes: usize) -> String {
    let mut buffer = vec![0; bytes];
    in_time(socket.read_exact(&mut buffer)).await.unwrap();
    String::from_utf8(buffer).unwrap()
}

/// What comes before the end of a socket, and how it ends.
async fn end_of(socket: &mut TcpStream) -> (String, Result<(), ErrorKind>) {
    let mut text = String::new();
    let end = in_time(socket.read_to_string(&mut text)).await;
    (text, end.map(drop).map_err(|error| error.kind()))
}

const RESET: (String, Result<(), ErrorKind>) = (String::new(), Err(ErrorKind::ConnectionReset));

#[tokio::test]
async fn bytes_pass_both_ways_and_so_does_the_end() {
    let wire = Wire::new().await;
    let (mut client, mut server) = wire.connect().await;
    client.write_all(b"question").await.unwrap();
    client.shutdown().await.unwrap();
    assert_eq!(end_of(&mut server).await, ("question".to_owned(), Ok(())));
    server.write_all(b"answer").await.unwrap();
    drop(server);
    assert_eq!(end_of(&mut client).await, ("answer".to_owned(), Ok(())));
    in_time(wire.link.until_open(0)).await;
    assert_eq!(wire.link.traffic().accepted, 1);
}

#[tokio::test]
async fn a_reset_meets_open_connections_and_new_ones() {
    let wire = Wire::new().await;
    let (mut client, mut server) = wire.connect().await;
    wire.link.reset().await.unwrap();
    assert_eq!(wire.link.traffic().open, 0);
    assert_eq!(end_of(&mut client).await, RESET);
    assert_eq!(end_of(&mut server).await, RESET);
    let mut late = TcpStream::connect(wire.link.address()).await.unwrap();
    assert_eq!(end_of(&mut late).await, RESET);
    wire.link.restore().await.unwrap();
    wire.connect().await;
}

#[tokio::test]
async fn a_refusing_link_has_no_port_and_gets_it_back() {
    let wire = Wire::new().await;
    let (mut client, _server) = wire.connect().await;
    for _ in 0..2 {
        wire.link.refuse().await.unwrap();
        let refused = TcpStream::connect(wire.link.address()).await.unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
    }
    assert_eq!(end_of(&mut client).await, RESET);
    wire.link.restore().await.unwrap();
    wire.connect().await;
    assert_eq!(wire.link.traffic().accepted, 2, "what was refused is not counted");
}

#[tokio::test]
async fn a_stalled_link_passes_nothing_and_keeps_it_for_later() {
    let wire = Wire::new().await;
    let (mut client, mut server) = wire.connect().await;
    wire.link.stall().await.unwrap();
    client.write_all(b"a").await.unwrap();
    server.write_all(b"b").await.unwrap();
    let mut late = TcpStream::connect(wire.link.address()).await.unwrap();
    late.write_all(b"c").await.unwrap();
    in_time(wire.link.until_accepted(2)).await;
    let anything = async {
        tokio::select! {
            _ = client.read_u8() => {}
            _ = server.read_u8() => {}
            _ = wire.server.accept() => {}
        }
    };
    assert!(timeout(Duration::from_millis(50), anything).await.is_err(), "nothing may pass");
    wire.link.restore().await.unwrap();
    assert_eq!((read(&mut server, 1).await, read(&mut client, 1).await), ("a".to_owned(), "b".to_owned()));
    let (mut server, _) = in_time(wire.server.accept()).await.unwrap();
    assert_eq!(read(&mut server, 1).await, "c");
}

#[tokio::test]
async fn a_truncated_answer_has_the_bytes_that_were_allowed_and_ends_in_order() {
    let wire = Wire::new().await;
    let (mut client, mut server) = wire.connect().await;
    server.write_all(b"before").await.unwrap();
    assert_eq!(read(&mut client, 6).await, "before");
    for (allowed, expected) in [(4, "answ"), (0, "")] {
        wire.link.truncate(allowed).await.unwrap();
        server.write_all(b"answer").await.unwrap();
        assert_eq!(end_of(&mut client).await, (expected.to_owned(), Ok(())));
        (client, server) = wire.connect().await;
    }
    wire.link.truncate(4).await.unwrap();
    for part in ["an", "s"] {
        server.write_all(part.as_bytes()).await.unwrap();
        assert_eq!(read(&mut client, part.len()).await, part, "it adds up over the parts");
    }
    server.write_all(b"wer").await.unwrap();
    assert_eq!(end_of(&mut client).await, ("w".to_owned(), Ok(())));
}

#[tokio::test]
async fn a_server_that_is_gone_is_a_reset() {
    let Wire { server, link } = Wire::new().await;
    drop(server);
    let mut client = TcpStream::connect(link.address()).await.unwrap();
    assert_eq!(end_of(&mut client).await, RESET);
}

#[tokio::test]
async fn dropping_the_link_ends_everything() {
    let wire = Wire::new().await;
    let (mut client, _server) = wire.connect().await;
    let address = wire.link.address();
    drop(wire);
    assert_eq!(end_of(&mut client).await.0, "");
    let gone = async { while TcpStream::connect(address).await.is_ok() {} };
    in_time(gone).await;
}

#[tokio::test]
async fn a_simulator_can_be_reached_over_it() {
    let simulator = cluster().await;
    let link = Link::to(simulator.address()).unwrap();
    let mut client = TcpStream::connect(link.address()).await.unwrap();
    let request = format!("GET {SHOP} HTTP/1.1\r\nHost: simulator\r\n\r\n");
    link.truncate(20).await.unwrap();
    client.write_all(request.as_bytes()).await.unwrap();
    assert_eq!(end_of(&mut client).await, ("HTTP/1.1 200 OK\r\ncon".to_owned(), Ok(())));
}
