//! A real etcd and kube-apiserver, by the program that the tests use.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use http::Request;
use kube::Client;
use kube::client::Body;
use parking_lot::Mutex;

use super::simulated::Asked;
use super::{Writer, connect};
use crate::objects;
use crate::outcome::Result;

#[path = "../../../watcher/tests/control_plane/mod.rs"]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "the tests' own, which fail by panicking"
)]
#[allow(unreachable_pub, reason = "the tests' own")]
mod control_plane;

use control_plane::ControlPlane;

/// Objects that are created at once.
const AT_ONCE: usize = 32;

/// A real cluster. It ends when this is dropped.
pub(crate) struct Real {
    plane: Arc<Mutex<ControlPlane>>,
    pub(crate) client: Client,
    pub(crate) kubeconfig: String,
    ingresses: usize,
}

impl Real {
    /// An empty cluster with the usual namespaces.
    pub(crate) async fn start() -> Result<Self> {
        let plane = tokio::task::spawn_blocking(ControlPlane::start).await?;
        let kubeconfig = serde_json::to_string(&plane.kubeconfig)?;
        let client = connect(&kubeconfig).await?;
        let writer = Writer::Real(client.clone());
        for number in 0..objects::NAMESPACES {
            writer.create_namespace(&objects::namespace(number)).await?;
        }
        Ok(Self { plane: Arc::new(Mutex::new(plane)), client, kubeconfig, ingresses: 0 })
    }

    pub(crate) fn writer(&self) -> Writer {
        Writer::Real(self.client.clone())
    }

    /// Another client, with connections of its own.
    pub(crate) async fn another_client(&self) -> Result<Client> {
        connect(&self.kubeconfig).await
    }

    /// Creates Ingresses until there are so many.
    pub(crate) async fn grow(&mut self, ingresses: usize) -> Result<()> {
        let writer = self.writer();
        stream::iter(self.ingresses..ingresses)
            .map(|number| writer.create(objects::ingress(number, objects::NAMESPACES)))
            .buffer_unordered(AT_ONCE)
            .try_collect::<()>()
            .await?;
        self.ingresses = ingresses;
        Ok(())
    }

    /// Kills the API server, as a crash does.
    pub(crate) async fn kill(&self) -> Result<()> {
        let plane = Arc::clone(&self.plane);
        Ok(tokio::task::spawn_blocking(move || plane.lock().command("kill", "killed")).await?)
    }

    /// Starts the API server again, and gives when `/readyz` was good for the first time.
    pub(crate) async fn restart(&self) -> Result<Instant> {
        let plane = Arc::clone(&self.plane);
        let starting = tokio::task::spawn_blocking(move || plane.lock().command("start", "ready"));
        let client = self.another_client().await?;
        let ready = async {
            loop {
                let asked = client.send(Request::get("/readyz").body(Body::empty())?).await;
                if asked.is_ok_and(|answer| answer.status().is_success()) {
                    return Ok::<_, crate::outcome::Failure>(Instant::now());
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let (starting, ready) = tokio::join!(starting, ready);
        starting?;
        ready
    }

    /// What it says that it was asked.
    pub(crate) async fn asked(&self) -> Result<Asked> {
        let metrics = self.client.request_text(Request::get("/metrics").body(Vec::new())?).await?;
        let sum = |name: &str, verb: &str| -> Result<u64> {
            let of_ingresses = |line: &&str| {
                line.starts_with(name)
                    && line.contains("resource=\"ingresses\"")
                    && line.contains(&format!("verb=\"{verb}\""))
            };
            let values = metrics.lines().filter(of_ingresses).filter_map(|line| line.rsplit(' ').next());
            Ok(values.map(str::parse::<u64>).sum::<Result<u64, _>>()?)
        };
        Ok(Asked {
            watches: usize::try_from(sum("apiserver_longrunning_requests{", "WATCH")?)?,
            opened: sum("apiserver_request_total{", "WATCH")?,
            lists: sum("apiserver_request_total{", "LIST")?,
        })
    }
}
