//! Gives each token of the bucket to the most urgent call that waits.

use std::future::pending;

use governor::clock::Clock as _;
use governor::{Quota, RateLimiter};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, sleep, sleep_until};

use super::Settings;
use super::pause::Ends;
use crate::clock::TokioClock;
use crate::purpose::Purpose;

/// Told when it is its turn.
pub(super) type Waiter = oneshot::Sender<()>;

/// One queue for each purpose that waits.
#[derive(Debug, Clone)]
pub(super) struct Queues<Q> {
    watch: Q,
    list: Q,
    on_demand: Q,
}

impl<Q> Queues<Q> {
    /// The queue of a purpose; none for one that never waits.
    pub(super) fn of(&self, purpose: Purpose) -> Option<&Q> {
        match purpose {
            Purpose::Probe => None,
            Purpose::Watch => Some(&self.watch),
            Purpose::List => Some(&self.list),
            Purpose::OnDemand => Some(&self.on_demand),
        }
    }
}

type Receivers = Queues<mpsc::Receiver<Waiter>>;

pub(super) fn queues(capacity: usize) -> (Queues<mpsc::Sender<Waiter>>, Receivers) {
    let (watch, watch_receiver) = mpsc::channel(capacity);
    let (list, list_receiver) = mpsc::channel(capacity);
    let (on_demand, on_demand_receiver) = mpsc::channel(capacity);
    (
        Queues { watch, list, on_demand },
        Queues { watch: watch_receiver, list: list_receiver, on_demand: on_demand_receiver },
    )
}

/// Runs until nobody can ask for a turn any more.
pub(super) async fn run(mut queues: Receivers, settings: Settings, mut pauses: watch::Receiver<Ends>) {
    let quota = Quota::per_second(settings.rate).allow_burst(settings.burst);
    let clock = TokioClock::default();
    let bucket = RateLimiter::direct_with_clock(quota, clock.clone());
    loop {
        while let Err(early) = bucket.check() {
            sleep(early.wait_time_from(clock.now())).await;
        }
        // The token is in hand: who has left meanwhile does not use it up.
        loop {
            let Some(waiter) = most_urgent(&mut queues, &mut pauses).await else {
                return;
            };
            if waiter.send(()).is_ok() {
                break;
            }
        }
    }
}

/// Waits for a call that is not held back; none when all callers are gone.
async fn most_urgent(queues: &mut Receivers, pauses: &mut watch::Receiver<Ends>) -> Option<Waiter> {
    loop {
        let ends = *pauses.borrow_and_update();
        let now = Instant::now();
        let is_free = |purpose| ends.remaining(purpose, now).is_zero();
        let pause_ends = async {
            match ends.next(now) {
                Some(end) => sleep_until(end).await,
                None => pending().await,
            }
        };
        tokio::select! {
            biased;
            changed = pauses.changed() => if changed.is_err() { return None },
            Some(waiter) = queues.watch.recv() => return Some(waiter),
            Some(waiter) = queues.list.recv(), if is_free(Purpose::List) => return Some(waiter),
            Some(waiter) = queues.on_demand.recv(), if is_free(Purpose::OnDemand) => return Some(waiter),
            () = pause_ends => {}
        }
    }
}
