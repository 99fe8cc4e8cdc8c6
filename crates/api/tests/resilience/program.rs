//! The binary that is tested, and a client of it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Request};
use http_body_util::{BodyExt as _, Empty};
use hyper_util::rt::TokioIo;
use parking_lot::Mutex;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::net::TcpSocket;
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// The bound of every wait.
pub const BOUND: Duration = Duration::from_mins(1);

/// The running binary, and what it logs.
pub struct Program {
    child: Child,
    address: SocketAddr,
    log: Arc<Mutex<Vec<String>>>,
    kubeconfig: PathBuf,
}

/// An answer with its whole body.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// The words of a problem with this status.
    pub fn problem(&self, status: u16) -> String {
        assert_eq!(self.status, status, "{self:?}");
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self:?}");
        self.json()["detail"].as_str().unwrap().to_owned()
    }
}

impl Program {
    /// Serves the cluster of this kubeconfig; it has not necessarily reached it.
    pub async fn serve(kubeconfig: &str, arguments: &[&str]) -> Self {
        static STARTED: AtomicU32 = AtomicU32::new(0);
        let number = STARTED.fetch_add(1, Ordering::Relaxed);
        let name = format!("kubeconfig-{}-{number}", std::process::id());
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::write(&path, kubeconfig).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_kube-ingress-dash"))
            .args(["serve", "--listen", "127.0.0.1:0", "--kubeconfig"])
            .arg(&path)
            .args(arguments)
            .env_clear()
            .env("HOME", "/nonexistent")
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let log = Arc::new(Mutex::new(Vec::new()));
        let address = loop {
            let line = timeout(BOUND, lines.next_line()).await.unwrap().unwrap();
            let line = line.unwrap_or_else(|| panic!("it ended: {:?}", log.lock()));
            log.lock().push(line.clone());
            if let Some((_, rest)) = line.split_once("serving http://") {
                break rest.split(['/', '"']).next().unwrap().parse().unwrap();
            }
        };
        let heard = Arc::clone(&log);
        tokio::spawn(async move {
            while let Ok(Some(line)) = lines.next_line().await {
                heard.lock().push(line);
            }
        });
        Self { child, address, log, kubeconfig: path }
    }

    /// The same once its first state is complete.
    pub async fn ready(kubeconfig: &str, arguments: &[&str]) -> Self {
        let program = Self::serve(kubeconfig, arguments).await;
        program
            .until("it is ready", async || program.get("/api/health?probe=readiness").await.status == 200)
            .await;
        program
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.child.id().unwrap()
    }

    /// Tells it to end.
    pub fn terminate(&self) {
        let status = std::process::Command::new("kill").args(["-s", "TERM", &self.id().to_string()]).status();
        assert!(status.unwrap().success());
    }

    /// Waits for its end and gives its exit code.
    pub async fn exit_code(&mut self) -> Option<i32> {
        timeout(BOUND, self.child.wait()).await.expect("it ends").unwrap().code()
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.get_as(Ipv4Addr::LOCALHOST, path, &[]).await
    }

    pub async fn get_owned(&self, path: String) -> Answer {
        self.get(&path).await
    }

    /// Asks from this address of loopback.
    pub async fn get_as(&self, from: Ipv4Addr, path: &str, headers: &[(&str, &str)]) -> Answer {
        timeout(BOUND, self.exchange(from, path, headers)).await.expect("an answer comes")
    }

    async fn exchange(&self, from: Ipv4Addr, path: &str, headers: &[(&str, &str)]) -> Answer {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::new(IpAddr::V4(from), 0)).unwrap();
        let stream = socket.connect(self.address()).await.unwrap();
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        let mut request = Request::get(path).header("host", self.address.to_string());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = sender.send_request(request.body(Empty::<Bytes>::new()).unwrap()).await.unwrap();
        let (parts, body) = answer.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
        }
    }

    /// What it has logged so far that contains this.
    pub fn logged(&self, words: &str) -> Vec<String> {
        self.log.lock().iter().filter(|line| line.contains(words)).cloned().collect()
    }

    /// A metric's value.
    pub async fn metric(&self, name: &str) -> f64 {
        let text = self.get("/metrics").await.body;
        let found = text.lines().find_map(|line| line.strip_prefix("kube_ingress_dash_")?.strip_prefix(name));
        let value = found.unwrap_or_else(|| panic!("no {name} in {text}"));
        value.trim().parse().unwrap_or_else(|_| panic!("{name} is ambiguous in {text}"))
    }

    /// Asks again and again until it is so.
    pub async fn until(&self, what: &str, mut is_so: impl AsyncFnMut() -> bool) {
        let asking = async {
            while !is_so().await {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        assert!(timeout(BOUND, asking).await.is_ok(), "{what}, at last: {:#?}", self.log.lock());
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.kubeconfig);
    }
}
