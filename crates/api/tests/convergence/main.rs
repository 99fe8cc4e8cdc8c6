//! Whatever happens to the cluster, to the connections and to the clients: in the end every client knows the truth,
//! and no rule of the protocol was broken on the way.
//!
//! A scenario is made from a seed: operations on the cluster, faults between it and the service, and the manners of
//! five clients. `KUBE_INGRESS_DASH_SEED` runs one scenario again, `KUBE_INGRESS_DASH_ROUNDS` many new ones; see
//! `CONTRIBUTING.md`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(unreachable_pub, reason = "the modules are those of a test")]

mod client;
mod connection;
#[cfg(feature = "control-plane")]
#[path = "../../../watcher/tests/control_plane/mod.rs"]
mod control_plane;
mod fault;
mod history;
#[path = "../../../watcher/tests/suite/link.rs"]
mod link;
mod objects;
#[path = "../resilience/program.rs"]
#[allow(dead_code, reason = "the tests of the guards ask for more of it")]
mod program;
mod protocol;
mod protocol_tests;
#[cfg(feature = "control-plane")]
#[path = "../resilience/real.rs"]
#[allow(dead_code, reason = "the tests of the guards ask for more of it")]
mod real;
#[cfg(feature = "control-plane")]
mod real_api_server;
mod run;
mod scenario;
mod simulated;
mod sse;
mod world;

use fault::Palette;
use futures_util::StreamExt as _;
use run::Counts;
use scenario::Scenario;
use simulated::Simulated;
use world::World;

/// Some 10 seconds.
const STEPS: usize = 110;
/// Scenarios that run at once: each waits for most of its time.
const AT_ONCE: usize = 6;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_knows_the_truth_in_the_end() {
    converge(1..=6, simulated).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_knows_the_truth_in_the_end_of_a_new_scenario() {
    let seed = number("KUBE_INGRESS_DASH_SEED").unwrap_or_else(|| rand::random_range(0..1_000_000));
    converge([seed], simulated).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "it takes minutes; KUBE_INGRESS_DASH_ROUNDS says how many"]
async fn everybody_knows_the_truth_in_the_end_of_many_scenarios() {
    let first = rand::random_range(0..1_000_000);
    converge(first..first + number("KUBE_INGRESS_DASH_ROUNDS").unwrap_or(20), simulated).await;
}

async fn simulated(seed: u64) -> (Scenario, Simulated) {
    (Scenario::of(seed, STEPS, Palette::ALL), Simulated::start().await)
}

/// Runs the scenarios of these seeds. What was come across is printed, and so is every seed.
async fn converge<W: World>(
    seeds: impl IntoIterator<Item = u64>,
    prepare: impl AsyncFn(u64) -> (Scenario, W),
) {
    let run = async |seed| {
        let (scenario, world) = prepare(seed).await;
        eprintln!("seed {seed}");
        let run = run::run(&scenario, world).await;
        if let Err(failure) = &run {
            eprintln!("{failure}");
        }
        run
    };
    let runs: Vec<_> = futures_util::stream::iter(seeds).map(run).buffer_unordered(AT_ONCE).collect().await;
    let mut counts = Counts::new();
    for (what, count) in runs.iter().flatten().flatten() {
        *counts.entry(what.clone()).or_default() += count;
    }
    eprintln!("{counts:?}");
    let failed = runs.iter().filter(|run| run.is_err()).count();
    assert_eq!(failed, 0, "so many scenarios failed, as is printed above");
    let verified = counts.get("states verified").copied().unwrap_or_default();
    assert!(verified > 0, "no state was held against the log: the witness saw too little of it");
}

fn number(variable: &str) -> Option<u64> {
    let value = std::env::var(variable).ok()?;
    Some(value.parse().unwrap_or_else(|_| panic!("{variable}: expected a number")))
}
