//! Notices when an API server that could not be reached is back, so that sources need not wait out their delays.
//!
//! While any source waits, the health check's own question is asked once a second, for all of them together. Only a
//! return counts: an API server that answers it all the while has another trouble, which is no reason to hurry.

use std::sync::Arc;
use std::time::Duration;

use kube_ingress_dash_model::health::CheckStatus;
use rand::RngExt as _;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};

use crate::probe::SharedCheck;

/// Questions do not begin more often.
const INTERVAL: Duration = Duration::from_secs(1);
/// Those who wait come back spread over so long for each of them, and over a second at most.
const APART: Duration = Duration::from_millis(20);
const LONGEST_SPREAD: Duration = Duration::from_secs(1);

/// Wakes those who wait for the API server's return; clones share it.
#[derive(Debug, Clone)]
pub struct Recovery {
    waiting: Arc<watch::Sender<usize>>,
    returns: watch::Receiver<Return>,
}

/// The return of an API server.
#[derive(Debug, Clone, Copy, Default)]
struct Return {
    /// How many waited for it.
    waited: usize,
}

/// One who waits.
struct Waiting<'a>(&'a watch::Sender<usize>);

impl<'a> Waiting<'a> {
    fn new(count: &'a watch::Sender<usize>) -> Self {
        count.send_modify(|waiting| *waiting += 1);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.send_modify(|waiting| *waiting -= 1);
    }
}

impl Recovery {
    /// Asks by this check, in a task among `tasks`.
    pub fn start(check: Arc<SharedCheck>, tasks: &mut JoinSet<()>) -> Self {
        let (waiting, seen) = watch::channel(0);
        let (returned, returns) = watch::channel(Return::default());
        tasks.spawn(ask(check, seen, returned));
        Self { waiting: Arc::new(waiting), returns }
    }

    /// Waits for the next return of an API server that is away.
    pub async fn returned(&self) {
        let mut returns = self.returns.clone();
        returns.mark_unchanged();
        let waiting = Waiting::new(&self.waiting);
        if returns.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
        drop(waiting);
        let count = u32::try_from(returns.borrow().waited).unwrap_or(u32::MAX);
        let spread = APART.saturating_mul(count.saturating_sub(1)).min(LONGEST_SPREAD);
        let own = spread.mul_f64(rand::rng().random());
        sleep(own).await;
    }
}

async fn ask(check: Arc<SharedCheck>, mut waiting: watch::Receiver<usize>, returned: watch::Sender<Return>) {
    let mut away = false;
    loop {
        let waited = *waiting.borrow_and_update();
        if waited == 0 {
            // An outage of which nobody saw the end says nothing about the next wait.
            away = false;
            if waiting.changed().await.is_err() {
                return;
            }
            continue;
        }
        let began = Instant::now();
        let is_up = check.outcome().await.status == CheckStatus::Up;
        if is_up && away {
            returned.send_replace(Return { waited });
        }
        away = !is_up;
        sleep_until(began + INTERVAL).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe::{ApiServerProbe, Outage};
    use futures_util::FutureExt as _;
    use futures_util::future::BoxFuture;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    #[derive(Clone, Default)]
    struct Server {
        is_up: Arc<AtomicBool>,
        asked: Arc<AtomicUsize>,
    }

    impl ApiServerProbe for Server {
        fn check(&self) -> BoxFuture<'_, Result<(), Outage>> {
            self.asked.fetch_add(1, Ordering::Relaxed);
            let answer =
                self.is_up.load(Ordering::Relaxed).then_some(()).ok_or_else(|| Outage("away".to_owned()));
            std::future::ready(answer).boxed()
        }
    }

    fn recovery(server: &Server) -> (Recovery, JoinSet<()>) {
        let mut tasks = JoinSet::new();
        (Recovery::start(Arc::new(SharedCheck::new(server.clone())), &mut tasks), tasks)
    }

    #[tokio::test(start_paused = true)]
    async fn all_who_wait_are_woken_within_two_seconds_by_one_question_a_second() {
        let server = Server::default();
        let (recovery, _tasks) = recovery(&server);
        let mut waiting = JoinSet::new();
        for _ in 0..200 {
            let recovery = recovery.clone();
            waiting.spawn(async move { recovery.returned().await });
        }
        sleep(Duration::from_mins(1)).await;
        assert!((59..=62).contains(&server.asked.load(Ordering::Relaxed)));
        server.is_up.store(true, Ordering::Relaxed);
        let began = Instant::now();
        let mut returned = Vec::new();
        while waiting.join_next().await.is_some() {
            returned.push(began.elapsed());
        }
        let took = returned.last().copied().unwrap_or_default();
        assert!(took <= Duration::from_secs(2), "{took:?}");
        let early = returned.iter().filter(|at| **at + Duration::from_millis(300) < took).count();
        assert!(early > 80, "they are spread over a second: {returned:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_that_answers_all_the_while_wakes_nobody() {
        let server = Server::default();
        server.is_up.store(true, Ordering::Relaxed);
        let (recovery, _tasks) = recovery(&server);
        assert!(tokio::time::timeout(Duration::from_mins(1), recovery.returned()).await.is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn an_outage_that_ended_unseen_is_no_return_for_those_who_wait_later() {
        let server = Server::default();
        let (recovery, _tasks) = recovery(&server);
        assert!(tokio::time::timeout(Duration::from_secs(3), recovery.returned()).await.is_err());
        server.is_up.store(true, Ordering::Relaxed);
        sleep(Duration::from_mins(1)).await;
        assert!(tokio::time::timeout(Duration::from_mins(1), recovery.returned()).await.is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_is_asked_while_nobody_waits() {
        let server = Server::default();
        let (recovery, _tasks) = recovery(&server);
        assert!(tokio::time::timeout(Duration::from_secs(3), recovery.returned()).await.is_err());
        let asked = server.asked.load(Ordering::Relaxed);
        sleep(Duration::from_mins(5)).await;
        assert!(server.asked.load(Ordering::Relaxed) <= asked + 1, "one may have been under way");
    }
}
