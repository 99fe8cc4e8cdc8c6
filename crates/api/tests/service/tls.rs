//! HTTPS on real sockets: whom it shows to be, and that it bounds clients as plain connections do.

use std::sync::Arc;
use std::time::Duration;

use kube_ingress_dash_api::Tls;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::support::{BOUND, Serving, TextFile};

/// A certificate, its key, and their files.
struct Pair {
    der: CertificateDer<'static>,
    certificate: TextFile,
    key: TextFile,
}

impl Pair {
    fn new() -> Self {
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        Self {
            der: made.cert.der().clone(),
            certificate: TextFile::with(&made.cert.pem()),
            key: TextFile::with(&made.signing_key.serialize_pem()),
        }
    }

    fn tls(&self) -> Tls {
        Tls::open(self.certificate.path(), self.key.path()).unwrap()
    }

    /// A client that trusts this certificate and no other, and would like HTTP/2.
    async fn meet(&self, socket: TcpStream) -> std::io::Result<TlsStream<TcpStream>> {
        let mut trusted = RootCertStore::empty();
        trusted.add(self.der.clone()).unwrap();
        let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let versions = builder.with_safe_default_protocol_versions().unwrap();
        let mut config = versions.with_root_certificates(trusted).with_no_client_auth();
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let name = ServerName::try_from("localhost").unwrap();
        TlsConnector::from(Arc::new(config)).connect(name, socket).await
    }

    async fn ask(&self, serving: &Serving, path: &str) -> TlsStream<TcpStream> {
        let mut stream = self.meet(serving.connect().await).await.unwrap();
        stream.write_all(serving.request(path).as_bytes()).await.unwrap();
        stream
    }
}

async fn first_line(stream: &mut TlsStream<TcpStream>) -> String {
    let mut line = String::new();
    timeout(BOUND, BufReader::new(stream).read_line(&mut line)).await.unwrap().unwrap();
    line.trim_end().to_owned()
}

#[tokio::test]
async fn the_service_is_behind_its_certificate_in_http_1_1() {
    let pair = Pair::new();
    let serving = Serving::start(BOUND, Some(&pair.tls()));
    let mut stream = pair.ask(&serving, "/api/config").await;
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"http/1.1"[..]));
    assert_eq!(first_line(&mut stream).await, "HTTP/1.1 200 OK");
    assert!(Pair::new().meet(serving.connect().await).await.is_err(), "another certificate is not believed");
}

#[tokio::test]
async fn a_renewed_certificate_is_shown_to_whoever_comes_next() {
    let (old, new) = (Pair::new(), Pair::new());
    let serving = Serving::start(BOUND, Some(&old.tls()));
    let mut before = old.meet(serving.connect().await).await.unwrap();
    for (from, to) in [(&new.certificate, &old.certificate), (&new.key, &old.key)] {
        to.write(&std::fs::read_to_string(from.path()).unwrap());
    }
    let shown = async {
        while new.meet(serving.connect().await).await.is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(BOUND, shown).await.expect("the new certificate is shown");
    before.write_all(serving.request("/api/config").as_bytes()).await.unwrap();
    assert_eq!(first_line(&mut before).await, "HTTP/1.1 200 OK", "who is here stays");
}

#[tokio::test]
async fn a_foreign_name_is_refused_on_loopback() {
    let pair = Pair::new();
    let serving = Serving::start(BOUND, Some(&pair.tls()));
    let mut stream = pair.meet(serving.connect().await).await.unwrap();
    stream.write_all(b"GET /api/config HTTP/1.1\r\nHost: evil.example\r\n\r\n").await.unwrap();
    assert_eq!(first_line(&mut stream).await, "HTTP/1.1 421 Misdirected Request");
}

#[tokio::test]
async fn who_speaks_no_tls_is_let_go() {
    let pair = Pair::new();
    let serving = Serving::start(BOUND, Some(&pair.tls()));
    let mut silent = serving.connect().await;
    let mut plain = serving.connect().await;
    plain.write_all(serving.request("/api/config").as_bytes()).await.unwrap();
    for socket in [&mut plain, &mut silent] {
        let mut answer = Vec::new();
        // A reset is as good an end as any.
        let _ = timeout(BOUND, socket.read_to_end(&mut answer)).await.expect("it ends");
        assert!(!answer.starts_with(b"HTTP"), "{answer:?}");
    }
}

#[tokio::test]
async fn many_that_begin_no_handshake_keep_nobody_waiting() {
    let pair = Pair::new();
    let serving = Serving::start(BOUND, Some(&pair.tls()));
    let mut silent = Vec::new();
    for _ in 0..1000 {
        silent.push(TcpStream::connect(serving.address).await.unwrap());
    }
    let mut stream = pair.ask(&serving, "/api/config").await;
    assert_eq!(first_line(&mut stream).await, "HTTP/1.1 200 OK");
    let last = silent.last().unwrap();
    let waits = last.try_read(&mut [0]).is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock);
    assert!(waits, "the last one is still there");
}

#[tokio::test]
async fn a_client_that_never_reads_is_let_go() {
    let pair = Pair::new();
    let serving = Serving::start(Duration::from_secs(2), Some(&pair.tls()));
    let _stuck = pair.ask(&serving, "/api/ingresses/stream").await;
    serving.until_open_streams(1, BOUND).await;
    serving.until_open_streams(0, BOUND).await;
}

#[tokio::test]
async fn a_stream_ends_in_order_when_the_service_does() {
    let pair = Pair::new();
    let serving = Serving::start(BOUND, Some(&pair.tls()));
    let mut stream = pair.ask(&serving, "/api/ingresses/stream?namespaces=pay").await;
    serving.until_open_streams(1, BOUND).await;
    serving.dashboard.drain.begin();
    serving.end.cancel();
    let mut rest = String::new();
    timeout(BOUND, stream.read_to_string(&mut rest)).await.unwrap().unwrap();
    assert!(rest.ends_with("0\r\n\r\n"), "the stream ends as HTTP says");
}
