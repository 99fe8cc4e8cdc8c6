//! What callers can rely on.

use std::panic::{AssertUnwindSafe, catch_unwind};

use parking_lot::Mutex;
use tokio::time::advance;

use super::*;
use crate::observe::BreakerState::{Closed, HalfOpen, Open as OpenState};

const SETTINGS: Settings = Settings {
    failure_rate: 0.5,
    window: Duration::from_secs(30),
    wait: Duration::from_mins(1),
    minimum_calls: 10,
};

fn breaker() -> Breaker {
    Breaker::new(SETTINGS, Arc::new(()))
}

fn fail(breaker: &Breaker, times: usize) {
    for _ in 0..times {
        breaker.admit().unwrap().failure();
    }
}

fn succeed(breaker: &Breaker, times: usize) {
    for _ in 0..times {
        breaker.admit().unwrap().success();
    }
}

/// A breaker that has just opened.
fn opened() -> Breaker {
    let breaker = breaker();
    fail(&breaker, 10);
    assert_eq!(breaker.state(), OpenState);
    breaker
}

#[tokio::test(start_paused = true)]
async fn half_of_the_calls_must_fail() {
    let breaker = breaker();
    succeed(&breaker, 6);
    fail(&breaker, 5);
    assert_eq!(breaker.state(), Closed);
    fail(&breaker, 1);
    assert_eq!(breaker.state(), OpenState);
}

#[tokio::test(start_paused = true)]
async fn a_few_failures_in_a_quiet_time_say_nothing() {
    let breaker = breaker();
    fail(&breaker, 9);
    assert_eq!(breaker.state(), Closed);
    advance(SETTINGS.window).await;
    fail(&breaker, 9);
    assert_eq!(breaker.state(), Closed, "what left the window does not count");
}

#[tokio::test(start_paused = true)]
async fn the_last_call_that_was_missing_may_be_a_success() {
    let breaker = breaker();
    fail(&breaker, 9);
    succeed(&breaker, 1);
    assert_eq!(breaker.state(), OpenState);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_was_given_up_does_not_count() {
    let breaker = breaker();
    for _ in 0..100 {
        drop(breaker.admit().unwrap());
    }
    fail(&breaker, 9);
    assert_eq!(breaker.state(), Closed);
}

#[tokio::test(start_paused = true)]
async fn an_open_breaker_refuses_and_says_for_how_long() {
    let breaker = opened();
    advance(Duration::from_secs(18)).await;
    assert_eq!(breaker.admit().err(), Some(Open { retry_after: Duration::from_secs(42) }));
    assert_eq!(breaker.refuses_for(), Some(Duration::from_secs(42)));
}

#[tokio::test(start_paused = true)]
async fn of_a_thousand_calls_after_the_wait_one_is_let_through() {
    let breaker = opened();
    advance(SETTINGS.wait).await;
    let admitted: Vec<_> = (0..1000).map(|_| breaker.admit()).filter_map(Result::ok).collect();
    assert_eq!(admitted.len(), 1);
    assert!(admitted[0].is_probe());
    assert_eq!(breaker.state(), HalfOpen);
}

#[tokio::test(start_paused = true)]
async fn the_probe_decides() {
    let breaker = opened();
    advance(SETTINGS.wait).await;
    breaker.admit().unwrap().failure();
    assert_eq!(breaker.admit().err(), Some(Open { retry_after: SETTINGS.wait }));
    advance(SETTINGS.wait).await;
    breaker.admit().unwrap().success();
    assert_eq!(breaker.state(), Closed);
    fail(&breaker, 9);
    assert_eq!(breaker.state(), Closed, "the window is empty after a recovery");
}

#[tokio::test(start_paused = true)]
async fn a_probe_that_is_cancelled_or_panics_gives_its_right_back() {
    let breaker = opened();
    advance(SETTINGS.wait).await;
    drop(breaker.admit().unwrap());
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        let _probe = breaker.admit().unwrap();
        panic!("within the call");
    }));
    assert!(panicked.is_err());
    assert_eq!(breaker.state(), HalfOpen);
    breaker.admit().unwrap().success();
    assert_eq!(breaker.state(), Closed);
}

#[tokio::test(start_paused = true)]
async fn a_probe_that_never_returns_is_replaced() {
    let breaker = opened();
    advance(SETTINGS.wait).await;
    let lost = breaker.admit().unwrap();
    assert!(breaker.admit().is_err());
    advance(SETTINGS.wait).await;
    let next = breaker.admit().unwrap();
    lost.success();
    assert_eq!(breaker.state(), HalfOpen, "the lost one comes too late");
    next.failure();
    assert_eq!(breaker.state(), OpenState);
}

#[tokio::test(start_paused = true)]
async fn a_late_end_of_an_older_time_changes_nothing() {
    let breaker = breaker();
    let late = [(); 3].map(|()| breaker.admit().unwrap());
    fail(&breaker, 10);
    let [success, failure, dropped] = late;
    success.success();
    assert_eq!(breaker.state(), OpenState);
    advance(SETTINGS.wait).await;
    let probe = breaker.admit().unwrap();
    drop(dropped);
    assert!(breaker.admit().is_err(), "it is not the probe's right that was given back");
    failure.failure();
    assert_eq!(breaker.state(), HalfOpen);
    probe.success();
    assert_eq!(breaker.state(), Closed);
}

#[tokio::test(start_paused = true)]
async fn every_turn_is_told_once() {
    #[derive(Default)]
    struct Recording(Mutex<Vec<(BreakerState, BreakerState)>>);
    impl Observer for Recording {
        fn breaker(&self, from: BreakerState, to: BreakerState) {
            self.0.lock().push((from, to));
        }
    }

    let turns = Arc::new(Recording::default());
    let breaker = Breaker::new(SETTINGS, Arc::<Recording>::clone(&turns));
    fail(&breaker, 10);
    advance(SETTINGS.wait).await;
    drop(breaker.admit().unwrap());
    breaker.admit().unwrap().failure();
    advance(SETTINGS.wait).await;
    breaker.admit().unwrap().success();
    assert_eq!(
        *turns.0.lock(),
        [
            (Closed, OpenState),
            (OpenState, HalfOpen),
            (HalfOpen, OpenState),
            (OpenState, HalfOpen),
            (HalfOpen, Closed)
        ]
    );
}
