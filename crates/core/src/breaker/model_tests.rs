//! Random calls, ends, cancellations, panics and steps of the clock, held against a reference that remembers all of
//! them and follows the rules word by word.

use std::panic::{AssertUnwindSafe, catch_unwind};

use proptest::prelude::*;
use tokio::runtime::Builder;
use tokio::time::advance;

use super::*;

const SETTINGS: Settings = Settings {
    failure_rate: 0.5,
    window: Duration::from_secs(30),
    wait: Duration::from_mins(1),
    minimum_calls: 4,
};

/// What happens next. Calls that are under way are chosen by their number among those.
#[derive(Debug, Clone)]
enum Step {
    Begin,
    Succeed(usize),
    Fail(usize),
    GiveUp(usize),
    Panic(usize),
    Wait(Duration),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => Just(Step::Begin),
        3 => any::<usize>().prop_map(Step::Succeed),
        4 => any::<usize>().prop_map(Step::Fail),
        1 => any::<usize>().prop_map(Step::GiveUp),
        1 => any::<usize>().prop_map(Step::Panic),
        2 => (0_u64..40_000).prop_map(|milliseconds| Step::Wait(Duration::from_millis(milliseconds))),
    ]
}

/// The rules, from memory without bounds.
struct Reference {
    began: Instant,
    state: BreakerState,
    /// Of the present closed time: when each call ended, and whether it failed.
    ended: Vec<(Instant, bool)>,
    opened: Instant,
    /// The probe that is out, and since when.
    probe: Option<(usize, Instant)>,
    /// Which closed time or probe each call under way belongs to.
    age: usize,
}

impl Reference {
    fn new(now: Instant) -> Self {
        Self { began: now, state: BreakerState::Closed, ended: Vec::new(), opened: now, probe: None, age: 0 }
    }

    /// Whether a call is let through now, and what age it belongs to.
    fn admit(&mut self, call: usize, now: Instant) -> Option<usize> {
        let admitted = match self.state {
            BreakerState::Closed => true,
            BreakerState::Open => now >= self.opened + SETTINGS.wait,
            BreakerState::HalfOpen => self.probe.is_none_or(|(_, since)| now >= since + SETTINGS.wait),
        };
        if !admitted {
            return None;
        }
        if self.state != BreakerState::Closed {
            self.state = BreakerState::HalfOpen;
            self.age += 1;
            self.probe = Some((call, now));
        }
        Some(self.age)
    }

    fn end(&mut self, age: usize, failed: bool, now: Instant) {
        if age != self.age {
            return;
        }
        match self.state {
            BreakerState::Closed => {
                self.ended.push((now, failed));
                let recent: Vec<bool> = self
                    .ended
                    .iter()
                    .filter(|(at, _)| self.counts(*at, now))
                    .map(|(_, failed)| *failed)
                    .collect();
                let failures = recent.iter().filter(|failed| **failed).count();
                if recent.len() >= 4 && failures * 2 >= recent.len() {
                    self.open(now);
                }
            }
            BreakerState::HalfOpen if failed => self.open(now),
            BreakerState::HalfOpen => {
                self.state = BreakerState::Closed;
                self.ended.clear();
                self.began = now;
                self.probe = None;
                self.age += 1;
            }
            BreakerState::Open => {}
        }
    }

    fn open(&mut self, now: Instant) {
        self.state = BreakerState::Open;
        self.opened = now;
        self.probe = None;
        self.age += 1;
    }

    fn give_up(&mut self, age: usize) {
        if age == self.age {
            self.probe = None;
        }
    }

    /// The window moves on in steps of a tenth since the closed time began.
    fn counts(&self, at: Instant, now: Instant) -> bool {
        let tenth = |instant: Instant| instant.duration_since(self.began).as_millis() / 3_000;
        tenth(now) - tenth(at) < 10
    }
}

async fn agree(steps: Vec<Step>) -> Result<(), TestCaseError> {
    let breaker = Breaker::new(SETTINGS, Arc::new(()));
    let mut reference = Reference::new(Instant::now());
    let mut under_way: Vec<(Permit, usize)> = Vec::new();
    for (number, step) in steps.into_iter().enumerate() {
        let now = Instant::now();
        let mut take = |choice: usize| {
            let count = under_way.len();
            (count > 0).then(|| under_way.swap_remove(choice % count))
        };
        match step {
            Step::Wait(duration) => advance(duration).await,
            Step::Succeed(choice) => {
                if let Some((permit, age)) = take(choice) {
                    permit.success();
                    reference.end(age, false, now);
                }
            }
            Step::Fail(choice) => {
                if let Some((permit, age)) = take(choice) {
                    permit.failure();
                    reference.end(age, true, now);
                }
            }
            Step::GiveUp(choice) => {
                if let Some((permit, age)) = take(choice) {
                    drop(permit);
                    reference.give_up(age);
                }
            }
            Step::Panic(choice) => {
                if let Some((permit, age)) = take(choice) {
                    let unwound = catch_unwind(AssertUnwindSafe(move || {
                        let _permit = permit;
                        std::panic::resume_unwind(Box::new("within the call"));
                    }));
                    prop_assert!(unwound.is_err());
                    reference.give_up(age);
                }
            }
            Step::Begin => {
                let expected = reference.admit(number, now);
                let admitted = breaker.admit().ok();
                prop_assert_eq!(admitted.is_some(), expected.is_some(), "step {}", number);
                under_way.extend(admitted.zip(expected));
            }
        }
        prop_assert_eq!(breaker.state(), reference.state, "after step {}", number);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn the_breaker_follows_the_rules(steps in proptest::collection::vec(step(), 1..120)) {
        let runtime = Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(agree(steps))?;
    }
}
