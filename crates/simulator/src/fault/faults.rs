//! The rules in force, in order, and what each has seen.

use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::StatusCode;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use super::{Answer, Effect, Rule, Script};
use crate::call::Call;
use crate::matching::Match;

/// Names a rule, so that it can be taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleId(u64);

/// The rules in force. The first one that takes a request decides; one that matches it and lets it pass has
/// counted it.
#[derive(Debug, Default)]
pub struct Faults {
    rules: Mutex<Rules>,
    changed: watch::Sender<()>,
}

#[derive(Debug, Default)]
struct Rules {
    last_id: u64,
    rules: Vec<InForce>,
}

#[derive(Debug)]
struct InForce {
    id: RuleId,
    rule: Rule,
    since: Instant,
    /// How many matching requests have come while it was awake.
    seen: u64,
    /// How many of them it may still take.
    left: Option<NonZeroU32>,
}

impl Faults {
    /// Puts a rule in force, behind those that are there.
    pub fn add(&self, rule: Rule) -> RuleId {
        let mut rules = self.lock();
        rules.last_id += 1;
        let id = RuleId(rules.last_id);
        let left = rule.times;
        rules.rules.push(InForce { id, rule, since: Instant::now(), seen: 0, left });
        drop(rules);
        self.changed.send_replace(());
        id
    }

    /// Puts all rules of a script in force; its times count from now.
    pub fn play(&self, script: Script) {
        for rule in script.rules {
            self.add(rule);
        }
    }

    /// Answers the next `times` matching requests with this status code.
    pub fn fail_next(&self, times: NonZeroU32, when: Match, code: StatusCode) -> RuleId {
        self.add(Rule::new(when, Effect::Answer(Answer::status(code))).times(times))
    }

    /// Takes a rule away, if it is not yet spent.
    pub fn remove(&self, id: RuleId) {
        self.lock().rules.retain(|rule| rule.id != id);
        self.changed.send_replace(());
    }

    /// Takes all rules away.
    pub fn clear(&self) {
        self.lock().rules.clear();
        self.changed.send_replace(());
    }

    /// What is to happen to this call, counting it against the rules that match it.
    pub(crate) fn take(&self, call: &Call) -> Option<Effect> {
        let now = Instant::now();
        let mut rules = self.lock();
        let index = rules.rules.iter_mut().position(|rule| rule.takes(call, now))?;
        let taking = rules.rules.get_mut(index)?;
        let effect = taking.rule.effect.clone();
        if let Some(left) = taking.left {
            taking.left = NonZeroU32::new(left.get() - 1);
            if taking.left.is_none() {
                rules.rules.remove(index);
            }
        }
        Some(effect)
    }

    /// Waits until a rule begins that cuts this watch, which is opened now.
    pub(crate) async fn cut(self: Arc<Self>, watch: Call) {
        let opened = Instant::now();
        let mut changed = self.changed.subscribe();
        loop {
            let next = self.next_cut(&watch, opened);
            tokio::select! {
                () = sleep_until(next.unwrap_or(opened)), if next.is_some() => return,
                // The sender is a field of `self`, so waiting cannot fail.
                _ = changed.changed() => {}
            }
        }
    }

    fn next_cut(&self, watch: &Call, opened: Instant) -> Option<Instant> {
        let rules = self.lock();
        let cutting =
            rules.rules.iter().filter(|rule| rule.rule.cuts_watches && rule.rule.when.matches(watch));
        cutting.map(InForce::begins).filter(|begins| *begins >= opened).min()
    }

    fn lock(&self) -> MutexGuard<'_, Rules> {
        self.rules.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl InForce {
    fn begins(&self) -> Instant {
        self.since + self.rule.from
    }

    fn is_awake(&self, now: Instant) -> bool {
        now >= self.begins() && self.rule.until.is_none_or(|until| now < self.since + until)
    }

    /// Whether it takes this call, which it counts if it matches.
    fn takes(&mut self, call: &Call, now: Instant) -> bool {
        if !self.is_awake(now) || !self.rule.when.matches(call) {
            return false;
        }
        self.seen += 1;
        let counted = self.seen.saturating_sub(self.rule.after.into());
        counted > 0 && self.rule.share.takes(counted)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::advance;

    use super::*;
    use crate::call::{Target, Verb};
    use crate::fault::Share;

    fn readiness() -> Call {
        Call { verb: Verb::Get, target: Target::Path("/readyz".to_owned()) }
    }

    fn resets() -> Rule {
        Rule::new(Match::any(), Effect::Reset)
    }

    /// Which of the next calls the faults take, counted from 1.
    fn taken(faults: &Faults, calls: u32) -> Vec<u32> {
        (1..=calls).filter(|_| faults.take(&readiness()).is_some()).collect()
    }

    #[tokio::test]
    async fn a_rule_lets_some_pass_then_takes_its_share_until_it_is_spent() {
        let faults = Faults::default();
        let times = NonZeroU32::new(3).unwrap();
        faults.add(resets().after(2).share(Share::new(1, 2).unwrap()).times(times));
        assert_eq!(taken(&faults, 12), [4, 6, 8]);
    }

    #[tokio::test]
    async fn a_rule_that_lets_a_request_pass_leaves_it_to_the_next() {
        let faults = Faults::default();
        faults.add(resets().share(Share::new(1, 2).unwrap()));
        faults.add(Rule::new(Match::any(), Effect::Hang));
        assert_eq!(faults.take(&readiness()), Some(Effect::Hang));
        assert_eq!(faults.take(&readiness()), Some(Effect::Reset));
    }

    #[tokio::test(start_paused = true)]
    async fn a_rule_sleeps_outside_of_its_window_and_counts_nothing_there() {
        let faults = Faults::default();
        let window = resets().from(Duration::from_secs(10)).until(Duration::from_secs(40));
        faults.add(window.after(1));
        assert_eq!(taken(&faults, 3), [0; 0]);
        advance(Duration::from_secs(10)).await;
        assert_eq!(taken(&faults, 3), [2, 3]);
        advance(Duration::from_secs(30)).await;
        assert_eq!(taken(&faults, 3), [0; 0]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_watch_is_cut_when_a_rule_that_matches_it_begins() {
        let faults = Arc::new(Faults::default());
        let cutting = resets().from(Duration::from_secs(10)).cuts_watches();
        let withdrawn = faults.add(resets().from(Duration::from_secs(5)).cuts_watches());
        faults.add(Rule { when: Match::any().path("/livez"), ..cutting.clone() });
        let watch = tokio::spawn(Arc::clone(&faults).cut(readiness()));
        tokio::task::yield_now().await;
        faults.remove(withdrawn);
        faults.add(cutting);
        let began = Instant::now();
        watch.await.unwrap();
        assert_eq!(began.elapsed(), Duration::from_secs(10));
    }

    #[tokio::test(start_paused = true)]
    async fn a_watch_that_was_opened_after_the_beginning_is_not_cut() {
        let faults = Arc::new(Faults::default());
        faults.add(resets().cuts_watches());
        advance(Duration::from_secs(1)).await;
        let watch = tokio::time::timeout(Duration::from_mins(1), Arc::clone(&faults).cut(readiness()));
        watch.await.unwrap_err();
    }
}
