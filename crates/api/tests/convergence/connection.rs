//! One connection to the stream, as a browser makes it.

use std::net::SocketAddr;

use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt as _, Empty};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpSocket;

use crate::sse::{Frame, Frames};

/// The least that hyper reads at once.
const SMALLEST_BUFFER: usize = 8192;
const SMALL_WINDOW: u32 = 4096;

/// Dropping it closes the connection without a word.
pub struct Connection {
    body: Incoming,
    frames: Frames,
}

/// How a client connects.
#[derive(Debug, Clone, Default)]
pub struct Opening {
    pub namespaces: Option<String>,
    /// Where it says that it stands.
    pub position: Option<String>,
    /// Whether it says so in the URL instead of the header.
    pub in_url: bool,
    /// Whether the server can send little before it has to wait.
    pub small_window: bool,
}

impl Opening {
    fn path(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(namespaces) = &self.namespaces {
            query.append_pair("namespaces", namespaces);
        }
        if let Some(position) = self.position.as_ref().filter(|_| self.in_url) {
            query.append_pair("from", position);
        }
        format!("/api/ingresses/stream?{}", query.finish())
    }
}

impl Connection {
    pub async fn open(address: SocketAddr, opening: &Opening) -> Result<Self, String> {
        let position = opening.position.as_ref();
        let mut request = Request::get(opening.path()).header("host", address.to_string());
        if let Some(position) = position.filter(|_| !opening.in_url) {
            request = request.header("last-event-id", position);
        }
        let request = request.body(Empty::<Bytes>::new()).map_err(|error| error.to_string())?;
        let answer = Self::send(address, request, opening.small_window).await;
        let answer = answer.map_err(|error| format!("the stream does not open: {error}"))?;
        if answer.status() != 200 {
            return Err(format!("the stream is answered with {}", answer.status()));
        }
        Ok(Self { body: answer.into_body(), frames: Frames::default() })
    }

    async fn send(
        address: SocketAddr,
        request: Request<Empty<Bytes>>,
        small_window: bool,
    ) -> Result<http::Response<Incoming>, Box<dyn std::error::Error + Send + Sync>> {
        let socket = TcpSocket::new_v4()?;
        if small_window {
            socket.set_recv_buffer_size(SMALL_WINDOW)?;
        }
        let stream = socket.connect(address).await?;
        let mut builder = http1::Builder::new();
        builder.max_buf_size(SMALLEST_BUFFER);
        let (mut sender, connection) = builder.handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(sender.send_request(request).await?)
    }

    /// The next frame; none when the stream has ended. Cancelling loses nothing.
    pub async fn next(&mut self) -> Result<Option<Frame>, String> {
        loop {
            if let Some(frame) = self.frames.next()? {
                return Ok(Some(frame));
            }
            match self.body.frame().await {
                Some(Ok(piece)) => {
                    if let Ok(bytes) = piece.into_data() {
                        self.frames.push(&bytes);
                    }
                }
                Some(Err(_)) | None => return Ok(None),
            }
        }
    }
}
