//! What the board does not hold, fetched when somebody asks: from the cache, from a fetch that is under way, or from the
//! API server, in this order.

mod problem;
mod upstream;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use kube_ingress_dash_core::cache::{Cache, Content, Hit};
use kube_ingress_dash_core::flights::{Crashed, Flights, Role};
use kube_ingress_dash_model::detail::{EventList, IngressDetail};
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::status::ErrorClass;
use kube_ingress_dash_watcher::failure::Failure;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::time::timeout;

use crate::metrics::{CallMetrics, Metrics};
pub use upstream::Upstream;

/// Events are looked at while things happen.
const EVENTS_FRESH: Duration = Duration::from_secs(5);
/// Whoever can be given a stale answer waits no longer for a better one.
const PATIENCE: Duration = Duration::from_secs(2);

/// Answers about single objects; clones share cache and fetches.
#[derive(Clone)]
pub struct OnDemand {
    upstream: Arc<dyn Upstream>,
    cache: Cache,
    flights: Flights<String, Result<Content, Failure>>,
    metrics: Arc<CallMetrics>,
}

/// An answer and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer<T> {
    /// None where the object does not exist.
    pub(crate) value: Option<T>,
    pub(crate) provenance: Provenance,
    /// The time since it was fetched.
    pub(crate) age: Duration,
}

/// Where an answer comes from, as the header `X-Cache` says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Provenance {
    /// The cache.
    Hit,
    /// The cache, past its time, since no better one can be had.
    Stale,
    /// The API server.
    Miss,
    /// The API server, by the fetch of another request.
    Shared,
}

impl Provenance {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Hit => "hit",
            Self::Stale => "stale",
            Self::Miss => "miss",
            Self::Shared => "shared",
        }
    }
}

/// Why there is no answer.
#[derive(Debug, Clone)]
pub(crate) enum Unanswered {
    /// The API server's answer, or the lack of one.
    Failed(Failure),
    /// A fault of this server.
    Crashed,
}

impl OnDemand {
    /// Answers from the upstream, and from what this cache keeps of it.
    pub fn new(upstream: impl Upstream, cache: Cache, metrics: &Metrics) -> Self {
        Self {
            upstream: Arc::new(upstream),
            cache,
            flights: Flights::default(),
            metrics: Arc::clone(&metrics.calls),
        }
    }

    /// The Ingress of this row, whole. The version of the row is part of the key, so that no older object is shown.
    pub(crate) async fn detail(&self, row: &Ingress) -> Result<Answer<IngressDetail>, Unanswered> {
        let (upstream, key) = (Arc::clone(&self.upstream), row.key());
        let fetch = async move {
            upstream.ingress(&key).await.map(|detail| detail.as_ref().map_or(Content::Absent, content))
        };
        let key = format!("detail:{}:{}:{}", row.key(), row.uid, row.resource_version);
        self.answer(key, None, fetch).await
    }

    /// The Events of this row's Ingress.
    pub(crate) async fn events(&self, row: &Ingress) -> Result<Answer<EventList>, Unanswered> {
        let (upstream, key, uid) = (Arc::clone(&self.upstream), row.key(), row.uid.clone());
        let fetch =
            async move { upstream.events(&key, &uid).await.map(|events| content(&EventList { events })) };
        let key = format!("events:{}:{}", row.key(), row.uid);
        self.answer(key, Some(EVENTS_FRESH), fetch).await
    }

    async fn answer<T: DeserializeOwned>(
        &self,
        key: String,
        fresh: Option<Duration>,
        fetch: impl Future<Output = Result<Content, Failure>> + Send + 'static,
    ) -> Result<Answer<T>, Unanswered> {
        let known = self.cache.get(&key).await.and_then(Known::read);
        match known {
            Some(known) if !known.stale => Ok(known.answer(Provenance::Hit)),
            Some(known) => {
                // In a task of its own: the fetch goes on when patience ends, and the next who asks has its answer.
                let better = tokio::spawn(self.clone().fetch(key, fresh, fetch));
                match timeout(PATIENCE, better).await {
                    Ok(Ok((role, Ok(content)))) => answer(content, role),
                    Ok(Ok((_, Err(Unanswered::Failed(failure)))))
                        if failure.class() == ErrorClass::Permanent =>
                    {
                        Err(Unanswered::Failed(failure))
                    }
                    _ => Ok(known.answer(Provenance::Stale)),
                }
            }
            None => {
                let (role, content) = self.clone().fetch(key, fresh, fetch).await;
                answer(content?, role)
            }
        }
    }

    async fn fetch(
        self,
        key: String,
        fresh: Option<Duration>,
        fetch: impl Future<Output = Result<Content, Failure>> + Send + 'static,
    ) -> (Role, Result<Content, Unanswered>) {
        let (cache, name) = (self.cache.clone(), key.clone());
        let flight = || async move {
            let fetched = fetch.await;
            match &fetched {
                Ok(content) => cache.put(&name, content.clone(), fresh).await,
                // What the API server refuses to show is not shown from before.
                Err(failure) if failure.is_refusal() => cache.forget(&name).await,
                Err(_) => {}
            }
            fetched
        };
        let (role, landed) = self.flights.fetch(key, flight).await;
        self.metrics.fetched(role == Role::Joined);
        let content = match landed {
            Ok(fetched) => fetched.map_err(Unanswered::Failed),
            Err(Crashed) => Err(Unanswered::Crashed),
        };
        (role, content)
    }
}

/// An answer from the cache that can be read.
struct Known<T> {
    value: Option<T>,
    age: Duration,
    stale: bool,
}

impl<T: DeserializeOwned> Known<T> {
    fn read(hit: Hit) -> Option<Self> {
        let value = match &hit.content {
            Content::Absent => None,
            Content::Found(bytes) => Some(serde_json::from_slice(bytes).ok()?),
        };
        Some(Self { value, age: hit.age, stale: hit.stale })
    }

    fn answer(self, provenance: Provenance) -> Answer<T> {
        Answer { value: self.value, provenance, age: self.age }
    }
}

fn answer<T: DeserializeOwned>(content: Content, role: Role) -> Result<Answer<T>, Unanswered> {
    let provenance = match role {
        Role::Led => Provenance::Miss,
        Role::Joined => Provenance::Shared,
    };
    let hit = Hit { content, age: Duration::ZERO, stale: false };
    Known::read(hit).map(|known| known.answer(provenance)).ok_or(Unanswered::Crashed)
}

fn content(value: &impl Serialize) -> Content {
    let mut bytes = Vec::new();
    crate::json::write(&mut bytes, value);
    Content::Found(Bytes::from(bytes))
}
