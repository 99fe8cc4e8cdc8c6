//! The question that the text in the field is, and its answer, which follows the cluster.

use std::time::Duration;

use kube_ingress_dash_insight::Explanation;
use kube_ingress_dash_model::change::Change;
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::url::Url;
use leptos::prelude::*;

use crate::alarm::Alarm;
use crate::ask::{self, Failure, Fetched, Question, encoded};
use crate::browser;
use crate::state::{History, Store};

/// The least time between two questions that changes of the cluster lead to, in milliseconds.
const INTERVAL: f64 = 1_000.0;
/// How long the first of several changes waits for the others, in milliseconds.
const SETTLING: f64 = 200.0;
/// More changes at once are not looked at one by one.
const MOST: u64 = 200;

/// What is asked and what is known. Copies are the same one.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    /// The text without the spaces around it; null while there is none.
    pub(super) typed: Memo<Option<String>>,
    /// The last answer. It stays while the next one is on its way.
    pub(super) explanation: Memo<Option<Explanation>>,
    /// Why the last question has no answer.
    pub(super) failure: Memo<Option<Failure>>,
    /// Whether the answer is of an earlier question.
    pub(super) is_outdated: Memo<bool>,
    /// Whether the answer is on its way.
    pub(super) is_awaited: Memo<bool>,
    fetched: Fetched,
}

impl Asked {
    /// Asks for as long as the present owner lives.
    pub(super) fn of(store: Store, text: RwSignal<String>) -> Self {
        let typed = Memo::new(move |_| {
            text.with(|text| Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned))
        });
        let rested = ask::rested(typed);
        let changes = changes_that_concern([store.history, store.renewals], typed);
        let question = Memo::new(move |_| {
            let url = rested.get()?;
            Some(Question {
                path: ["api/explain?url=", &encoded(&url)].concat(),
                version: changes.get().to_string(),
            })
        });
        let fetched = ask::ask(question);
        ask::again_once_back(fetched, store.link);
        let answer = fetched.read(|body| serde_json::from_str::<Explanation>(body).ok());
        let has_answered = move || fetched.answer.with(|answer| answer.body.is_some());
        let failure = Memo::new(move |_| {
            let unreadable =
                || (has_answered() && answer.with(Option::is_none)).then(|| Failure::malformed(None));
            fetched.answer.with(|answer| answer.failure.clone()).or_else(unreadable)
        });
        let explanation = Memo::new(move |before: Option<&Option<Explanation>>| {
            typed.with(Option::is_some).then_some(())?;
            let is_on_its_way = failure.with(Option::is_none);
            answer.get().or_else(|| before?.clone().filter(|_| is_on_its_way))
        });
        let is_outdated = Memo::new(move |_| answer.with(Option::is_none) || failure.with(Option::is_some));
        let is_awaited = Memo::new(move |_| {
            typed.with(Option::is_some) && answer.with(Option::is_none) && failure.with(Option::is_none)
        });
        Self { typed, explanation, failure, is_outdated, is_awaited, fetched }
    }

    /// Asks again.
    pub(super) fn again(self) {
        self.fetched.again.notify();
    }
}

/// Counts the times at which the cluster has changed so that the answer may be another one; at most once in an interval.
fn changes_that_concern(histories: [History; 2], typed: Memo<Option<String>>) -> ReadSignal<u32> {
    let (count, set_count) = signal(0);
    let tell = Alarm::new();
    let told = StoredValue::new(0.0);
    Effect::new(move |before: Option<[u64; 2]>| {
        let seen = histories.map(|history| history.count());
        let before = before.unwrap_or(seen);
        let url = typed.with_untracked(|typed| Url::parse(typed.as_deref()?));
        let concern = |url: &Url| {
            let mut new = histories.iter().zip(seen.iter().zip(before));
            new.any(|(history, (seen, before))| concerns(*history, seen - before, url))
        };
        if seen != before && !tell.is_set() && url.as_ref().is_some_and(concern) {
            let wait = (told.get_value() + INTERVAL - browser::now()).clamp(SETTLING, INTERVAL);
            tell.set(Duration::from_secs_f64(wait / 1_000.0), move || {
                told.set_value(browser::now());
                set_count.update(|count| *count += 1);
            });
        }
        seen
    });
    count
}

fn concerns(history: History, new: u64, url: &Url) -> bool {
    if new > MOST {
        return true;
    }
    let newest = history.newest(usize::try_from(new).unwrap_or(usize::MAX));
    newest.iter().any(|seen| is_about(&seen.change, url))
}

/// Whether a change is of an Ingress with a rule for the host, or for all that no rule is for.
fn is_about(change: &Change, url: &Url) -> bool {
    let is_for =
        |row: &Ingress| row.default_backend.is_some() || row.hosts().any(|host| url.host_fit(host).is_some());
    change.before().is_some_and(|row| is_for(row)) || change.after().is_some_and(|row| is_for(row))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::sample;

    #[test]
    fn changes_of_other_hosts_are_none_of_its_business() {
        let mut row = sample::ingress("shop", "web");
        row.rules.retain(|rule| rule.host.is_some());
        let row = Arc::new(row);
        let is_of = |host: &str| is_about(&Change::Removed(Arc::clone(&row)), &Url::parse(host).unwrap());
        assert!(is_of("one.example.com/cart"));
        assert!(is_of("ONE.example.com"));
        assert!(!is_of("three.example.com"));
    }

    #[test]
    fn an_ingress_that_had_a_rule_for_the_host_concerns_it() {
        let before = sample::ingress("shop", "web");
        let mut after = before.clone();
        after.rules.clear();
        let change = Change::Updated { before: Arc::new(before), after: Arc::new(after) };
        assert!(is_about(&change, &Url::parse("one.example.com").unwrap()));
    }
}
