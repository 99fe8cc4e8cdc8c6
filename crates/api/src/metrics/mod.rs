//! What Prometheus is told: counters that the parts of the service hold, and the board as it stands at each scrape.
//!
//! Every label has a bounded number of values: no namespace, host or client is one.

mod board;
mod cache;
mod calls;
mod http;
mod lists;
mod streams;

use std::fmt;
use std::sync::{Arc, OnceLock};

use kube_ingress_dash_core::breaker::Breaker;
use kube_ingress_dash_watcher::board::BoardReader;
use kube_ingress_dash_watcher::viewer::Selection;
use prometheus_client::encoding::text;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use crate::build_info;
use board::BoardCollector;
pub(crate) use cache::CacheMetrics;
pub(crate) use calls::CallMetrics;
pub(crate) use http::HttpMetrics;
pub(crate) use lists::ListMetrics;
pub(crate) use streams::StreamMetrics;

const PREFIX: &str = "kube_ingress_dash";

/// From a millisecond to half a minute, in seconds.
const DURATIONS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// All metrics; clones share them.
#[derive(Clone)]
pub struct Metrics {
    registry: Arc<Registry>,
    /// What is read anew for each scrape, once there is a board.
    watched: Arc<OnceLock<(BoardReader, Breaker)>>,
    /// Calls to the API server and what guards them.
    pub(crate) calls: Arc<CallMetrics>,
    /// What is kept of what was fetched.
    pub(crate) cache: Arc<CacheMetrics>,
    pub(crate) http: HttpMetrics,
    pub(crate) lists: ListMetrics,
    pub(crate) streams: StreamMetrics,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix(PREFIX);
        let build = Info::new([("version", build_info::VERSION), ("commit", build_info::COMMIT)]);
        registry.register("build", "The version and the commit that is running", build);
        Self {
            calls: Arc::new(CallMetrics::register(&mut registry)),
            cache: Arc::new(CacheMetrics::register(&mut registry)),
            http: HttpMetrics::register(&mut registry),
            streams: StreamMetrics::register(&mut registry),
            lists: ListMetrics::register(&mut registry),
            registry: Arc::new(registry),
            watched: Arc::default(),
        }
    }
}

impl Metrics {
    /// Tells of this board and breaker from now on, and of no other.
    pub fn watch(&self, board: BoardReader, breaker: Breaker) {
        let _ = self.watched.set((board, breaker));
    }

    /// All metrics in the text format of `OpenMetrics`; the board's count the selection.
    pub(crate) fn text(&self, selection: &Selection) -> Result<String, fmt::Error> {
        let mut text = String::new();
        text::encode_registry(&mut text, &self.registry)?;
        if let Some((board, breaker)) = self.watched.get() {
            let collector = BoardCollector::new(board.clone(), breaker.clone(), selection.clone());
            let mut of_board = Registry::with_prefix(PREFIX);
            of_board.register_collector(Box::new(collector));
            text::encode_registry(&mut text, &of_board)?;
        }
        text::encode_eof(&mut text)?;
        Ok(text)
    }
}

/// A label whose values are known here.
type Label = (&'static str, &'static str);

/// The unit of all durations.
const SECONDS: Unit = Unit::Seconds;
