//! Tells when namespaces come and go.

use std::future::pending;
use std::pin::Pin;

use futures_util::{Stream, StreamExt as _};
use k8s_openapi::api::core::v1::Namespace;
use kube::api::{PartialObjectMeta, WatchEvent, WatchParams};
use kube::{Api, Client};
use tokio::time::timeout;

use super::access::LONGEST_QUESTION;

/// How long the API server keeps the watch open, in seconds.
const LONGEST_WATCH: u32 = 240;

type Event = kube::Result<WatchEvent<PartialObjectMeta<Namespace>>>;

/// What happens to namespaces.
pub(super) struct Changes(Pin<Box<dyn Stream<Item = Event> + Send>>);

impl Changes {
    /// What happens to namespaces after the list of this version, where that may be watched.
    pub(super) async fn since(client: &Client, version: &str) -> Option<Self> {
        if version.is_empty() {
            return None;
        }
        let namespaces: Api<Namespace> = Api::all(client.clone());
        let parameters = WatchParams::default().timeout(LONGEST_WATCH);
        let opened = timeout(LONGEST_QUESTION, namespaces.watch_metadata(&parameters, version)).await;
        Some(Self(opened.ok()?.ok()?.boxed()))
    }

    /// Waits until a namespace was created or deleted; for ever where nobody can tell any longer.
    pub(super) async fn next(&mut self) {
        while let Some(Ok(event)) = self.0.next().await {
            match event {
                WatchEvent::Added(_) | WatchEvent::Deleted(_) => return,
                WatchEvent::Error(_) => break,
                WatchEvent::Modified(_) | WatchEvent::Bookmark(_) => {}
            }
        }
        pending::<()>().await;
    }
}
