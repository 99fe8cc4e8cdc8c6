//! Failures in passing are tried again, refusals are told at once, and each says what to do.

use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use http::StatusCode;
use http::header::HeaderValue;
use kube_ingress_dash_simulator::{Answer, Effect, Match, Part, Resource, Rule};

use crate::program::Program;
use crate::simulated::{cluster, detail, gets};

#[tokio::test]
async fn two_failures_in_passing_are_one_answer_after_two_waits() {
    let simulator = cluster().await;
    let program = Program::ready(&simulator.kubeconfig(), &[]).await;
    let twice = NonZeroU32::new(2).unwrap();
    simulator.faults().fail_next(twice, gets(), StatusCode::SERVICE_UNAVAILABLE);
    let began = Instant::now();
    let answer = program.get(&detail(0)).await;
    assert_eq!((answer.status, answer.header("x-cache")), (200, Some("miss")));
    assert_eq!((simulator.counts().requests(&gets()), simulator.counts().answered(&gets(), 200)), (3, 1));
    // 1 s and 2 s, each less a fifth at least.
    assert!(began.elapsed() >= Duration::from_millis(2400), "{:?}", began.elapsed());
    assert!((program.metric("kube_retries_total").await - 2.0).abs() < f64::EPSILON);
}

#[tokio::test]
async fn a_refusal_is_told_at_once_and_asked_for_once() {
    let simulator = cluster().await;
    let program = Program::ready(&simulator.kubeconfig(), &["--cache-ttl", "1s"]).await;
    let events = Match::any().resource(Resource::Events);
    let refusal = Answer::status(StatusCode::FORBIDDEN);
    simulator.faults().add(Rule::new(events.clone(), Effect::Answer(refusal)));
    let answer = program.get(&format!("{}/events", detail(0))).await;
    assert!(answer.problem(403).contains("role"), "{answer:?}");
    assert_eq!(answer.json()["class"], "permanent");
    assert_eq!(simulator.counts().requests(&events), 1);
}

#[tokio::test]
async fn an_answer_that_is_cut_short_or_reset_is_tried_again() {
    let simulator = cluster().await;
    let program = Program::ready(&simulator.kubeconfig(), &["--retry-initial", "50ms"]).await;
    for (number, effect) in [Effect::Reset, Effect::Truncate(Part::Half), Effect::Truncate(Part::Bytes(1))]
        .into_iter()
        .enumerate()
    {
        simulator.faults().clear();
        simulator.faults().add(Rule::new(gets(), effect).times(NonZeroU32::MIN));
        let before = simulator.counts().requests(&gets());
        assert_eq!(program.get(&detail(number)).await.status, 200);
        assert_eq!(simulator.counts().requests(&gets()) - before, 2);
    }
}

#[tokio::test]
async fn an_answer_that_never_comes_is_given_up_in_time() {
    let simulator = cluster().await;
    let arguments = ["--kube-attempt-timeout", "500ms", "--retry-attempts", "2", "--retry-initial", "50ms"];
    let program = Program::ready(&simulator.kubeconfig(), &arguments).await;
    for effect in [Effect::Hang, Effect::Stall(Part::Half)] {
        simulator.faults().clear();
        simulator.faults().add(Rule::new(gets(), effect));
        let before = simulator.counts().requests(&gets());
        let answer = program.get(&detail(0)).await;
        assert!(!answer.problem(504).contains("127.0.0.1"), "{answer:?}");
        assert_eq!(simulator.counts().requests(&gets()) - before, 2);
    }
}

#[tokio::test]
async fn a_wish_to_be_left_alone_is_granted_or_passed_on() {
    let simulator = cluster().await;
    let program = Program::ready(&simulator.kubeconfig(), &["--retry-initial", "50ms"]).await;
    let busy = |wish| {
        let words = "Too many requests, please try again later.";
        let answer =
            Answer::text(StatusCode::TOO_MANY_REQUESTS, words).retry_after(HeaderValue::from_static(wish));
        Rule::new(gets(), Effect::Answer(answer)).times(NonZeroU32::MIN)
    };
    simulator.faults().add(busy("1"));
    let began = Instant::now();
    assert_eq!(program.get(&detail(0)).await.status, 200);
    assert!(began.elapsed() >= Duration::from_secs(1), "{:?}", began.elapsed());
    simulator.faults().add(busy("90"));
    let before = simulator.counts().requests(&gets());
    let answer = program.get(&detail(1)).await;
    answer.problem(503);
    assert_eq!(answer.header("retry-after"), Some("90"));
    assert_eq!(simulator.counts().requests(&gets()) - before, 1);
}
