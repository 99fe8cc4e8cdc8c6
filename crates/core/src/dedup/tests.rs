use super::*;
use futures_util::future::join_all;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::time::{advance, sleep, timeout};

#[derive(Debug, Clone, PartialEq, Eq)]
enum Failure {
    Upstream,
    Panicked,
}

impl From<Panicked> for Failure {
    fn from(_: Panicked) -> Self {
        Self::Panicked
    }
}

type Reads = Flights<&'static str, usize, Failure>;

const TAKES: Duration = Duration::from_secs(1);

/// Counts fetches as they begin and end.
#[derive(Clone, Default)]
struct Upstream {
    begun: Arc<AtomicUsize>,
    ended: Arc<AtomicUsize>,
}

impl Upstream {
    async fn answer(self) -> Result<usize, Failure> {
        let number = self.begun.fetch_add(1, Ordering::Relaxed) + 1;
        sleep(TAKES).await;
        self.ended.fetch_add(1, Ordering::Relaxed);
        Ok(number)
    }

    async fn fail(self) -> Result<usize, Failure> {
        self.answer().await?;
        Err(Failure::Upstream)
    }

    async fn panic(self) -> Result<usize, Failure> {
        self.answer().await?;
        panic!("a fetch may panic")
    }

    fn counts(&self) -> (usize, usize) {
        (self.begun.load(Ordering::Relaxed), self.ended.load(Ordering::Relaxed))
    }
}

#[tokio::test(start_paused = true)]
async fn five_hundred_equal_reads_cost_one_fetch() {
    let (reads, upstream) = (Reads::default(), Upstream::default());
    let landings = join_all((0..500).map(|_| reads.share("web", upstream.clone().answer()))).await;
    assert_eq!(upstream.counts(), (1, 1));
    assert!(landings.iter().all(|landing| landing.outcome == Ok(1)));
    let led = landings.iter().filter(|landing| landing.role == Role::Led).count();
    assert_eq!((led, landings[0].role), (1, Role::Led));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn readers_on_all_threads_cost_one_fetch() {
    let (reads, upstream) = (Reads::default(), Upstream::default());
    let (gate, opened) = tokio::sync::watch::channel(false);
    let readers: Vec<_> = (0..500)
        .map(|_| {
            let (reads, upstream, mut opened) = (reads.clone(), upstream.clone(), opened.clone());
            tokio::spawn(async move {
                let fetch = async move {
                    opened.wait_for(|opened| *opened).await.unwrap();
                    upstream.begun.fetch_add(1, Ordering::Relaxed);
                    Ok(1)
                };
                reads.share("web", fetch).await
            })
        })
        .collect();
    // Each reader's own fetch has one receiver until it joins another's, and the flight that was begun has one.
    let joined = async {
        while gate.receiver_count() > 2 {
            tokio::task::yield_now().await;
        }
    };
    timeout(Duration::from_secs(30), joined).await.unwrap();
    gate.send_replace(true);
    let landings = join_all(readers).await;
    let led = landings.iter().filter(|landing| landing.as_ref().unwrap().role == Role::Led).count();
    assert_eq!((upstream.counts().0, led), (1, 1));
    assert!(reads.is_empty());
}

#[tokio::test(start_paused = true)]
async fn reads_of_different_things_are_fetched_apart() {
    let (reads, upstream) = (Reads::default(), Upstream::default());
    let (web, api) = tokio::join!(
        reads.share("web", upstream.clone().answer()),
        reads.share("api", upstream.clone().answer())
    );
    assert_eq!((web.role, api.role), (Role::Led, Role::Led));
    assert_eq!(upstream.counts(), (2, 2));
}

#[tokio::test(start_paused = true)]
async fn a_read_after_the_fetch_has_ended_is_a_new_one() {
    let (reads, upstream) = (Reads::default(), Upstream::default());
    reads.share("web", upstream.clone().answer()).await;
    let landing = reads.share("web", upstream.clone().answer()).await;
    assert_eq!(landing, Landing { outcome: Ok(2), role: Role::Led });
}

#[tokio::test(start_paused = true)]
async fn a_failure_is_shared_and_not_kept() {
    let (reads, upstream) = (Reads::default(), Upstream::default());
    let (leader, follower) = tokio::join!(
        reads.share("web", upstream.clone().fail()),
        reads.share("web", upstream.clone().answer())
    );
    assert_eq!(leader, Landing { outcome: Err(Failure::Upstream), role: Role::Led });
    assert_eq!(follower, Landing { outcome: Err(Failure::Upstream), role: Role::Joined });
    assert_eq!(reads.share("web", upstream.answer()).await.outcome, Ok(2));
}

#[tokio::test(start_paused = true)]
async fn followers_carry_on_the_fetch_of_a_leader_that_went_away() {
    let (reads, upstream) = (Reads::default(), Upstream::default());
    let mut leader = Box::pin(reads.share("web", upstream.clone().answer()));
    assert!(timeout(TAKES / 4, &mut leader).await.is_err());
    let mut followers: Vec<_> =
        (0..3).map(|_| Box::pin(reads.share("web", upstream.clone().answer()))).collect();
    assert!(timeout(TAKES / 4, join_all(followers.iter_mut())).await.is_err());
    drop(leader);
    // The first to carry it on goes away, too.
    assert!(timeout(TAKES / 4, &mut followers[0]).await.is_err());
    drop(followers.remove(0));
    let began = tokio::time::Instant::now();
    for landing in join_all(followers).await {
        assert_eq!(landing, Landing { outcome: Ok(1), role: Role::Joined });
    }
    assert_eq!(began.elapsed(), TAKES / 4);
    assert_eq!(upstream.counts(), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_leader_that_goes_away_at_its_last_moment_leaves_nobody_hanging() {
    let (reads, upstream) = (Reads::default(), Upstream::default());
    let leader = tokio::spawn({
        let (reads, upstream) = (reads.clone(), upstream.clone());
        async move { reads.share("web", upstream.answer()).await }
    });
    tokio::task::yield_now().await;
    let follower = tokio::spawn({
        let (reads, upstream) = (reads.clone(), upstream.clone());
        async move { reads.share("web", upstream.answer()).await }
    });
    tokio::task::yield_now().await;
    // The fetch wakes its readers, and the leader is gone before it hears of it.
    advance(TAKES).await;
    leader.abort();
    let landing = timeout(TAKES, follower).await.expect("the follower does not hang").unwrap();
    assert_eq!(landing, Landing { outcome: Ok(1), role: Role::Joined });
}

#[tokio::test(start_paused = true)]
async fn a_fetch_that_nobody_waits_for_is_dropped() {
    let (reads, upstream) = (Reads::default(), Upstream::default());
    let all = join_all((0..10).map(|_| reads.share("web", upstream.clone().answer())));
    assert!(timeout(TAKES / 2, all).await.is_err());
    sleep(TAKES).await;
    assert_eq!(upstream.counts(), (1, 0));
    assert!(reads.is_empty());
    assert_eq!(reads.share("web", upstream.answer()).await.outcome, Ok(2));
}

#[tokio::test(start_paused = true)]
async fn a_panic_is_an_error_for_all_and_the_next_read_works() {
    let (reads, upstream) = (Reads::default(), Upstream::default());
    let (leader, one, other) = tokio::join!(
        reads.share("web", upstream.clone().panic()),
        reads.share("web", upstream.clone().answer()),
        reads.share("web", upstream.clone().answer())
    );
    for landing in [leader, one, other] {
        assert_eq!(landing.outcome, Err(Failure::Panicked));
    }
    assert!(reads.is_empty());
    assert_eq!(reads.share("web", upstream.answer()).await.outcome, Ok(2));
}

#[tokio::test(start_paused = true)]
async fn no_entry_outlives_its_fetch() {
    let (reads, upstream) = (Reads::default(), Upstream::default());
    let mut web = Box::pin(reads.share("web", upstream.clone().answer()));
    let mut api = Box::pin(reads.share("api", upstream.clone().fail()));
    assert!(timeout(TAKES / 2, async { tokio::join!(&mut web, &mut api) }).await.is_err());
    assert_eq!(reads.len(), 2);
    drop(web);
    assert_eq!(reads.len(), 1);
    api.await.outcome.unwrap_err();
    assert!(reads.is_empty());
}

#[tokio::test(start_paused = true)]
async fn the_end_of_an_abandoned_fetch_leaves_the_next_of_its_key_alone() {
    let (reads, upstream) = (Reads::default(), Upstream::default());
    let (abandoned, _) = reads.join("web", upstream.clone().answer());
    // What a thread would see that is faster than the end of the fetch before.
    let entry = reads.0.lock().flights.remove("web").unwrap();
    let (next, role) = reads.join("web", upstream.clone().answer());
    assert_eq!(role, Role::Led);
    drop((abandoned, entry));
    assert_eq!(reads.len(), 1);
    assert_eq!(next.await, Ok(1));
}
