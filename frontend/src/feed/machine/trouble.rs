//! What becomes of a connection that is lost, refused, or no longer this person's.

use super::{Answer, Effect, MUTE_STREAMS, Machine, Moment, POLL, Phase, RETRY_STREAM};
use crate::feed::delay::{self, Milliseconds};
use crate::feed::failure::Failure;
use crate::feed::link::{Cause, Link};

impl Machine {
    pub(super) fn ended(&mut self, moment: Moment) -> Vec<Effect> {
        let now = moment.now;
        match self.phase {
            // As a proxy ends streams after its time: no reason to ask why.
            Phase::Following { .. } if self.link == Link::Live => {
                self.wait(now, delay::before(0, moment.chance), Cause::NoAnswer, now)
            }
            Phase::Following { .. } => self.lose(now, Failure::NoAnswer, moment),
            // The list has just answered, and no stream comes through for a while.
            Phase::Opening { resumes: false, .. }
                if self.polling.is_some() || self.mute + 1 >= MUTE_STREAMS =>
            {
                self.link = Link::Polling;
                self.polling = Some(now + RETRY_STREAM);
                self.phase = Phase::Waiting { until: now + POLL };
                vec![Effect::Close]
            }
            Phase::Opening { .. } => {
                self.mute += 1;
                // Until the question is answered, what was wrong before is.
                let cause = self.link.cause().cloned().unwrap_or_default();
                let mut effects = self.wait(now, delay::before(self.attempt, moment.chance), cause, now);
                effects.extend(self.position.clone().map(Effect::AskStream));
                effects
            }
            _ => Vec::new(),
        }
    }

    /// The list leads on, but not at once: other windows may be as far behind.
    pub(super) fn fall_behind(&mut self, moment: Moment) -> Vec<Effect> {
        self.needs_list = true;
        let link = self.link.clone();
        let delay = delay::before(self.attempt, moment.chance);
        let effects = self.wait(moment.now, delay, Cause::NoAnswer, moment.now);
        if link == Link::Polling {
            self.link = link;
        }
        effects
    }

    pub(super) fn answered(&mut self, answer: Answer, moment: Moment) -> Vec<Effect> {
        let now = moment.now;
        match (self.phase, answer) {
            (Phase::SignedOut { .. }, Answer::Fine) => self.begin_anew(now),
            (Phase::SignedOut { .. }, Answer::Failed(_)) => {
                self.phase = Phase::SignedOut { is_asked: false };
                Vec::new()
            }
            (Phase::Waiting { .. } | Phase::Opening { .. }, Answer::Failed(Failure::SignedOut)) => {
                self.sign_out(now)
            }
            (Phase::Waiting { until }, Answer::Failed(failure)) => {
                let (cause, asked) = judge(failure, moment.chance);
                let until = until.max(now + asked);
                self.phase = Phase::Waiting { until };
                if let Link::Lost { next_attempt, cause: known, .. } = &mut self.link {
                    (*next_attempt, *known) = (until, cause);
                }
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// Closes what is open and waits for the next attempt. Rows are followed no longer since `since`.
    pub(super) fn lose(&mut self, since: Milliseconds, failure: Failure, moment: Moment) -> Vec<Effect> {
        if failure == Failure::SignedOut {
            return self.sign_out(since);
        }
        let (cause, asked) = judge(failure, moment.chance);
        let delay = delay::before(self.attempt, moment.chance).max(asked);
        self.wait(since, delay, cause, moment.now)
    }

    pub(super) fn wait(
        &mut self,
        since: Milliseconds,
        delay: Milliseconds,
        cause: Cause,
        now: Milliseconds,
    ) -> Vec<Effect> {
        let until = now + delay;
        self.attempt = self.attempt.saturating_add(1);
        self.phase = Phase::Waiting { until };
        let (since, was_live) = (self.link.since().unwrap_or(since), self.link.was_live());
        self.link = Link::Lost { since, next_attempt: until, cause, was_live };
        vec![Effect::Close]
    }

    pub(super) fn sign_out(&mut self, since: Milliseconds) -> Vec<Effect> {
        self.phase = Phase::SignedOut { is_asked: false };
        self.link = Link::SignedOut { since: self.link.since().unwrap_or(since) };
        vec![Effect::Close, Effect::Leave]
    }

    /// One quiet question, and no loop: whether somebody has signed in elsewhere.
    pub(super) fn ask_for_session(&mut self) -> Vec<Effect> {
        if self.phase != (Phase::SignedOut { is_asked: false }) {
            return Vec::new();
        }
        self.phase = Phase::SignedOut { is_asked: true };
        vec![Effect::AskConfig]
    }
}

/// What is wrong, and how long the server asks to wait.
fn judge(failure: Failure, chance: f64) -> (Cause, Milliseconds) {
    match failure {
        Failure::Refused { cause, retry_after } => (cause, delay::asked(retry_after, chance)),
        Failure::NoAnswer | Failure::SignedOut => (Cause::NoAnswer, 0.0),
    }
}
