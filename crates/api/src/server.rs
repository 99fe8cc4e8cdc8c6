//! Listens, serves, and ends in order when the process is told to.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::num::NonZeroUsize;
use std::thread::available_parallelism;
use std::time::Duration;

use actix_web::HttpServer;
use actix_web::dev::Server;
use rustix::io::Errno;

use crate::app::{Service, app, app_for_machines};
use crate::connections::{self, Connections};
use crate::drain::Drain;
use crate::signals::Signals;
use crate::tls::Tls;

/// Listening sockets: the ports are taken before anything else is begun.
#[derive(Debug)]
pub(crate) struct Listeners(Vec<TcpListener>);

/// An address that cannot be listened on.
#[derive(Debug, thiserror::Error)]
#[error("{flag} {address}: {}", reason(.cause))]
pub struct ListenError {
    flag: &'static str,
    address: SocketAddr,
    cause: io::Error,
}

fn reason(cause: &io::Error) -> String {
    match cause.kind() {
        io::ErrorKind::AddrInUse => "another program listens there; end it or choose another port".to_owned(),
        io::ErrorKind::AddrNotAvailable => "this machine has no such address".to_owned(),
        io::ErrorKind::PermissionDenied => "no right to listen there; choose a port from 1024 on".to_owned(),
        _ => cause.to_string(),
    }
}

impl Listeners {
    /// Listens on all addresses that this flag names, or on none.
    pub(crate) fn bind(flag: &'static str, addresses: &[SocketAddr]) -> Result<Self, ListenError> {
        let listen = |address: &SocketAddr| {
            bind_where_possible(*address, TcpListener::bind).map_err(|cause| ListenError {
                flag,
                address: *address,
                cause,
            })
        };
        Ok(Self(addresses.iter().map(listen).collect::<Result<_, _>>()?))
    }

    /// The addresses with the ports that were really taken.
    pub(crate) fn addresses(&self) -> io::Result<Vec<SocketAddr>> {
        self.0.iter().map(TcpListener::local_addr).collect()
    }
}

/// Binds the address. All addresses are all of IPv4 where the kernel has no IPv6, so that one setting, that of the image,
/// suits every machine.
fn bind_where_possible<T>(address: SocketAddr, bind: impl Fn(SocketAddr) -> io::Result<T>) -> io::Result<T> {
    bind(address).or_else(|cause| {
        let has_no_ipv6 = Errno::from_io_error(&cause) == Some(Errno::AFNOSUPPORT);
        if address.ip() != Ipv6Addr::UNSPECIFIED || !has_no_ipv6 {
            return Err(cause);
        }
        bind(SocketAddr::from((Ipv4Addr::UNSPECIFIED, address.port())))
    })
}

/// Serves until the process is told to end, then lets streams and requests end within the grace period. A second
/// signal ends it at once. Both of `signals` have heard all that was told so far.
pub(crate) async fn serve(
    listeners: Listeners,
    for_machines: Listeners,
    tls: Option<Tls>,
    service: Service,
    drain: Drain,
    grace: Duration,
    signals: [Signals; 2],
) -> io::Result<()> {
    let [mut first, mut again] = signals;
    let begin = drain.clone();
    let told_to_end = async move {
        first.next().await;
        tracing::info!("shutting down");
        begin.begin();
        tokio::time::sleep(begin.spread()).await;
    };
    let operations = serve_machines(for_machines, service.clone());
    let connections = Connections::for_streams(service.streams.most());
    let server = start(service, listeners.0, tls.as_ref(), connections, told_to_end, grace)?;
    let second_signal = async {
        again.next().await;
        again.next().await;
    };
    let grace_is_over = async {
        drain.begun().await;
        tokio::time::sleep(grace).await;
    };
    tokio::select! {
        ended = server => ended,
        ended = operations => ended,
        () = second_signal => Ok(()),
        () = grace_is_over => {
            tracing::warn!("the grace period is over; what still runs is cut off");
            Ok(())
        }
    }
}

/// Starts to serve on these sockets, by HTTPS where there is a certificate, until `told_to_end`; requests have `grace`
/// to end.
pub fn start(
    service: Service,
    listeners: impl IntoIterator<Item = TcpListener>,
    tls: Option<&Tls>,
    connections: Connections,
    told_to_end: impl Future<Output = ()> + Send + 'static,
    grace: Duration,
) -> io::Result<Server> {
    let workers = available_parallelism().map_or(1, NonZeroUsize::get);
    let mut server = HttpServer::new(move || app(service.clone()))
        .workers(workers)
        .tcp_nodelay(true)
        .tls_handshake_timeout(connections::HANDSHAKE)
        .h1_write_buffer_size(connections::WRITE_BUFFER)
        // A client that closed its side is gone: it does not wait for what it asked for.
        .h1_allow_half_closed(false)
        .on_connect(move |connection, _| connections.tend(connection))
        .shutdown_signal(told_to_end)
        .shutdown_timeout(grace.as_secs().max(1));
    let most = connections.most_of_each(workers);
    if let Some(most) = most {
        server = server.max_connections(most);
    }
    // Else a few hundred clients that begin a handshake and say no more would keep all others waiting.
    server = server.max_connection_rate(most.unwrap_or(usize::MAX));
    let accepting = tls.map(Tls::server).transpose().map_err(io::Error::other)?;
    for listener in listeners {
        server = match &accepting {
            Some(accepting) => server.listen_rustls_0_23(listener, accepting.clone())?,
            None => server.listen(listener)?,
        };
    }
    Ok(server.run())
}

/// Serves metrics and health on ports of their own for as long as it is polled, where there are such ports.
async fn serve_machines(listeners: Listeners, service: Service) -> io::Result<()> {
    if listeners.0.is_empty() {
        return std::future::pending().await;
    }
    let mut server = HttpServer::new(move || app_for_machines(service.clone())).workers(1).disable_signals();
    for listener in listeners.0 {
        server = server.listen(listener)?;
    }
    server.run().await
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is listened on where the kernel has no IPv6.
    fn without_ipv6(address: &str) -> Option<String> {
        let bind = |address: SocketAddr| match address {
            SocketAddr::V4(_) => Ok(address),
            SocketAddr::V6(_) => Err(Errno::AFNOSUPPORT.into()),
        };
        bind_where_possible(address.parse().ok()?, bind).ok().map(|bound| bound.to_string())
    }

    #[test]
    fn all_addresses_are_those_of_ipv4_where_there_is_no_ipv6() {
        assert_eq!(without_ipv6("[::]:8080").as_deref(), Some("0.0.0.0:8080"));
        assert_eq!(without_ipv6("127.0.0.1:8080").as_deref(), Some("127.0.0.1:8080"));
        assert_eq!(without_ipv6("[::1]:8080"), None, "one address is meant as it is written");
    }

    #[test]
    fn a_port_that_is_taken_is_not_taken_from_ipv4_instead() {
        let taken = |address: SocketAddr| match address {
            SocketAddr::V4(_) => Ok(()),
            SocketAddr::V6(_) => Err(Errno::ADDRINUSE.into()),
        };
        let bound = bind_where_possible(SocketAddr::from((Ipv6Addr::UNSPECIFIED, 8080)), taken);
        assert_eq!(bound.map_err(|cause| cause.kind()), Err(io::ErrorKind::AddrInUse));
    }
}
