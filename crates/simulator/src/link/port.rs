//! The port of a link: it keeps its number while it does not listen.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use super::connection::{OpenConnection, carry};
use super::gate::{Gate, State};
use super::{Order, Traffic};

const BACKLOG: u32 = 1024;

/// A port that listens, or is kept from others meanwhile.
#[derive(Debug)]
pub(super) struct Port {
    address: SocketAddr,
    socket: Socket,
}

#[derive(Debug)]
enum Socket {
    Listening(TcpListener),
    Closed(TcpSocket),
    /// It could not be had back.
    Lost,
}

impl Port {
    /// A free port on loopback.
    pub(super) fn listen() -> io::Result<Self> {
        let socket = bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
        let listener = socket.listen(BACKLOG)?;
        Ok(Self { address: listener.local_addr()?, socket: Socket::Listening(listener) })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    fn set_listening(&mut self, listens: bool) -> io::Result<()> {
        self.socket = match (std::mem::replace(&mut self.socket, Socket::Lost), listens) {
            (socket @ Socket::Listening(_), true) | (socket @ Socket::Closed(_), false) => socket,
            (Socket::Closed(socket), true) => Socket::Listening(socket.listen(BACKLOG)?),
            (Socket::Lost, true) => Socket::Listening(bind(self.address)?.listen(BACKLOG)?),
            // The new socket is bound before the old one is closed, so that nobody else takes the port between them.
            (socket, false) => {
                let closed = bind(self.address)?;
                drop(socket);
                Socket::Closed(closed)
            }
        };
        Ok(())
    }

    /// The next connection; none comes while it does not listen.
    async fn accept(&self) -> io::Result<TcpStream> {
        match &self.socket {
            Socket::Listening(listener) => Ok(listener.accept().await?.0),
            Socket::Closed(_) | Socket::Lost => std::future::pending().await,
        }
    }
}

fn bind(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseaddr(true)?;
    socket.set_reuseport(true)?;
    socket.bind(address)?;
    Ok(socket)
}

/// Accepts connections and obeys orders, for ever.
pub(super) async fn run(
    mut port: Port,
    upstream: SocketAddr,
    gate: Gate,
    traffic: watch::Sender<Traffic>,
    mut orders: mpsc::Receiver<Order>,
) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            biased;
            Some(order) = orders.recv() => {
                let obeyed = port.set_listening(order.listens);
                gate.set(order.state);
                if order.state == State::Broken {
                    while connections.join_next().await.is_some() {}
                }
                // Whoever gave the order may not care.
                let _ = order.done.send(obeyed);
            }
            Some(_) = connections.join_next() => {}
            Ok(client) = port.accept() => {
                let open = OpenConnection::new(traffic.clone());
                connections.spawn(carry(client, upstream, gate.passage(), open));
            }
            else => return,
        }
    }
}
