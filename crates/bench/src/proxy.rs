//! A proxy in front of several replicas that sends each connection to the next one, without any affinity.

use std::net::SocketAddr;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::outcome::Result;

/// A running proxy. It ends when this is dropped.
#[derive(Debug)]
pub(crate) struct RoundRobin {
    pub(crate) address: SocketAddr,
    _task: JoinSet<()>,
}

impl RoundRobin {
    pub(crate) async fn to(replicas: Vec<SocketAddr>) -> Result<Self> {
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
        let address = listener.local_addr()?;
        let mut task = JoinSet::new();
        task.spawn(async move {
            let mut connections = JoinSet::new();
            for replica in replicas.into_iter().cycle() {
                let Ok((mut client, _)) = listener.accept().await else { return };
                connections.spawn(async move {
                    if let Ok(mut server) = TcpStream::connect(replica).await {
                        // Either side may end it.
                        let _ = copy_bidirectional(&mut client, &mut server).await;
                    }
                });
            }
        });
        Ok(Self { address, _task: task })
    }
}
