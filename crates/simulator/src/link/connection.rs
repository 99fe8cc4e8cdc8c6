//! One connection over a link.

use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::watch;

use super::Traffic;
use super::gate::{Passage, State};

const BUFFER: usize = 16 * 1024;

/// An accepted connection; it is counted as open until this is dropped.
pub(super) struct OpenConnection(watch::Sender<Traffic>);

impl OpenConnection {
    pub(super) fn new(traffic: watch::Sender<Traffic>) -> Self {
        traffic.send_modify(|traffic| {
            traffic.accepted += 1;
            traffic.open += 1;
        });
        Self(traffic)
    }
}

impl Drop for OpenConnection {
    fn drop(&mut self) {
        self.0.send_modify(|traffic| traffic.open -= 1);
    }
}

/// Connects a client with the server until both have ended, or the way is broken.
pub(super) async fn carry(
    mut client: TcpStream,
    upstream: SocketAddr,
    passage: Passage,
    _open: OpenConnection,
) {
    let mut breaks = passage.clone();
    let mut opens = passage.clone();
    let connected = tokio::select! {
        biased;
        () = breaks.broken() => Err(io::ErrorKind::ConnectionReset.into()),
        server = async {
            opens.open().await;
            TcpStream::connect(upstream).await
        } => server,
    };
    let Ok(mut server) = connected else {
        reset(&client);
        return;
    };
    for socket in [&client, &server] {
        if let Err(error) = socket.set_nodelay(true) {
            tracing::debug!(%error, "a link cannot set TCP_NODELAY");
        }
    }
    let ended = tokio::select! {
        biased;
        () = breaks.broken() => Err(io::ErrorKind::ConnectionReset.into()),
        ended = exchange(&mut client, &mut server, &passage) => ended,
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection over a link is reset");
        reset(&client);
        reset(&server);
    }
}

/// Makes the socket say a reset instead of an orderly end when it is dropped.
fn reset(socket: &TcpStream) {
    if let Err(error) = socket.set_zero_linger() {
        tracing::debug!(%error, "a link cannot reset a connection");
    }
}

/// Passes bytes both ways. What breaks one of the two connections breaks the other.
async fn exchange(client: &mut TcpStream, server: &mut TcpStream, passage: &Passage) -> io::Result<()> {
    let (from_client, to_client) = client.split();
    let (from_server, to_server) = server.split();
    let up = forward(from_client, to_server, passage.clone(), Direction::Up);
    let down = forward(from_server, to_client, passage.clone(), Direction::Down);
    // After a truncated answer the client is heard out, since closing on unread bytes would be a reset.
    tokio::try_join!(up, down).map(drop)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Up,
    Down,
}

/// Passes bytes on until there are no more, or no more are allowed; then ends the direction in order.
async fn forward(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut passage: Passage,
    direction: Direction,
) -> io::Result<()> {
    let mut allowance = Allowance::default();
    let mut buffer = vec![0; BUFFER];
    loop {
        let read = from.read(&mut buffer).await?;
        let state = passage.open().await;
        let left = match direction {
            Direction::Up => usize::MAX,
            Direction::Down => allowance.left(state),
        };
        let passed = read.min(left);
        to.write_all(&buffer[..passed]).await?;
        allowance.spend(passed);
        if read == 0 || passed == left {
            return to.shutdown().await;
        }
    }
}

/// How many more bytes may pass on one connection.
#[derive(Default)]
struct Allowance {
    /// The order to truncate that is being counted for, and what it leaves.
    counted: Option<(u64, usize)>,
}

impl Allowance {
    fn left(&mut self, state: State) -> usize {
        let State::Truncating { order, bytes } = state else {
            self.counted = None;
            return usize::MAX;
        };
        match self.counted {
            Some((counted, left)) if counted == order => left,
            _ => {
                self.counted = Some((order, bytes));
                bytes
            }
        }
    }

    fn spend(&mut self, bytes: usize) {
        if let Some((_, left)) = &mut self.counted {
            *left -= bytes;
        }
    }
}
