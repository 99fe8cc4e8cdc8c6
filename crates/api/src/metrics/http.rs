//! Requests, by route and status.

use std::time::Duration;

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use super::{DURATIONS, SECONDS};

type ByRoute = [(&'static str, String); 1];
type ByRouteAndStatus = [(&'static str, String); 2];

/// Counts requests; clones share the counts.
#[derive(Debug, Clone)]
pub(crate) struct HttpMetrics {
    requests: Family<ByRouteAndStatus, Counter>,
    durations: Family<ByRoute, Histogram, fn() -> Histogram>,
    limited: Counter,
}

impl HttpMetrics {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let metrics = Self {
            requests: Family::default(),
            durations: Family::new_with_constructor(|| Histogram::new(DURATIONS)),
            limited: Counter::default(),
        };
        registry.register("http_requests", "Requests, by route and status", metrics.requests.clone());
        registry.register_with_unit(
            "http_request_duration",
            "How long requests took until the head of their answer, by route",
            SECONDS,
            metrics.durations.clone(),
        );
        registry.register(
            "http_requests_limited",
            "Requests that were refused, as their client asks for too much",
            metrics.limited.clone(),
        );
        metrics
    }

    /// A request of this route was answered.
    pub(crate) fn answered(&self, route: &str, status: u16, took: Duration) {
        let route = [("route", route.to_owned())];
        self.durations.get_or_create(&route).observe(took.as_secs_f64());
        let [route] = route;
        self.requests.get_or_create(&[route, ("status", status.to_string())]).inc();
        if status == 429 {
            self.limited.inc();
        }
    }
}
