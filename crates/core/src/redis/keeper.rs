//! Connects to Redis and asks it every few seconds whether it is well, so that no user's call has to find out.

use std::sync::Arc;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, RedisResult};
use tokio::time::sleep;

use super::{Availability, Fault, Inner, bounded};

/// Runs until it is aborted.
pub(super) async fn keep(inner: Arc<Inner>) {
    loop {
        check(&inner).await;
        tokio::select! {
            () = sleep(inner.timing.pause) => {}
            // One that is asked at once would be found as the call has found it; and one that answers checks but
            // not calls must not cost a call its timeout more often than once a pause.
            () = inner.lapsed.notified() => sleep(inner.timing.pause).await,
        }
    }
}

async fn check(inner: &Inner) {
    if let Some(mut link) = inner.gate.link() {
        if let Err(fault) = bounded(inner.timing.call, ping(&mut link.connection)).await {
            inner.failed(&link, fault);
        }
        return;
    }
    match connect(inner).await {
        Ok(connection) => {
            inner.gate.connected(connection);
            inner.observer.turned(Availability::Up, None);
        }
        Err(fault) => {
            let before = inner.gate.health().availability;
            inner.gate.unreachable(fault);
            inner.observer.failed(fault);
            if before != Availability::Down {
                inner.observer.turned(Availability::Down, Some(fault));
            }
        }
    }
}

/// A connection of which one call came back in the time that calls have.
async fn connect(inner: &Inner) -> Result<MultiplexedConnection, Fault> {
    let settings = AsyncConnectionConfig::new().set_connection_timeout(None).set_response_timeout(None);
    let client = inner.address.client();
    let connecting = client.get_multiplexed_async_connection_with_config(&settings);
    let mut connection = bounded(inner.timing.connect, connecting).await?;
    bounded(inner.timing.call, ping(&mut connection)).await?;
    Ok(connection)
}

async fn ping(connection: &mut MultiplexedConnection) -> RedisResult<()> {
    redis::cmd("PING").exec_async(connection).await
}
