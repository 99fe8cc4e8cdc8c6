//! The layers together, around an upstream that does as it is told, on a paused clock.

use std::collections::VecDeque;
use std::io;

use http::header::RETRY_AFTER;
use http::{Method, StatusCode};
use http_body_util::{BodyExt as _, Full};
use parking_lot::Mutex;
use tokio::time::Instant;
use tower::{ServiceExt as _, service_fn};

use super::*;
use crate::breaker::Open;
use crate::classify::{self, Class};
use crate::observe::{BreakerState, NoRetry};
use crate::purpose::Purpose;

const SECOND: Duration = Duration::from_secs(1);

fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.attempt.longest_answer = 1000;
    settings
}

/// What the upstream does with one request.
#[derive(Debug, Clone, Copy)]
enum Act {
    Answer(u16),
    Wish(u16, &'static str),
    Reset,
    Hang,
    Long,
}

/// An upstream that follows a script, then answers 200, and notes when it was asked.
#[derive(Clone, Default)]
struct Upstream(Arc<Mutex<Script>>);

#[derive(Default)]
struct Script {
    acts: VecDeque<Act>,
    asked: Vec<Instant>,
}

impl Upstream {
    fn scripted(acts: impl IntoIterator<Item = Act>) -> Self {
        let script = Script { acts: acts.into_iter().collect(), asked: Vec::new() };
        Self(Arc::new(Mutex::new(script)))
    }

    async fn answer(self) -> io::Result<Response<Full<Bytes>>> {
        let act = {
            let mut script = self.0.lock();
            script.asked.push(Instant::now());
            script.acts.pop_front().unwrap_or(Act::Answer(200))
        };
        let mut answer = Response::new(Full::new(Bytes::from_static(b"words")));
        match act {
            Act::Answer(code) => *answer.status_mut() = StatusCode::from_u16(code).unwrap(),
            Act::Wish(code, wish) => {
                *answer.status_mut() = StatusCode::from_u16(code).unwrap();
                answer.headers_mut().insert(RETRY_AFTER, wish.parse().unwrap());
            }
            Act::Reset => return Err(io::ErrorKind::ConnectionReset.into()),
            Act::Hang => std::future::pending().await,
            Act::Long => *answer.body_mut() = Full::new(Bytes::from_static(&[b'x'; 2000])),
        }
        Ok(answer)
    }

    fn asked(&self) -> usize {
        self.0.lock().asked.len()
    }

    /// The waits between the requests.
    fn gaps(&self) -> Vec<Duration> {
        self.0.lock().asked.windows(2).map(|pair| pair[1] - pair[0]).collect()
    }
}

#[derive(Default)]
struct Notes(Mutex<Vec<NoRetry>>);

impl Observer for Notes {
    fn no_retry(&self, reason: NoRetry) {
        self.0.lock().push(reason);
    }
}

/// One process with its guards before one upstream.
struct Process {
    upstream: Upstream,
    guards: Guards,
    notes: Arc<Notes>,
}

impl Process {
    fn before(upstream: Upstream) -> Self {
        let notes = Arc::new(Notes::default());
        let guards = Guards::start(settings(), Arc::<Notes>::clone(&notes));
        Self { upstream, guards, notes }
    }

    fn scripted(acts: impl IntoIterator<Item = Act>) -> Self {
        Self::before(Upstream::scripted(acts))
    }

    async fn send(&self, purpose: Purpose, method: Method) -> Result<StatusCode, BoxError> {
        let upstream = self.upstream.clone();
        let transport = service_fn(move |_: Request<()>| upstream.clone().answer());
        let mut request = Request::builder().method(method).body(()).unwrap();
        request.extensions_mut().insert(purpose);
        let answer = self.guards.around(transport).oneshot(request).await?;
        let status = answer.status();
        answer.into_body().collect().await?;
        Ok(status)
    }

    async fn get(&self) -> Result<StatusCode, BoxError> {
        self.send(Purpose::OnDemand, Method::GET).await
    }

    fn no_retries(&self) -> Vec<NoRetry> {
        self.notes.0.lock().clone()
    }
}

fn within_jitter(wait: Duration, expected: Duration) -> bool {
    wait >= expected.mul_f64(0.79) && wait <= expected.mul_f64(1.21)
}

#[tokio::test(start_paused = true)]
async fn two_failures_in_passing_are_not_seen() {
    for failure in [Act::Answer(503), Act::Reset, Act::Answer(408)] {
        let process = Process::scripted([failure, failure]);
        assert_eq!(process.get().await.unwrap(), 200);
        let gaps = process.upstream.gaps();
        assert_eq!(gaps.len(), 2, "{failure:?}");
        assert!(within_jitter(gaps[0], SECOND) && within_jitter(gaps[1], SECOND * 2), "{gaps:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn after_three_attempts_the_failure_is_told() {
    let process = Process::scripted([Act::Answer(503); 5]);
    assert_eq!(process.get().await.unwrap(), 503);
    assert_eq!((process.upstream.asked(), process.no_retries()), (3, vec![NoRetry::Attempts]));
}

#[tokio::test(start_paused = true)]
async fn a_failure_that_stays_is_told_at_once() {
    for code in [401, 403, 404, 409, 410, 422, 501] {
        let process = Process::scripted([Act::Answer(code)]);
        assert_eq!(process.get().await.unwrap(), code);
        assert_eq!(process.upstream.asked(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn what_may_not_be_done_twice_is_done_once() {
    let process = Process::scripted([Act::Answer(503)]);
    assert_eq!(process.send(Purpose::OnDemand, Method::POST).await.unwrap(), 503);
    assert_eq!(process.upstream.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_wish_is_waited_for_and_a_long_one_told() {
    let process = Process::scripted([Act::Wish(503, "7")]);
    assert_eq!(process.get().await.unwrap(), 200);
    assert_eq!(process.upstream.gaps(), [SECOND * 7]);

    for long in ["31", "9999999999999999999", "99999999999999999999999999"] {
        let process = Process::scripted([Act::Wish(503, long)]);
        assert_eq!(process.get().await.unwrap(), 503, "{long}");
        assert_eq!(process.no_retries(), [NoRetry::Time], "{long}");
    }
}

#[tokio::test(start_paused = true)]
async fn no_attempt_begins_that_would_come_too_late() {
    let process = Process::scripted([Act::Wish(503, "20"), Act::Wish(503, "20")]);
    let began = Instant::now();
    assert_eq!(process.get().await.unwrap(), 503);
    assert_eq!((began.elapsed(), process.upstream.asked()), (SECOND * 20, 2));
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_hangs_is_ended_and_made_again() {
    let process = Process::scripted([Act::Hang]);
    let began = Instant::now();
    assert_eq!(process.get().await.unwrap(), 200);
    assert!(began.elapsed() < SECOND * 10, "{:?}", began.elapsed());
    assert_eq!(process.upstream.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_upstream_that_always_hangs_is_told_within_the_bound() {
    let process = Process::scripted([Act::Hang; 9]);
    let began = Instant::now();
    let error = process.get().await.unwrap_err();
    assert_eq!(classify::error(&*error), Class::Transient);
    assert!(began.elapsed() <= settings().timeout);
}

#[tokio::test(start_paused = true)]
async fn an_answer_without_end_is_refused() {
    let process = Process::scripted([Act::Long]);
    let error = process.get().await.unwrap_err();
    assert_eq!((classify::error(&*error), process.upstream.asked()), (Class::Permanent, 1));
}

#[tokio::test(start_paused = true)]
async fn an_outage_opens_the_breaker_and_one_probe_finds_its_end() {
    let process = Process::scripted([Act::Answer(503); 10]);
    while process.guards.breaker.state() == BreakerState::Closed {
        assert_eq!(process.get().await.unwrap(), 503);
    }
    assert_eq!(process.no_retries().last(), Some(&NoRetry::Breaker), "no retry while it is open");
    let asked = process.upstream.asked();
    assert_eq!(asked, 10);
    for _ in 0..100 {
        let error = process.get().await.unwrap_err();
        assert!(error.is::<Open>(), "{error}");
    }
    assert_eq!(process.upstream.asked(), asked);
    tokio::time::advance(settings().breaker.wait).await;
    assert_eq!(process.get().await.unwrap(), 200);
    assert_eq!((process.upstream.asked(), process.guards.breaker.state()), (asked + 1, BreakerState::Closed));
}

#[tokio::test(start_paused = true)]
async fn of_many_calls_at_the_end_of_the_wait_one_is_made() {
    let process = Process::scripted([Act::Answer(503); 10].into_iter().chain([Act::Hang]));
    while process.guards.breaker.state() == BreakerState::Closed {
        process.get().await.unwrap();
    }
    tokio::time::advance(settings().breaker.wait).await;
    let calls = (0..1000).map(|_| process.get());
    let answers = futures_util::future::join_all(calls).await;
    assert_eq!(
        answers.iter().filter(|answer| answer.as_ref().is_err_and(|error| error.is::<Open>())).count(),
        999
    );
    assert_eq!(process.upstream.asked(), 11);
}

#[tokio::test(start_paused = true)]
async fn watches_and_lists_pass_an_open_breaker_and_are_not_made_again() {
    let process = Process::scripted([Act::Answer(503); 10]);
    while process.guards.breaker.state() == BreakerState::Closed {
        process.get().await.unwrap();
    }
    for purpose in [Purpose::Watch, Purpose::List, Purpose::Probe] {
        assert_eq!(process.send(purpose, Method::GET).await.unwrap(), 200);
    }
    let process = Process::scripted([Act::Answer(503); 2]);
    for purpose in [Purpose::Watch, Purpose::List] {
        assert_eq!(process.send(purpose, Method::GET).await.unwrap(), 503);
    }
    assert_eq!(process.upstream.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn retries_do_not_multiply_an_outage() {
    let process = Process::scripted(std::iter::repeat_n(Act::Answer(503), 10_000));
    let mut settings = settings();
    settings.breaker.minimum_calls = u32::MAX;
    let process = Process { guards: Guards::start(settings, Arc::<Notes>::clone(&process.notes)), ..process };
    let calls = (0..200).map(|_| process.get());
    futures_util::future::join_all(calls).await;
    let retries = process.upstream.asked() - 200;
    // A fifth of the calls, and one a second within ten.
    assert!((10..=10 + 40 + 1).contains(&retries), "{retries}");
    assert!(process.no_retries().contains(&NoRetry::Budget));
}

#[tokio::test(start_paused = true)]
async fn a_refusal_with_a_wish_holds_back_the_calls_after_it() {
    let process = Process::scripted([Act::Wish(429, "5")]);
    let began = Instant::now();
    let (one, other) = tokio::join!(process.get(), async {
        tokio::time::sleep(SECOND).await;
        process.get().await
    });
    assert_eq!((one.unwrap(), other.unwrap()), (StatusCode::OK, StatusCode::OK));
    assert!(
        process.upstream.gaps()[0] >= SECOND * 5 && began.elapsed() < SECOND * 7,
        "{:?}",
        process.upstream.gaps()
    );
}
