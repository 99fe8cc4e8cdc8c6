//! Equal reads at the same time share one fetch.
//!
//! Nobody owns a flight: whoever waits for it carries it on, so a caller who leaves takes nothing from the others, and
//! when all have left the fetch is given up.

use std::collections::HashMap;
use std::hash::Hash;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Shared, WeakShared};
use parking_lot::Mutex;

/// Fetches under way, by what is fetched; clones share them.
pub struct Flights<K, V> {
    board: Arc<Mutex<Board<K, V>>>,
}

struct Board<K, V> {
    departed: u64,
    flights: HashMap<K, (u64, WeakShared<Fetch<V>>)>,
}

type Fetch<V> = BoxFuture<'static, Result<V, Crashed>>;

/// The fetch panicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this server failed while it fetched the answer; see its log")]
pub struct Crashed;

/// How a caller came by its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Its call began the fetch.
    Led,
    /// It joined a fetch that had begun.
    Joined,
}

impl<K, V> Clone for Flights<K, V> {
    fn clone(&self) -> Self {
        Self { board: Arc::clone(&self.board) }
    }
}

impl<K, V> Default for Flights<K, V> {
    fn default() -> Self {
        let board = Board { departed: 0, flights: HashMap::new() };
        Self { board: Arc::new(Mutex::new(board)) }
    }
}

impl<K, V> Flights<K, V>
where
    K: Hash + Eq + Clone + Send + 'static,
    V: Clone + Send + Sync + 'static,
{
    /// The value of the fetch for this key that is under way, else of a new one.
    pub async fn fetch<F>(&self, key: K, begin: impl FnOnce() -> F) -> (Role, Result<V, Crashed>)
    where
        F: Future<Output = V> + Send + 'static,
    {
        let (role, flight) = self.board(key, begin);
        (role, flight.await)
    }

    fn board<F>(&self, key: K, begin: impl FnOnce() -> F) -> (Role, Shared<Fetch<V>>)
    where
        F: Future<Output = V> + Send + 'static,
    {
        let mut board = self.board.lock();
        if let Some(flight) = board.flights.get(&key).and_then(|(_, flight)| flight.upgrade()) {
            return (Role::Joined, flight);
        }
        board.departed += 1;
        let number = board.departed;
        let entry = Entry { board: Arc::clone(&self.board), key: key.clone(), number };
        let fetch = begin();
        let flight = async move {
            let _removed_at_the_end = entry;
            AssertUnwindSafe(fetch).catch_unwind().await.map_err(|_| Crashed)
        }
        .boxed()
        .shared();
        if let Some(weak) = flight.downgrade() {
            board.flights.insert(key, (number, weak));
        }
        (Role::Led, flight)
    }

    /// How many fetches are under way.
    pub fn under_way(&self) -> usize {
        self.board.lock().flights.len()
    }
}

/// Takes its flight off the board when that has landed or was given up.
struct Entry<K: Hash + Eq, V> {
    board: Arc<Mutex<Board<K, V>>>,
    key: K,
    number: u64,
}

impl<K: Hash + Eq, V> Drop for Entry<K, V> {
    fn drop(&mut self) {
        let flights = &mut self.board.lock().flights;
        if flights.get(&self.key).is_some_and(|(number, _)| *number == self.number) {
            flights.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use futures_util::future::join_all;
    use tokio::time::{sleep, timeout};

    const TAKES: Duration = Duration::from_secs(1);

    /// Fetches that take a second, and their number.
    #[derive(Clone, Default)]
    struct Upstream {
        flights: Flights<&'static str, Result<usize, &'static str>>,
        begun: Arc<AtomicUsize>,
        finished: Arc<AtomicUsize>,
    }

    impl Upstream {
        async fn get(&self, key: &'static str) -> (Role, Result<Result<usize, &'static str>, Crashed>) {
            let (begun, finished) = (Arc::clone(&self.begun), Arc::clone(&self.finished));
            let fetch = || async move {
                let number = begun.fetch_add(1, Ordering::Relaxed);
                sleep(TAKES).await;
                finished.fetch_add(1, Ordering::Relaxed);
                match key {
                    "fails" => Err("no"),
                    "panics" => std::panic::resume_unwind(Box::new("in the fetch")),
                    _ => Ok(number),
                }
            };
            self.flights.fetch(key, fetch).await
        }

        fn begun(&self) -> usize {
            self.begun.load(Ordering::Relaxed)
        }
    }

    #[tokio::test(start_paused = true)]
    async fn five_hundred_equal_reads_are_one_fetch() {
        let upstream = Upstream::default();
        let answers = join_all((0..500).map(|_| upstream.get("web"))).await;
        assert_eq!(answers[0], (Role::Led, Ok(Ok(0))));
        assert!(answers[1..].iter().all(|answer| *answer == (Role::Joined, Ok(Ok(0)))));
        assert_eq!((upstream.begun(), upstream.flights.under_way()), (1, 0));
    }

    #[tokio::test(start_paused = true)]
    async fn what_comes_after_the_landing_is_fetched_anew() {
        let upstream = Upstream::default();
        assert_eq!(upstream.get("web").await, (Role::Led, Ok(Ok(0))));
        assert_eq!(upstream.get("web").await, (Role::Led, Ok(Ok(1))));
    }

    #[tokio::test(start_paused = true)]
    async fn different_reads_do_not_wait_for_each_other() {
        let upstream = Upstream::default();
        let (one, other) = tokio::join!(upstream.get("web"), upstream.get("api"));
        assert_eq!((one, other), ((Role::Led, Ok(Ok(0))), (Role::Led, Ok(Ok(1)))));
    }

    #[tokio::test(start_paused = true)]
    async fn a_failure_reaches_all_who_wait() {
        let upstream = Upstream::default();
        let answers = join_all((0..3).map(|_| upstream.get("fails"))).await;
        assert!(answers.iter().all(|(_, answer)| *answer == Ok(Err("no"))));
    }

    #[tokio::test(start_paused = true)]
    async fn the_fetch_goes_on_when_its_leader_leaves() {
        let upstream = Upstream::default();
        let leader = timeout(TAKES / 2, upstream.get("web"));
        let followers = join_all((0..3).map(|_| async {
            sleep(TAKES / 4).await;
            upstream.get("web").await
        }));
        let (leader, followers) = tokio::join!(leader, followers);
        assert!(leader.is_err());
        assert!(followers.iter().all(|answer| *answer == (Role::Joined, Ok(Ok(0)))));
        assert_eq!(upstream.begun(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_fetch_that_nobody_waits_for_is_given_up() {
        let upstream = Upstream::default();
        let callers = (0..3).map(|_| timeout(TAKES / 2, upstream.get("web")));
        assert!(join_all(callers).await.iter().all(Result::is_err));
        sleep(TAKES * 2).await;
        assert_eq!((upstream.finished.load(Ordering::Relaxed), upstream.flights.under_way()), (0, 0));
        assert_eq!(upstream.get("web").await, (Role::Led, Ok(Ok(1))));
    }

    #[tokio::test(start_paused = true)]
    async fn a_panic_reaches_all_who_wait_as_an_error() {
        let upstream = Upstream::default();
        let answers = join_all((0..3).map(|_| upstream.get("panics"))).await;
        assert!(answers.iter().all(|(_, answer)| *answer == Err(Crashed)));
        assert_eq!(upstream.flights.under_way(), 0);
    }

    #[tokio::test]
    async fn many_threads_agree() {
        let upstream = Arc::new(Flights::<u32, u32>::default());
        let tasks: Vec<_> = (0..1000_u32)
            .map(|number| {
                let flights = Arc::clone(&upstream);
                tokio::spawn(async move {
                    let key = number % 10;
                    flights
                        .fetch(key, || async move {
                            tokio::task::yield_now().await;
                            key
                        })
                        .await
                        .1
                        .map(|value| value == key)
                })
            })
            .collect();
        for task in tasks {
            assert_eq!(task.await.unwrap(), Ok(true));
        }
        assert_eq!(upstream.under_way(), 0);
    }
}
