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
mod fault;
mod history;
#[path = "../../../watcher/tests/suite/link.rs"]
mod link;
mod objects;
#[path = "../resilience/program.rs"]
#[allow(dead_code, reason = "the tests of the guards ask for more of it")]
mod program;
mod protocol;
mod run;
mod scenario;
mod simulated;
mod sse;
mod world;

use std::collections::BTreeMap;

use fault::Palette;
use futures_util::StreamExt as _;
use scenario::Scenario;
use simulated::Simulated;

/// Some 15 seconds.
const STEPS: usize = 150;
/// Scenarios that run at once: each waits for most of its time.
const AT_ONCE: usize = 8;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_knows_the_truth_in_the_end() {
    converge(1..=6).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_knows_the_truth_in_the_end_of_a_new_scenario() {
    let seed = number("KUBE_INGRESS_DASH_SEED").unwrap_or_else(|| rand::random_range(0..1_000_000));
    converge([seed]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "it takes minutes; KUBE_INGRESS_DASH_ROUNDS says how many"]
async fn everybody_knows_the_truth_in_the_end_of_many_scenarios() {
    let first = rand::random_range(0..1_000_000);
    converge(first..first + number("KUBE_INGRESS_DASH_ROUNDS").unwrap_or(20)).await;
}

async fn converge(seeds: impl IntoIterator<Item = u64>) {
    let run = async |seed| {
        let scenario = Scenario::of(seed, STEPS, Palette::ALL);
        eprintln!("seed {seed}");
        run::run(&scenario, Simulated::start().await).await
    };
    let runs: Vec<_> = futures_util::stream::iter(seeds).map(run).buffer_unordered(AT_ONCE).collect().await;
    let (mut counts, mut failures) = (BTreeMap::<String, usize>::new(), Vec::new());
    for run in runs {
        match run {
            Ok(found) => {
                found.into_iter().for_each(|(what, count)| *counts.entry(what).or_default() += count)
            }
            Err(failure) => failures.push(failure),
        }
    }
    eprintln!("{counts:?}");
    assert!(failures.is_empty(), "{} failed:\n\n{}", failures.len(), failures.join("\n\n---\n\n"));
}

fn number(variable: &str) -> Option<u64> {
    let value = std::env::var(variable).ok()?;
    Some(value.parse().unwrap_or_else(|_| panic!("{variable}: expected a number")))
}
