//! The order and the number of turns, on a paused clock.

use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::FutureExt as _;
use tokio::task::yield_now;
use tokio::time::{advance, timeout};

use super::*;

const SECOND: Duration = Duration::from_secs(1);

fn number(number: u32) -> NonZeroU32 {
    NonZeroU32::new(number).unwrap()
}

fn throttle(rate: u32, burst: u32, queue: u32) -> Throttle {
    let settings = Settings { rate: number(rate), burst: number(burst), queue: number(queue) };
    Throttle::start(settings, Arc::new(()))
}

/// How long `calls` calls of a purpose take, one after the other.
async fn time_of(throttle: &Throttle, purpose: Purpose, calls: usize) -> Duration {
    let began = Instant::now();
    for _ in 0..calls {
        throttle.turn(purpose, None).await.unwrap();
    }
    began.elapsed()
}

/// Takes all tokens that are there, so that the next call waits.
async fn exhaust(throttle: &Throttle, calls: usize) {
    time_of(throttle, Purpose::Watch, calls).await;
}

#[tokio::test(start_paused = true)]
async fn a_burst_passes_at_once_and_then_the_rate_holds() {
    let throttle = throttle(10, 5, 100);
    // One token is in the dispatcher's hand besides those of the bucket.
    assert_eq!(time_of(&throttle, Purpose::OnDemand, 5).await, Duration::ZERO);
    let ten_more = time_of(&throttle, Purpose::OnDemand, 10).await;
    assert!((SECOND * 9 / 10..=SECOND * 11 / 10).contains(&ten_more), "{ten_more:?}");
}

#[tokio::test(start_paused = true)]
async fn the_most_urgent_call_goes_first_whoever_came_first() {
    let throttle = throttle(1, 1, 100);
    exhaust(&throttle, 2).await;
    let order = Arc::new(parking_lot::Mutex::new(Vec::new()));
    let mut calls = Vec::new();
    for purpose in [Purpose::OnDemand, Purpose::List, Purpose::Watch, Purpose::OnDemand, Purpose::Watch] {
        let (throttle, order) = (throttle.clone(), Arc::clone(&order));
        calls.push(tokio::spawn(async move {
            throttle.turn(purpose, None).await.unwrap();
            order.lock().push(purpose);
        }));
        yield_now().await;
    }
    for call in calls {
        call.await.unwrap();
    }
    let expected = [Purpose::Watch, Purpose::Watch, Purpose::List, Purpose::OnDemand, Purpose::OnDemand];
    assert_eq!(*order.lock(), expected);
}

#[tokio::test(start_paused = true)]
async fn a_probe_never_waits() {
    let throttle = throttle(1, 1, 1);
    exhaust(&throttle, 2).await;
    throttle.pause(Purpose::Watch, SECOND * 60);
    assert_eq!(time_of(&throttle, Purpose::Probe, 1000).await, Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_full_queue_refuses_and_says_when_to_come_back() {
    #[derive(Default)]
    struct Counting(AtomicUsize);
    impl Observer for Counting {
        fn overflow(&self, _: Purpose) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    let overflows = Arc::new(Counting::default());
    let settings = Settings { rate: number(2), burst: number(1), queue: number(10) };
    let throttle = Throttle::start(settings, Arc::<Counting>::clone(&overflows));
    throttle.pause(Purpose::OnDemand, SECOND * 60);
    yield_now().await;
    let mut waiting: Vec<_> = (0..10).map(|_| Box::pin(throttle.turn(Purpose::OnDemand, None))).collect();
    for call in &mut waiting {
        assert!(call.now_or_never().is_none());
    }
    let refused = throttle.turn(Purpose::OnDemand, None).await;
    assert_eq!(refused, Err(Refused::Full { retry_after: SECOND * 5 }));
    assert_eq!(overflows.0.load(Ordering::Relaxed), 1);
    assert_eq!(throttle.turn(Purpose::List, None).await, Ok(()), "other purposes have queues of their own");
}

#[tokio::test(start_paused = true)]
async fn who_leaves_the_queue_takes_no_turn_from_the_others() {
    let throttle = throttle(1, 1, 100);
    exhaust(&throttle, 2).await;
    for _ in 0..50 {
        let given_up = timeout(Duration::from_millis(1), throttle.turn(Purpose::OnDemand, None)).await;
        assert!(given_up.is_err());
    }
    assert!(time_of(&throttle, Purpose::OnDemand, 1).await <= SECOND);
}

#[tokio::test(start_paused = true)]
async fn a_wish_holds_back_what_is_no_more_urgent() {
    let throttle = throttle(100, 100, 100);
    throttle.pause(Purpose::List, SECOND * 20);
    assert_eq!(time_of(&throttle, Purpose::Watch, 1).await, Duration::ZERO);
    assert_eq!(time_of(&throttle, Purpose::List, 1).await, SECOND * 20);
    throttle.pause(Purpose::OnDemand, SECOND * 20);
    assert_eq!(time_of(&throttle, Purpose::List, 1).await, Duration::ZERO);
    assert_eq!(time_of(&throttle, Purpose::OnDemand, 1).await, SECOND * 20);
}

#[tokio::test(start_paused = true)]
async fn a_wish_that_outlasts_the_deadline_is_told_at_once() {
    let throttle = throttle(100, 100, 100);
    throttle.pause(Purpose::OnDemand, SECOND * 60);
    let deadline = Some(Instant::now() + SECOND * 30);
    let refused = throttle.turn(Purpose::OnDemand, deadline).await;
    assert_eq!(refused, Err(Refused::Paused { retry_after: SECOND * 60 }));
    advance(SECOND * 40).await;
    let deadline = Some(Instant::now() + SECOND * 30);
    assert_eq!(throttle.turn(Purpose::OnDemand, deadline).await, Ok(()));
}

#[tokio::test(start_paused = true)]
async fn no_wish_is_honoured_for_ever() {
    let throttle = throttle(100, 100, 100);
    throttle.pause(Purpose::OnDemand, Duration::from_secs(1_000_000_000_000));
    assert_eq!(time_of(&throttle, Purpose::OnDemand, 1).await, LONGEST_PAUSE);
}
