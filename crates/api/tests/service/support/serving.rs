//! The service on a port of its own, for what only real sockets show.

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use actix_web::dev::ServerHandle;
use kube_ingress_dash_api::{Connections, Tls, start};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::{Dashboard, Setup, listed};

/// The bound of every wait.
pub const BOUND: Duration = Duration::from_mins(1);

/// The service on a port of its own.
pub struct Serving {
    pub dashboard: Dashboard,
    pub address: SocketAddr,
    /// Tells it to end in order.
    pub end: CancellationToken,
    server: ServerHandle,
}

impl Drop for Serving {
    fn drop(&mut self) {
        drop(self.server.stop(false));
    }
}

impl Serving {
    /// A state that is more than the buffers of a connection take.
    pub fn start(patience: Duration, tls: Option<&Tls>) -> Self {
        let mut dashboard = Dashboard::live(Setup { replay: 10_000, ..Setup::default() });
        let names: Vec<String> = (0..10_000).map(|number| format!("web-{number}")).collect();
        dashboard.apply(listed("shop", &names.iter().map(String::as_str).collect::<Vec<_>>()));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let connections = Connections::for_streams(Some(100)).with_patience(patience);
        let service = dashboard.service.clone();
        let end = CancellationToken::new();
        let told_to_end = end.clone().cancelled_owned();
        let server = start(service, [listener], tls, connections, told_to_end, BOUND).unwrap();
        let handle = server.handle();
        tokio::spawn(server);
        Self { dashboard, address, end, server: handle }
    }

    /// A connection whose client takes little in advance.
    pub async fn connect(&self) -> TcpStream {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(4096).unwrap();
        socket.connect(self.address).await.unwrap()
    }

    pub fn request(&self, path: &str) -> String {
        format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.address)
    }

    async fn open_streams(&self) -> u64 {
        let text = self.dashboard.get("/metrics").await;
        let name = "kube_ingress_dash_streams ";
        text.text().lines().find_map(|line| line.strip_prefix(name)).unwrap().parse().unwrap()
    }

    pub async fn until_open_streams(&self, expected: u64, bound: Duration) {
        let counting = async {
            while self.open_streams().await != expected {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        assert!(timeout(bound, counting).await.is_ok(), "{} streams are open", self.open_streams().await);
    }
}
