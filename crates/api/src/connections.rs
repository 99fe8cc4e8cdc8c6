//! What a connection may cost, and when it is let go.
//!
//! Actix does not ask a body for more while its socket is full, so a client that stopped reading cannot be closed from
//! the stream that it holds. The kernel does it: it ends a connection whose client has taken nothing for a while, or is
//! not there any more, and that wakes Actix, which drops the connection with all that hangs on it.

use std::any::Any;
use std::time::Duration;

use actix_tls::accept::rustls_0_23::TlsStream;
use actix_web::rt::net::TcpStream;
use socket2::{SockRef, TcpKeepalive};

use crate::open_files;

/// A client that takes nothing for so long is let go.
const PATIENCE: Duration = Duration::from_mins(1);
/// A handshake may take as long as Actix lets the head of a request take.
pub(crate) const HANDSHAKE: Duration = Duration::from_secs(5);
/// Bytes that are collected before they are written to a socket. One more piece of a body (see `pieces`) may come on top:
/// both fit into the 8 KiB that Actix gives each connection, so that its buffer, which it keeps as long as it lives,
/// need not grow.
pub(crate) const WRITE_BUFFER: usize = 4 * 1024;
/// Unsent bytes that the kernel takes in advance. What a slow client has not been sent yet is left to the stream, which
/// knows what is out of date by then.
#[cfg(target_os = "linux")]
const UNSENT: u32 = 128 * 1024;
/// Connections beyond those of the streams, for requests that end.
const FOR_REQUESTS: usize = 2048;

/// The terms of all connections of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connections {
    patience: Duration,
    most: Option<usize>,
}

impl Connections {
    /// As many as so many streams need, and some more; any number of streams need what the system gives.
    pub fn for_streams(streams: Option<u32>) -> Self {
        let wanted = streams.map(|streams| usize::try_from(streams).unwrap_or(usize::MAX) + FOR_REQUESTS);
        let possible = open_files::raise_limit().map(|files| files / 4 * 3);
        Self { patience: PATIENCE, most: wanted.into_iter().chain(possible).min() }
    }

    /// The same with another patience.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// How many each of so many workers may have, if that is bounded.
    pub(crate) fn most_of_each(self, workers: usize) -> Option<usize> {
        self.most.map(|most| most.div_ceil(workers))
    }

    /// Tells a new connection its terms.
    pub(crate) fn tend(self, connection: &dyn Any) {
        let encrypted = || connection.downcast_ref::<TlsStream<TcpStream>>().map(|stream| stream.get_ref().0);
        let Some(stream) = connection.downcast_ref::<TcpStream>().or_else(encrypted) else {
            return;
        };
        if let Err(error) = self.set_options(&SockRef::from(stream)) {
            tracing::debug!(%error, "a connection does not take its terms");
        }
    }

    fn set_options(self, socket: &SockRef<'_>) -> std::io::Result<()> {
        let of_patience = |share: u32| (self.patience / share).max(Duration::from_secs(1));
        let keepalive = TcpKeepalive::new().with_time(of_patience(2)).with_interval(of_patience(6));
        socket.set_tcp_keepalive(&keepalive)?;
        #[cfg(target_os = "linux")]
        {
            socket.set_tcp_user_timeout(Some(self.patience))?;
            socket.set_tcp_notsent_lowat(UNSENT)?;
        }
        Ok(())
    }
}
