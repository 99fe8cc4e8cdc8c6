//! The least that a full state can cost: the same bytes from memory to as many sockets, and nothing else.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use bytes::Bytes;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::outcome::Result;

/// As much is written at once.
const PIECE: usize = 64 << 10;

/// How long so many clients take that come at once for as many bytes each.
pub(super) async fn floor(clients: usize, bytes: usize) -> Result<Duration> {
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
    let address = listener.local_addr()?;
    let data = Bytes::from(vec![b'x'; bytes]);
    let mut servers = JoinSet::new();
    servers.spawn(async move {
        let mut connections = JoinSet::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            let data = data.clone();
            connections.spawn(async move {
                for piece in data.chunks(PIECE) {
                    stream.write_all(piece).await?;
                }
                Ok::<_, std::io::Error>(())
            });
        }
    });
    let began = Instant::now();
    let mut readers: JoinSet<Result<()>> = JoinSet::new();
    for _ in 0..clients {
        readers.spawn(async move {
            let mut stream = TcpStream::connect(address).await?;
            let mut buffer = vec![0; PIECE];
            while stream.read(&mut buffer).await? > 0 {}
            Ok(())
        });
    }
    while let Some(read) = readers.join_next().await {
        read??;
    }
    Ok(began.elapsed())
}
