//! Asks the real API server.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use http::{Request, StatusCode};
use kube::Client;
use kube::client::Body;

use super::{ApiServerProbe, Outage};
use crate::failure::Failure;

/// Asks `/readyz`, and where that is not allowed `/version`. An account that may read neither still learns that somebody
/// answers.
#[derive(Clone)]
pub struct KubernetesProbe {
    client: Client,
}

impl KubernetesProbe {
    /// Asks with this client, which should delay and refuse nothing.
    pub fn new(client: Client) -> Self {
        Self { client }
    }

    async fn ask(&self) -> Result<(), Outage> {
        let mut status = self.status_of("/readyz").await?;
        if matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND) {
            status = self.status_of("/version").await?;
        }
        verdict(status)
    }

    async fn status_of(&self, path: &str) -> Result<StatusCode, Outage> {
        let request = Request::get(path).body(Body::empty()).map_err(|error| Outage(error.to_string()))?;
        match self.client.send(request).await {
            Ok(answer) => Ok(answer.status()),
            Err(error) => Err(Outage(Failure::from(error).report().message)),
        }
    }
}

impl ApiServerProbe for KubernetesProbe {
    fn check(&self) -> BoxFuture<'_, Result<(), Outage>> {
        self.ask().boxed()
    }
}

fn verdict(status: StatusCode) -> Result<(), Outage> {
    if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
        Err(Outage(format!("the API server answered {status}")))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_answers_is_up_unless_it_is_overloaded_or_broken() {
        for status in [200, 401, 403, 404] {
            assert_eq!(verdict(StatusCode::from_u16(status).unwrap()), Ok(()), "{status}");
        }
        for status in [429, 500, 503] {
            assert!(verdict(StatusCode::from_u16(status).unwrap()).is_err(), "{status}");
        }
    }
}
