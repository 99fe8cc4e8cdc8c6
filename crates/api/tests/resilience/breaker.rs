//! Calls that mostly fail are not made for a while.

use std::num::NonZeroU32;

use futures_util::future::join_all;
use http::StatusCode;
use kube_ingress_dash_simulator::{Answer, Effect, Rule, Share};

use crate::program::Program;
use crate::simulated::{cluster, detail, gets};

#[tokio::test]
async fn refusals_and_absence_never_open_it() {
    let simulator = cluster().await;
    let program = Program::ready(&simulator.kubeconfig(), &["--breaker-min-calls", "3"]).await;
    for (number, code) in
        [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].into_iter().cycle().take(20).enumerate()
    {
        simulator.faults().fail_next(NonZeroU32::MIN, gets(), code);
        let answer = program.get(&detail(number)).await;
        assert_eq!(answer.status, code.as_u16(), "{answer:?}");
    }
    assert_eq!(simulator.counts().requests(&gets()), 20, "each was asked for");
    assert_eq!(program.get(&detail(29)).await.status, 200);
    assert!((program.metric("kube_breaker_state{state=\"closed\"}").await - 1.0).abs() < f64::EPSILON);
}

#[tokio::test]
async fn sixty_percent_failures_open_it_and_one_call_at_a_time_finds_out_whether_that_is_over() {
    let simulator = cluster().await;
    let arguments = ["--breaker-wait", "1s", "--retry-attempts", "1", "--rate-limit", "0"];
    let program = Program::ready(&simulator.kubeconfig(), &arguments).await;
    let fails = || Rule::new(gets(), Effect::Answer(Answer::status(StatusCode::INTERNAL_SERVER_ERROR)));
    simulator.faults().add(fails().share(Share::new(3, 5).unwrap()));

    // Ten calls are the least that it judges by, and each is to another object.
    for number in 0..10 {
        program.get(&detail(number)).await;
    }
    assert_eq!(simulator.counts().requests(&gets()), 10);
    let answer = program.get(&detail(20)).await;
    answer.problem(503);
    let wait: u64 = answer.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=1).contains(&wait), "{wait}");
    assert_eq!(simulator.counts().requests(&gets()), 10, "the API server hears nothing");
    let health = program.get("/api/health").await;
    let checks = &health.json()["checks"];
    assert_eq!((health.status, &checks["breaker"]["status"]), (200, &"down".into()), "{health:?}");
    assert!((program.metric("kube_breaker_state{state=\"open\"}").await - 1.0).abs() < f64::EPSILON);
    assert_eq!(program.logged("the circuit breaker is open").len(), 1);

    // Everything fails now, so that the probe fails as well.
    simulator.faults().clear();
    simulator.faults().add(fails());
    program
        .until("a probe is let through", async || {
            let crowd = join_all((10..30).map(|number| program.get_owned(detail(number)))).await;
            assert!(crowd.iter().all(|answer| answer.status >= 500));
            simulator.counts().requests(&gets()) > 10
        })
        .await;
    assert_eq!(simulator.counts().requests(&gets()), 11, "one call alone was let through");

    simulator.faults().clear();
    program.until("it closes", async || program.get(&detail(29)).await.status == 200).await;
    assert_eq!(program.get(&detail(28)).await.status, 200);
    assert_eq!(program.logged("the circuit breaker is closed").len(), 1);
}
