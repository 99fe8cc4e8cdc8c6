//! Tells when namespaces come and go.

use std::pin::Pin;

use futures_util::{Stream, StreamExt as _};
use k8s_openapi::api::core::v1::Namespace;
use kube::api::{ListParams, PartialObjectMeta, WatchEvent, WatchParams};
use kube::{Api, Client};

use crate::client::Clients;

/// How long the API server keeps the watch open, in seconds.
const LONGEST_WATCH: u32 = 240;

type Event = kube::Result<WatchEvent<PartialObjectMeta<Namespace>>>;

/// Watches the names of namespaces.
#[derive(Clone)]
pub(super) struct Namespaces {
    list: Client,
    watch: Client,
}

/// What happens to namespaces from its opening on.
pub(super) struct Changes(Pin<Box<dyn Stream<Item = Event> + Send>>);

impl Namespaces {
    pub(super) fn new(clients: &Clients) -> Self {
        Self { list: clients.list.clone(), watch: clients.watch.clone() }
    }

    /// What happens from now on, where that may be watched.
    pub(super) async fn changes(&self) -> kube::Result<Changes> {
        let namespaces: Api<Namespace> = Api::all(self.list.clone());
        let now = namespaces.list_metadata(&ListParams::default().limit(1)).await?;
        let version = now.metadata.resource_version.unwrap_or_default();
        let namespaces: Api<Namespace> = Api::all(self.watch.clone());
        let parameters = WatchParams::default().timeout(LONGEST_WATCH);
        let events = namespaces.watch_metadata(&parameters, &version).await?;
        Ok(Changes(events.boxed()))
    }
}

impl Changes {
    /// Waits until a namespace was created or deleted, or nobody can tell any longer.
    pub(super) async fn next(&mut self) {
        while let Some(Ok(event)) = self.0.next().await {
            if let WatchEvent::Added(_) | WatchEvent::Deleted(_) | WatchEvent::Error(_) = event {
                return;
            }
        }
    }
}
