//! What the start of a service costs the API server.

use std::time::{Duration, Instant};

use kube_ingress_dash_simulator::{Effect, Match, Options, Resource, Rule, Simulator, Verb};
use serde_json::json;
use tokio::time::timeout;

use crate::program::{BOUND, Program};

const NAMESPACES: usize = 500;
const LISTS_AT_ONCE: u64 = 8;

fn lists() -> Match {
    Match::any().verb(Verb::List).resource(Resource::Ingresses)
}

/// Each namespace has one Ingress.
async fn cluster() -> Simulator {
    let simulator = Simulator::start(Options::default()).await.unwrap();
    for number in 0..NAMESPACES {
        let namespace = format!("team-{number:03}");
        simulator.cluster().create_namespace(&namespace).unwrap();
        simulator
            .cluster()
            .apply(json!({
                "metadata": {"namespace": namespace, "name": "web"},
                "spec": {"defaultBackend": {"service": {"name": "web", "port": {"number": 80}}}},
            }))
            .unwrap();
    }
    simulator
}

#[tokio::test]
async fn five_hundred_namespaces_are_begun_a_few_lists_at_a_time_and_within_the_rate() {
    const RATE: f64 = 250.0;
    const BURST: f64 = 50.0;
    let simulator = cluster().await;
    // Long enough for lists that nothing holds back to come together.
    simulator.faults().add(Rule::new(lists(), Effect::Delay(Duration::from_millis(30))));
    let flags = ["--watch-mode", "namespace", "--max-concurrent-lists", "8"];
    let rate = ["--kube-qps", "250", "--kube-burst", "50"];
    let began = Instant::now();
    let program = Program::serve(&simulator.kubeconfig(), &[flags, rate].concat()).await;
    let mut most = 0;
    let counting = async {
        loop {
            let unanswered = simulator.counts().unanswered;
            let of_lists = unanswered.iter().filter(|(call, _)| lists().matches(call));
            most = most.max(of_lists.map(|(_, count)| count).sum::<u64>());
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    // One watch more is that of the namespaces.
    let all = timeout(BOUND, simulator.until_open_watches(NAMESPACES + 1));
    tokio::select! {
        opened = all => opened.expect("all watches are open in time"),
        () = counting => {}
    }
    let took = began.elapsed().as_secs_f64();
    let calls = simulator.counts().requests(&Match::any());

    assert!((2..=LISTS_AT_ONCE).contains(&most), "{most} lists at once");
    assert_eq!(simulator.counts().requests(&lists()), NAMESPACES as u64);
    let calls = f64::from(u32::try_from(calls).unwrap());
    assert!(calls <= BURST + RATE * took + 1.0, "{calls} calls in {took} s");
    let rows = async || program.metric("ingresses").await;
    program.until("all rows are there", async || (rows().await - 500.0).abs() < 0.5).await;
}
