//! A cluster to look at without one of one's own: realistic, reproducible by its seed, and alive. One of its
//! namespaces is denied and one fails now and then, so that a dashboard shows those states as well.

mod addresses;
mod annotations;
mod chronicle;
mod classes;
mod dice;
mod edit;
mod generate;
mod ingress;
mod life;
mod mistakes;
mod names;
mod notes;
mod outline;
mod rules;
mod spread;
mod trouble;

use std::io;
use std::net::SocketAddr;

use jiff::Timestamp;
use tokio::task::JoinSet;

pub use classes::ingress_classes;
pub use generate::{ingresses, namespaces};

use chronicle::Chronicle;

use crate::simulator::{self, Simulator};

/// The namespace whose Ingresses are forbidden.
pub const DENIED: &str = "vault";

/// The namespace that cannot be read for ten seconds of every minute or so.
pub const FLAKY: &str = "legacy-batch";

/// How many Events there are at most.
const EVENTS: usize = 5000;

/// What the demo cluster is like.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// How many Ingresses there are at first, and about how many stay.
    pub ingresses: usize,
    /// How many namespaces there are, at least one.
    pub namespaces: usize,
    /// How many changes happen a second on average; 0, or what is no positive number, keeps the cluster still.
    pub changes_per_second: f64,
    /// Determines everything but the times, which are relative to the start.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { ingresses: 5000, namespaces: 50, changes_per_second: 2.0, seed: 1 }
    }
}

/// A running demo cluster. Dropping it ends it.
#[derive(Debug)]
pub struct Demo {
    simulator: Simulator,
    namespaces: Vec<String>,
    _tasks: JoinSet<()>,
}

impl Demo {
    /// The API server.
    pub fn simulator(&self) -> &Simulator {
        &self.simulator
    }

    /// The names of its namespaces, [`DENIED`] among them unless there are fewer than four.
    pub fn namespaces(&self) -> &[String] {
        &self.namespaces
    }
}

/// Generates the cluster and starts it on the current Tokio runtime, at `listen` (port 0 takes a free one).
/// Fails when it cannot listen there.
pub async fn start(options: &Options, listen: SocketAddr) -> io::Result<Demo> {
    let now = Timestamp::now();
    let mut simulator = Simulator::prepare(&simulator::Options { listen, ..simulator::Options::default() });
    let cluster = simulator.cluster();
    for namespace in namespaces(options, now) {
        cluster.apply_namespace(namespace).map_err(io::Error::other)?;
    }
    for class in ingress_classes(options, now) {
        cluster.apply_ingress_class(class).map_err(io::Error::other)?;
    }
    for ingress in ingresses(options, now) {
        cluster.apply(ingress).map_err(io::Error::other)?;
    }
    let mut chronicle = Chronicle::new(cluster.clone(), options.seed, EVENTS);
    chronicle.begin(now);
    simulator.compact();
    let namespaces = cluster.namespaces();
    let has = |name: &str| namespaces.iter().any(|namespace| namespace == name);
    if has(DENIED) {
        simulator.deny(DENIED);
    }
    simulator.restart().await?;
    let mut tasks = JoinSet::new();
    if options.changes_per_second.is_finite() && options.changes_per_second > 0.0 {
        tasks.spawn(life::live(simulator.cluster().clone(), chronicle, options.clone()));
    }
    if has(FLAKY) {
        tasks.spawn(trouble::fail_now_and_then(std::sync::Arc::clone(&simulator.api), FLAKY));
    }
    Ok(Demo { simulator, namespaces, _tasks: tasks })
}
