//! What the board does not hold, fetched when somebody asks: from the cache, from a fetch that is under way, or from the
//! API server, in this order.

mod problem;
mod upstream;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use kube_ingress_dash_core::cache::{Cache, Hit, Lifetime, Lookup, Value};
use kube_ingress_dash_core::dedup::{Flights, Landing, Panicked, Role};
use kube_ingress_dash_model::detail::{EventList, IngressDetail};
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::status::ErrorClass;
use kube_ingress_dash_watcher::failure::Failure;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::time::timeout;

use crate::metrics::{CacheMetrics, Metrics};
pub use upstream::Upstream;

/// Events are looked at while things happen.
const EVENTS_FRESH: Duration = Duration::from_secs(5);
/// What does not exist may soon.
const ABSENT: Lifetime = Lifetime::fresh(Duration::from_secs(5));
/// Whoever can be given a stale answer waits no longer for a better one.
const PATIENCE: Duration = Duration::from_secs(2);

/// Answers about single objects; clones share cache and fetches.
#[derive(Clone)]
pub struct OnDemand {
    upstream: Arc<dyn Upstream>,
    cache: Arc<Cache>,
    lifetime: Lifetime,
    flights: Flights<String, Value, Unanswered>,
    metrics: Arc<CacheMetrics>,
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
    /// Answers from the upstream, and from what this cache keeps of it for so long.
    pub fn new(upstream: impl Upstream, cache: Cache, lifetime: Lifetime, metrics: &Metrics) -> Self {
        Self {
            upstream: Arc::new(upstream),
            cache: Arc::new(cache),
            lifetime,
            flights: Flights::default(),
            metrics: Arc::clone(&metrics.cache),
        }
    }

    /// The Ingress of this row, whole. The version of the row is part of the key, so that no older object is shown.
    pub(crate) async fn detail(&self, row: &Ingress) -> Result<Answer<IngressDetail>, Unanswered> {
        let (upstream, key) = (Arc::clone(&self.upstream), row.key());
        let fetch = async move {
            upstream.ingress(&key).await.map(|detail| detail.as_ref().map_or(Value::Absent, encode))
        };
        let key = format!("detail:{}:{}:{}", row.key(), row.uid, row.resource_version);
        self.answer(key, self.lifetime, fetch).await
    }

    /// The Events of this row's Ingress.
    pub(crate) async fn events(&self, row: &Ingress) -> Result<Answer<EventList>, Unanswered> {
        let (upstream, key, uid) = (Arc::clone(&self.upstream), row.key(), row.uid.clone());
        let fetch =
            async move { upstream.events(&key, &uid).await.map(|events| encode(&EventList { events })) };
        let key = format!("events:{}:{}", row.key(), row.uid);
        self.answer(key, Lifetime { fresh: EVENTS_FRESH, ..self.lifetime }, fetch).await
    }

    async fn answer<T: DeserializeOwned>(
        &self,
        key: String,
        lifetime: Lifetime,
        fetch: impl Future<Output = Result<Value, Failure>> + Send + 'static,
    ) -> Result<Answer<T>, Unanswered> {
        let stale = match self.cache.lookup(&key).await {
            Lookup::Fresh(hit) => match Answer::from_hit(&hit, Provenance::Hit) {
                Some(answer) => return Ok(answer),
                None => None,
            },
            Lookup::Stale(hit) => Answer::from_hit(&hit, Provenance::Stale),
            Lookup::Miss => None,
        };
        let fetch = self.clone().fetch(key, lifetime, fetch);
        let Some(stale) = stale else {
            return Answer::from_landing(fetch.await);
        };
        // In a task of its own: the fetch goes on when patience ends, and the next who asks has its answer.
        match timeout(PATIENCE, tokio::spawn(fetch)).await {
            Ok(Ok(landing)) if landing.outcome.as_ref().err().is_none_or(Unanswered::is_permanent) => {
                Answer::from_landing(landing)
            }
            _ => Ok(stale),
        }
    }

    async fn fetch(
        self,
        key: String,
        lifetime: Lifetime,
        fetch: impl Future<Output = Result<Value, Failure>> + Send + 'static,
    ) -> Landing<Value, Unanswered> {
        let (cache, name) = (Arc::clone(&self.cache), key.clone());
        let fetch = async move {
            let fetched = fetch.await;
            match &fetched {
                Ok(value @ Value::Found(_)) => cache.store(&name, value.clone(), lifetime).await,
                Ok(Value::Absent) => cache.store(&name, Value::Absent, ABSENT).await,
                // What the API server refuses to show is not shown from before.
                Err(failure) if failure.is_refusal() => cache.invalidate(&name).await,
                Err(_) => {}
            }
            fetched.map_err(Unanswered::Failed)
        };
        let landing = self.flights.share(key, fetch).await;
        self.metrics.fetched(landing.role);
        landing
    }
}

impl Unanswered {
    fn is_permanent(&self) -> bool {
        matches!(self, Self::Failed(failure) if failure.class() == ErrorClass::Permanent)
    }
}

impl From<Panicked> for Unanswered {
    fn from(_: Panicked) -> Self {
        Self::Crashed
    }
}

impl<T: DeserializeOwned> Answer<T> {
    /// An answer from the cache, if it can be read.
    fn from_hit(hit: &Hit, provenance: Provenance) -> Option<Self> {
        Some(Self { value: decode(&hit.value)?, provenance, age: hit.age })
    }

    fn from_landing(landing: Landing<Value, Unanswered>) -> Result<Self, Unanswered> {
        let provenance = match landing.role {
            Role::Led => Provenance::Miss,
            Role::Joined => Provenance::Shared,
        };
        let value = decode(&landing.outcome?).ok_or(Unanswered::Crashed)?;
        Ok(Self { value, provenance, age: Duration::ZERO })
    }
}

fn encode(value: &impl Serialize) -> Value {
    let mut bytes = Vec::new();
    crate::json::write(&mut bytes, value);
    Value::Found(Bytes::from(bytes))
}

#[expect(
    clippy::option_option,
    reason = "none is what cannot be read, and none within it what does not exist"
)]
fn decode<T: DeserializeOwned>(value: &Value) -> Option<Option<T>> {
    match value {
        Value::Absent => Some(None),
        Value::Found(bytes) => serde_json::from_slice(bytes).ok().map(Some),
    }
}
