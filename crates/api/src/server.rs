//! Listens, serves, and ends in good order.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use actix_web::HttpServer;
use actix_web::dev::{Server, ServerHandle};
use tokio::signal::unix::{SignalKind, signal};

use crate::drain::Drain;
use crate::service::Service;

/// Why there is no server.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// An address cannot be listened on.
    #[error("--listen {address}: {}", reason(.error))]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        error: io::Error,
    },
    /// The server failed while it ran.
    #[error("the server failed: {0}")]
    Run(#[from] io::Error),
}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::AddrInUse => "another program listens there; end it or choose another port".to_owned(),
        io::ErrorKind::AddrNotAvailable => "this machine has no such address".to_owned(),
        io::ErrorKind::PermissionDenied => "no right to listen there; choose a port from 1024 on".to_owned(),
        _ => error.to_string(),
    }
}

/// Serves on these addresses until SIGTERM or SIGINT comes and everything has ended, within `grace`.
pub(crate) async fn serve(
    service: Service,
    listen: &[SocketAddr],
    drain: Drain,
    grace: Duration,
) -> Result<(), ServerError> {
    let base_path = service.base_path.clone();
    let remaining = grace.saturating_sub(drain.spread());
    let mut server = HttpServer::new(move || service.clone().app())
        .shutdown_timeout(remaining.as_secs())
        .disable_signals();
    for &address in listen {
        server = server.bind(address).map_err(|error| ServerError::Listen { address, error })?;
    }
    for address in server.addrs() {
        tracing::info!("serving http://{address}{base_path}");
    }
    let server: Server = server.run();
    tokio::spawn(end_on_signal(server.handle(), drain));
    Ok(server.await?)
}

/// Lets streams end and refuses new ones for a while, before the listeners close.
async fn end_on_signal(server: ServerHandle, drain: Drain) {
    let (Ok(mut terminate), Ok(mut interrupt)) =
        (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        tracing::error!("signals cannot be caught: the server ends without draining");
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("ending: streams are closed within {} ms", drain.spread().as_millis());
    drain.begin();
    tokio::select! {
        () = tokio::time::sleep(drain.spread()) => {}
        _ = interrupt.recv() => {}
    }
    server.stop(true).await;
}
