//! Whether the service works, for people and for probes.

use std::collections::BTreeMap;
use std::sync::Arc;

use kube_ingress_dash_model::Timestamp;
use kube_ingress_dash_model::health::{Check, CheckStatus, Health, HealthStatus};
use kube_ingress_dash_watcher::board::BoardReader;
use kube_ingress_dash_watcher::probe::SharedCheck;

use crate::drain::Drain;
use crate::pulse::Pulse;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Probe {
    /// Whether the API server answers.
    Connectivity,
    /// Whether the process should be kept.
    Liveness,
    /// Whether the process should get requests.
    Readiness,
}

/// Answers the probes.
#[derive(Clone)]
pub struct HealthCheck {
    api_server: Arc<SharedCheck>,
    board: BoardReader,
    pulse: Pulse,
    drain: Drain,
    beside: Vec<(&'static str, Arc<Verdict>)>,
}

/// What is wrong at the moment, if anything is.
type Verdict = dyn Fn() -> Result<(), String> + Send + Sync;

impl HealthCheck {
    /// Answers from the check of the API server, the board, the process's pulse and its end.
    pub fn new(api_server: Arc<SharedCheck>, board: BoardReader, pulse: Pulse, drain: Drain) -> Self {
        Self { api_server, board, pulse, drain, beside: Vec::new() }
    }

    /// Reports of this as well. What it says turns no verdict: the service works without it.
    #[must_use]
    pub fn beside(
        mut self,
        name: &'static str,
        verdict: impl Fn() -> Result<(), String> + Send + Sync + 'static,
    ) -> Self {
        self.beside.push((name, Arc::new(verdict)));
        self
    }

    /// The report for a probe. What keeps or ends a process does not wait for an API server that hangs.
    pub(crate) async fn report(&self, probe: Probe) -> Health {
        let kubernetes = match probe {
            Probe::Connectivity => self.api_server.outcome().await,
            Probe::Liveness | Probe::Readiness => self.api_server.outcome_soon().await,
        };
        let watch = self.watch();
        let healthy = match probe {
            Probe::Connectivity => kubernetes.status == CheckStatus::Up,
            Probe::Liveness => self.pulse.beats(),
            Probe::Readiness => watch.status == CheckStatus::Up,
        };
        let mut checks = BTreeMap::from([("kubernetes".to_owned(), kubernetes)]);
        for (name, verdict) in &self.beside {
            checks.insert((*name).to_owned(), check(verdict().err()));
        }
        if probe == Probe::Readiness {
            checks.insert("watch".to_owned(), watch);
        }
        let status = if healthy { HealthStatus::Healthy } else { HealthStatus::Unhealthy };
        Health { status, timestamp: Timestamp::now(), checks }
    }

    fn watch(&self) -> Check {
        let error = if self.drain.has_begun() {
            Some("the server is shutting down")
        } else if self.board.is_complete(Timestamp::now()) {
            None
        } else {
            Some("the first state is not complete")
        };
        check(error.map(str::to_owned))
    }
}

/// A check of what this process knows, which takes no time.
fn check(error: Option<String>) -> Check {
    let status = if error.is_none() { CheckStatus::Up } else { CheckStatus::Down };
    Check { status, latency: 0, error }
}
