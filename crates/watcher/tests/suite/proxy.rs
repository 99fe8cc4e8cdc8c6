//! A TCP proxy between the watcher and its API server, to cut the watcher off.

use std::net::SocketAddr;

use kube::config::Kubeconfig;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// Passes bytes on until it is cut.
pub struct Proxy {
    upstream: SocketAddr,
    address: SocketAddr,
    running: Option<JoinHandle<()>>,
}

impl Proxy {
    /// A proxy for the server of this kubeconfig, which is changed to lead through it.
    pub async fn for_server_of(kubeconfig: &mut Kubeconfig) -> Self {
        let cluster = kubeconfig.clusters[0].cluster.as_mut().unwrap();
        let server = cluster.server.as_mut().unwrap();
        let (scheme, authority) = server.split_once("://").unwrap();
        let upstream = authority.parse().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        *server = format!("{scheme}://{address}");
        let mut proxy = Self { upstream, address, running: None };
        proxy.run(listener);
        proxy
    }

    /// Ends every connection and refuses new ones.
    pub async fn cut(&mut self) {
        if let Some(running) = self.running.take() {
            running.abort();
            let _ = running.await;
        }
    }

    /// Takes connections again.
    pub async fn restore(&mut self) {
        self.run(TcpListener::bind(self.address).await.unwrap());
    }

    fn run(&mut self, listener: TcpListener) {
        let upstream = self.upstream;
        self.running = Some(tokio::spawn(async move {
            let mut connections = tokio::task::JoinSet::new();
            while let Ok((mut client, _)) = listener.accept().await {
                connections.spawn(async move {
                    if let Ok(mut server) = TcpStream::connect(upstream).await {
                        let _ = copy_bidirectional(&mut client, &mut server).await;
                    }
                });
            }
        }));
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        if let Some(running) = &self.running {
            running.abort();
        }
    }
}
