//! Many who ask the same cost the API server one call.

use std::num::NonZeroU32;
use std::time::Duration;

use futures_util::future::join_all;
use kube_ingress_dash_simulator::{Effect, Rule};

use crate::program::Program;
use crate::simulated::{cluster, detail, gets};

#[tokio::test]
async fn five_hundred_equal_requests_are_one_call() {
    let simulator = cluster().await;
    let program = Program::ready(&simulator.kubeconfig(), &["--rate-limit", "0"]).await;
    simulator.faults().add(Rule::new(gets(), Effect::Delay(Duration::from_secs(1))));
    let answers = join_all((0..500).map(|_| program.get_owned(detail(0)))).await;
    assert!(answers.iter().all(|answer| answer.status == 200));
    assert_eq!(simulator.counts().requests(&gets()), 1);
    let came_by = |way| answers.iter().filter(|answer| answer.header("x-cache") == Some(way)).count();
    assert_eq!(came_by("miss"), 1);
    assert_eq!(came_by("shared") + came_by("hit"), 499);
    assert!(came_by("shared") > 0);
}

#[tokio::test]
async fn a_failure_is_not_kept() {
    let simulator = cluster().await;
    let program = Program::ready(&simulator.kubeconfig(), &["--retry-attempts", "1"]).await;
    simulator.faults().fail_next(NonZeroU32::MIN, gets(), http::StatusCode::BAD_GATEWAY);
    program.get(&detail(0)).await.problem(503);
    assert_eq!(program.get(&detail(0)).await.header("x-cache"), Some("miss"));
}
