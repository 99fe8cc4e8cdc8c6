//! A connection to the program, of which nothing is hidden: no pool, no second attempt, no decoding.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{HeaderMap, Request, Response};
use http_body_util::{BodyExt as _, Empty};
use hyper::body::Incoming;
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::outcome::Result;

/// One connection, which is closed when this is dropped.
#[derive(Debug)]
pub(crate) struct Connection {
    sender: SendRequest<Empty<Bytes>>,
    host: String,
    _driver: JoinSet<()>,
}

/// An answer with its whole body as it came.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// From the request to the last byte.
    pub(crate) took: Duration,
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        let mut driver = JoinSet::new();
        driver.spawn(async move {
            // Its end is seen by whoever reads a body.
            let _ = connection.await;
        });
        Ok(Self { sender, host: address.to_string(), _driver: driver })
    }

    /// Sends a request and gives the answer once its head is there.
    pub(crate) async fn send(&mut self, path: &str, headers: &[(&str, &str)]) -> Result<Response<Incoming>> {
        let mut request = Request::get(path).header("host", &self.host);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.sender.ready().await?;
        Ok(self.sender.send_request(request.body(Empty::new())?).await?)
    }

    /// Sends a request and gives the answer once it is complete.
    pub(crate) async fn get(&mut self, path: &str, headers: &[(&str, &str)]) -> Result<Answer> {
        let began = Instant::now();
        let (head, body) = self.send(path, headers).await?.into_parts();
        let body = body.collect().await?.to_bytes();
        Ok(Answer { status: head.status.as_u16(), headers: head.headers, body, took: began.elapsed() })
    }
}

/// Sends one request on a connection of its own.
pub(crate) async fn get(address: SocketAddr, path: &str, headers: &[(&str, &str)]) -> Result<Answer> {
    Connection::open(address).await?.get(path, headers).await
}
