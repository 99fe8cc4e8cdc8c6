//! Decides what becomes of the connection. It touches nothing: what happened goes in, what is to be done comes out.
//!
//! The way to a state that is followed is always the same: the list, then the stream from the list's position; after
//! that the stream alone, from the last position that it gave. Where no stream comes through although the list
//! answers, the list is asked for again and again instead (polling), and the stream is tried once a minute.

mod input;
#[cfg(test)]
mod tests;
mod trouble;

use kube_ingress_dash_model::position::Position;

use super::delay::{self, Milliseconds};
use super::failure::Failure;
use super::link::{Cause, Link};
pub use input::{Answer, Effect, Input};

/// A stream that has said nothing for this long does not come through.
const MUTE: Milliseconds = 10_000.0;
/// So many streams in a row that brought nothing lead to polling.
const MUTE_STREAMS: u32 = 3;
/// How often the list is asked for while polling, and how long a stream may take meanwhile.
const POLL: Milliseconds = 5_000.0;
/// How often the stream is tried while polling.
const RETRY_STREAM: Milliseconds = 60_000.0;
/// A page that nobody has seen for this long lets go of its stream.
const REST: Milliseconds = 30_000.0;

/// The state of the connection and all that its next step depends on.
#[derive(Debug, Clone)]
pub struct Machine {
    phase: Phase,
    link: Link,
    /// Where the rows on the page stand.
    position: Option<Position>,
    /// Whether only a list leads on from here.
    needs_list: bool,
    /// Failures in a row.
    attempt: u32,
    /// Streams in a row that brought nothing.
    mute: u32,
    /// While polling, when the stream is tried again.
    polling: Option<Milliseconds>,
    /// Since when nobody sees the page.
    hidden: Option<Milliseconds>,
    /// Silence after which a connection is taken for dead.
    silence: Milliseconds,
}

/// What is going on.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Phase {
    /// Nobody sees the page, and there is no connection.
    Resting,
    /// The list is being read; the last of it came at this time.
    Listing { heard: Milliseconds },
    /// The stream was opened, and has said nothing yet.
    Opening { since: Milliseconds, resumes: bool },
    /// The stream speaks; it did so last at this time.
    Following { heard: Milliseconds },
    /// Nothing is open until then.
    Waiting { until: Milliseconds },
    /// Nothing is open until somebody has signed in; whether that was asked since the window got the focus.
    SignedOut { is_asked: bool },
}

/// The moment of a decision.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// The browser's clock.
    pub now: Milliseconds,
    /// A random number in 0..1 that spreads delays.
    pub chance: f64,
}

impl Machine {
    /// The beginning of a page, hidden or not, and what it does first.
    pub fn begin(is_hidden: bool, moment: Moment) -> (Self, Vec<Effect>) {
        let mut machine = Self {
            phase: Phase::Resting,
            link: Link::Connecting,
            position: None,
            needs_list: false,
            attempt: 0,
            mute: 0,
            polling: None,
            hidden: is_hidden.then_some(moment.now),
            silence: delay::silence(None),
        };
        let effects = if is_hidden { Vec::new() } else { machine.begin_anew(moment.now) };
        (machine, effects)
    }

    /// The state of the connection.
    pub fn link(&self) -> &Link {
        &self.link
    }

    /// Where the rows on the page stand; null where that cannot be said.
    pub fn position(&self) -> Option<&Position> {
        self.position.as_ref()
    }

    /// Whether the stream that was opened shall bring what was missed, and has said nothing yet.
    pub fn resumes(&self) -> bool {
        matches!(self.phase, Phase::Opening { resumes: true, .. })
    }

    /// The server sends heartbeats as often as this, in milliseconds.
    pub fn expect_heartbeat(&mut self, heartbeat: u64) {
        self.silence = delay::silence(Some(heartbeat));
    }

    /// When [`Input::Alarm`] is due; null if there is nothing to wait for.
    pub fn alarm(&self) -> Option<Milliseconds> {
        let own = match self.phase {
            Phase::Resting | Phase::SignedOut { .. } => return None,
            Phase::Listing { heard } | Phase::Following { heard } => heard + self.silence,
            Phase::Opening { since, .. } => since + self.patience(),
            Phase::Waiting { until } => until,
        };
        Some(self.hidden.map_or(own, |hidden| own.min(hidden + REST)))
    }

    /// What happened, and what is to be done about it, in order.
    pub fn take(&mut self, input: Input, moment: Moment) -> Vec<Effect> {
        let now = moment.now;
        match input {
            Input::Alarm => self.alarmed(moment),
            Input::Hidden => {
                self.hidden.get_or_insert(now);
                Vec::new()
            }
            Input::Seen => {
                self.hidden = None;
                if self.phase == Phase::Resting { self.begin_anew(now) } else { self.ask_for_session() }
            }
            Input::Focused => self.ask_for_session(),
            Input::Woken => self.woken(now),
            Input::Promoted => self.promoted(now),
            Input::Heard => {
                self.heard(now);
                Vec::new()
            }
            Input::Listed(position) => self.listed(position, now),
            Input::NotListed(failure) => {
                (self.mute, self.polling) = (0, None);
                self.lose(now, failure, moment)
            }
            Input::Streamed(position) => {
                self.heard(now);
                self.position = position;
                Vec::new()
            }
            Input::Complete => self.live(),
            Input::LostPlace => {
                self.needs_list = true;
                self.reopen(now, now)
            }
            Input::Gap => self.fall_behind(moment),
            Input::Malformed => {
                (self.needs_list, self.position) = (true, None);
                self.lose(now, Failure::NoAnswer, moment)
            }
            Input::Ended => self.ended(moment),
            Input::Told(link) => self.told(link, now),
            Input::Answered(answer) => self.answered(answer, moment),
        }
    }

    fn alarmed(&mut self, moment: Moment) -> Vec<Effect> {
        let now = moment.now;
        if self.hidden.is_some_and(|hidden| now - hidden >= REST) {
            return self.rest(now);
        }
        match self.phase {
            Phase::Waiting { until } if now >= until => self.connect(now),
            Phase::Opening { since, .. } if now - since >= self.patience() => {
                self.polling = Some(now + RETRY_STREAM);
                self.reopen(now, now)
            }
            Phase::Listing { heard } if now - heard >= self.silence => {
                (self.mute, self.polling) = (0, None);
                self.lose(heard, Failure::NoAnswer, moment)
            }
            Phase::Following { heard } if now - heard >= self.silence => {
                self.lose(heard, Failure::NoAnswer, moment)
            }
            _ => Vec::new(),
        }
    }

    /// How long a stream may say nothing. A trial while polling ends when the next list is due.
    fn patience(&self) -> Milliseconds {
        if self.polling.is_some() { POLL } else { MUTE }
    }

    /// Connects as one of the windows that share a stream.
    fn begin_anew(&mut self, now: Milliseconds) -> Vec<Effect> {
        let mut effects = vec![Effect::Join];
        effects.extend(self.connect(now));
        effects
    }

    /// Goes on from the position by the stream, or by the list where the stream leads nowhere.
    fn connect(&mut self, now: Milliseconds) -> Vec<Effect> {
        match &self.position {
            Some(position) if !self.needs_list && self.polling.is_none() && self.mute < MUTE_STREAMS => {
                self.phase = Phase::Opening { since: now, resumes: true };
                vec![Effect::Open(position.clone())]
            }
            known => {
                self.phase = Phase::Listing { heard: now };
                vec![Effect::Fetch(known.clone())]
            }
        }
    }

    /// Closes what is open and connects at once. Rows are followed no longer since `since`.
    fn reopen(&mut self, since: Milliseconds, now: Milliseconds) -> Vec<Effect> {
        if self.link == Link::Live {
            let cause = Cause::NoAnswer;
            self.link = Link::Lost { since, next_attempt: now, cause, was_live: true };
        }
        let mut effects = vec![Effect::Close];
        effects.extend(self.connect(now));
        effects
    }

    fn rest(&mut self, now: Milliseconds) -> Vec<Effect> {
        self.phase = Phase::Resting;
        (self.attempt, self.mute, self.polling) = (0, 0, None);
        if self.link != Link::Connecting {
            self.link = Link::Resting { since: self.link.since().unwrap_or(now) };
        }
        vec![Effect::Close, Effect::Leave]
    }

    /// The network is back, or the computer: what was open is not trusted any more.
    fn woken(&mut self, now: Milliseconds) -> Vec<Effect> {
        let since = match self.phase {
            Phase::Resting | Phase::SignedOut { .. } => return Vec::new(),
            Phase::Listing { heard } | Phase::Following { heard } => heard,
            Phase::Opening { .. } | Phase::Waiting { .. } => now,
        };
        self.attempt = 0;
        self.reopen(since, now)
    }

    /// It is this window's turn to stream for all. What was to go on from a list still does.
    fn promoted(&mut self, now: Milliseconds) -> Vec<Effect> {
        let resumed = match self.phase {
            Phase::Opening { resumes, .. } => resumes,
            Phase::Following { .. } => true,
            _ => return Vec::new(),
        };
        let effects = self.reopen(now, now);
        if let Phase::Opening { resumes, .. } = &mut self.phase {
            *resumes = resumed;
        }
        effects
    }

    fn heard(&mut self, now: Milliseconds) {
        match &mut self.phase {
            Phase::Listing { heard } | Phase::Following { heard } => *heard = now,
            Phase::Opening { .. } => self.phase = Phase::Following { heard: now },
            _ => {}
        }
    }

    fn listed(&mut self, position: Position, now: Milliseconds) -> Vec<Effect> {
        self.position = Some(position.clone());
        self.needs_list = false;
        if let Some(retry_stream) = self.polling {
            (self.link, self.attempt, self.mute) = (Link::Polling, 0, 0);
            if now < retry_stream {
                self.phase = Phase::Waiting { until: now + POLL };
                return vec![Effect::Close];
            }
        }
        self.phase = Phase::Opening { since: now, resumes: false };
        vec![Effect::Close, Effect::Open(position)]
    }

    fn live(&mut self) -> Vec<Effect> {
        if !matches!(self.phase, Phase::Following { .. }) {
            return Vec::new();
        }
        let was = std::mem::replace(&mut self.link, Link::Live);
        (self.attempt, self.mute, self.polling) = (0, 0, None);
        // The server may be another build since.
        if matches!(was, Link::Connecting | Link::Live) { Vec::new() } else { vec![Effect::AskConfig] }
    }

    /// What the window that streams for all says of its connection, with which this one stands or falls.
    fn told(&mut self, link: Link, now: Milliseconds) -> Vec<Effect> {
        if !matches!(self.phase, Phase::Opening { .. } | Phase::Following { .. }) {
            return Vec::new();
        }
        self.phase = Phase::Following { heard: now };
        if link == Link::Live {
            return self.live();
        }
        if link == Link::Polling {
            self.attempt = 0;
        }
        self.link = link;
        Vec::new()
    }
}
