//! A real Redis, by the harness of the tests of the shared cache.

use std::time::Duration;

use tokio::task::spawn_blocking;
use tokio::time::sleep;

use crate::outcome::Result;

#[path = "../../core/tests/real_redis/server.rs"]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "the tests' own, which fail by panicking"
)]
#[allow(dead_code, reason = "the tests of the caches ask for more of it")]
mod server;

use server::Server;

/// A running Redis. It ends when this is dropped.
pub(crate) struct Redis(Server);

impl Redis {
    /// One of its own, if it is known where its program is.
    pub(crate) async fn start() -> Result<Option<Self>> {
        if std::env::var_os("KUBE_INGRESS_DASH_REDIS_SERVER").is_none() {
            return Ok(None);
        }
        Ok(Some(Self(spawn_blocking(Server::start).await?)))
    }

    pub(crate) fn url(&self) -> String {
        self.0.url()
    }

    /// It answers nothing for a while.
    pub(crate) async fn frozen_for(self, away: Duration) -> Result<Self> {
        self.0.freeze();
        sleep(away).await;
        self.0.thaw();
        Ok(self)
    }

    /// It is killed, and starts empty after a while.
    pub(crate) async fn dead_for(mut self, away: Duration) -> Result<Self> {
        self.0.stop();
        sleep(away).await;
        spawn_blocking(move || {
            self.0.start_again();
            self
        })
        .await
        .map_err(Into::into)
    }
}
