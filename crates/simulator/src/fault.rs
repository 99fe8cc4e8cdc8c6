//! Faults on purpose: rules that are matched at the front of every request, before anything else looks at it.

use std::num::NonZeroU32;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::StatusCode;

use crate::call::{Call, Match};

/// What happens to a request that a rule matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The request is answered with this code and a fitting `Status`.
    Status {
        /// The HTTP status code.
        code: StatusCode,
        /// How long the client is asked to wait, in whole seconds, in `Retry-After`.
        retry_after: Option<Duration>,
    },
    /// The request is answered as usual, but this much later.
    Delay(Duration),
    /// The connection is closed without an answer.
    Reset,
    /// The request is never answered.
    Hang,
}

/// Which requests fail, how often, and how.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The requests that it is about.
    pub when: Match,
    /// How many requests it takes before it is spent; none for ever.
    pub times: Option<NonZeroU32>,
    /// What happens to them.
    pub effect: Effect,
}

/// Names a rule, so that it can be taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleId(u64);

/// The rules in force. The first one that matches a request decides.
#[derive(Debug, Default)]
pub struct Faults {
    rules: Mutex<Rules>,
}

#[derive(Debug, Default)]
struct Rules {
    last_id: u64,
    rules: Vec<(RuleId, Rule)>,
}

impl Faults {
    /// Adds a rule behind those that are there.
    pub fn add(&self, rule: Rule) -> RuleId {
        let mut rules = self.lock();
        rules.last_id += 1;
        let id = RuleId(rules.last_id);
        rules.rules.push((id, rule));
        id
    }

    /// Answers the next `times` matching requests with this status code.
    pub fn fail_next(&self, times: NonZeroU32, when: Match, code: StatusCode) -> RuleId {
        self.add(Rule { when, times: Some(times), effect: Effect::Status { code, retry_after: None } })
    }

    /// Takes a rule away, if it is not yet spent.
    pub fn remove(&self, id: RuleId) {
        self.lock().rules.retain(|(other, _)| *other != id);
    }

    /// Takes all rules away.
    pub fn clear(&self) {
        self.lock().rules.clear();
    }

    /// What is to happen to this call, counting it against the rule that says so.
    pub(crate) fn take(&self, call: &Call) -> Option<Effect> {
        let mut rules = self.lock();
        let index = rules.rules.iter().position(|(_, rule)| rule.when.matches(call))?;
        let (_, rule) = rules.rules.get_mut(index)?;
        let effect = rule.effect.clone();
        if let Some(times) = rule.times {
            rule.times = NonZeroU32::new(times.get() - 1);
            if rule.times.is_none() {
                rules.rules.remove(index);
            }
        }
        Some(effect)
    }

    fn lock(&self) -> MutexGuard<'_, Rules> {
        self.rules.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
