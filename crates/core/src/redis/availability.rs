//! Whether Redis can be used: one failure says no, and only a check says yes again.
//!
//! A circuit breaker weighs failures against successes, and lets a user's call find out whether its upstream is
//! back. Here one failed call is enough, since nobody needs Redis, and no user's call is ever the one that tries:
//! a check in the background does. Thus a Redis that hangs costs each call under way its timeout once, and those
//! that come later nothing.

use tokio::sync::watch;
use tokio::time::Instant;

use super::Fault;

/// Whether Redis is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Availability {
    /// It has not been reached yet, nor has the first attempt failed.
    Connecting,
    /// It answers.
    Up,
    /// It does not, and is not asked.
    Down,
}

impl Availability {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Connecting, Self::Up, Self::Down];

    /// A word for logs, metrics and the health report.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Connecting => "connecting",
            Self::Up => "up",
            Self::Down => "down",
        }
    }
}

/// How Redis is, for the health report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Health {
    /// Whether it is used.
    pub availability: Availability,
    /// Since when this is so.
    pub since: Instant,
    /// What went wrong last, even if it is up again.
    pub last_fault: Option<Fault>,
}

/// Holds the connection while there is a good one.
pub(super) struct Gate<C>(watch::Sender<State<C>>);

struct State<C> {
    health: Health,
    link: Option<Link<C>>,
    connections: u64,
}

/// A connection, and which one it is: what becomes of a call on an older one says nothing of this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link<C> {
    pub(super) connection: C,
    number: u64,
}

impl<C: Clone> Gate<C> {
    pub(super) fn new() -> Self {
        let health =
            Health { availability: Availability::Connecting, since: Instant::now(), last_fault: None };
        Self(watch::Sender::new(State { health, link: None, connections: 0 }))
    }

    /// The connection, unless Redis is not to be asked.
    pub(super) fn link(&self) -> Option<Link<C>> {
        self.0.borrow().link.clone()
    }

    pub(super) fn health(&self) -> Health {
        self.0.borrow().health
    }

    /// Waits until the state is as wanted.
    pub(super) async fn wait_for(&self, mut wanted: impl FnMut(&Health) -> bool) -> Health {
        let mut states = self.0.subscribe();
        match states.wait_for(|state| wanted(&state.health)).await {
            Ok(state) => state.health,
            // The sender is `self`, so it is still there.
            Err(_) => self.health(),
        }
    }

    /// A check has made a connection, and it works.
    pub(super) fn connected(&self, connection: C) {
        self.0.send_modify(|state| {
            state.connections += 1;
            state.link = Some(Link { connection, number: state.connections });
            state.health.turn(Availability::Up);
        });
    }

    /// A check could not make a connection.
    pub(super) fn unreachable(&self, fault: Fault) {
        self.0.send_modify(|state| {
            state.health.last_fault = Some(fault);
            state.health.turn(Availability::Down);
        });
    }

    /// A call on `link` failed. Whether this turned Redis off.
    pub(super) fn failed(&self, link: &Link<C>, fault: Fault) -> bool {
        self.0.send_if_modified(|state| {
            let current = state.link.as_ref().is_some_and(|current| current.number == link.number);
            if current {
                state.health.last_fault = Some(fault);
            }
            let turned = current && !fault.leaves_connection();
            if turned {
                state.link = None;
                state.health.turn(Availability::Down);
            }
            turned
        })
    }
}

impl Health {
    fn turn(&mut self, availability: Availability) {
        if self.availability != availability {
            self.availability = availability;
            self.since = Instant::now();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;
    use tokio::time::advance;

    const STEP: Duration = Duration::from_secs(1);

    fn connected() -> (Gate<&'static str>, Link<&'static str>) {
        let gate = Gate::new();
        gate.connected("first");
        let link = gate.link().unwrap();
        (gate, link)
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_is_asked_before_a_connection_stands() {
        let gate = Gate::<()>::new();
        assert_eq!((gate.link(), gate.health().availability), (None, Availability::Connecting));
        gate.unreachable(Fault::Unreachable);
        assert_eq!((gate.link(), gate.health().availability), (None, Availability::Down));
    }

    #[tokio::test(start_paused = true)]
    async fn one_failure_turns_it_off_and_only_a_check_turns_it_on() {
        let (gate, link) = connected();
        advance(STEP).await;
        assert!(gate.failed(&link, Fault::TimedOut));
        let expected = Health {
            availability: Availability::Down,
            since: Instant::now(),
            last_fault: Some(Fault::TimedOut),
        };
        assert_eq!((gate.link(), gate.health()), (None, expected));
        gate.connected("second");
        assert_eq!(gate.link().unwrap().connection, "second");
        let health = gate.health();
        assert_eq!((health.availability, health.last_fault), (Availability::Up, Some(Fault::TimedOut)));
    }

    #[tokio::test(start_paused = true)]
    async fn the_many_calls_that_fail_with_it_turn_it_off_once() {
        let (gate, link) = connected();
        assert!(gate.failed(&link, Fault::TimedOut));
        let since = gate.health().since;
        advance(STEP).await;
        assert!(!gate.failed(&link, Fault::Closed));
        assert_eq!((gate.health().since, gate.health().last_fault), (since, Some(Fault::TimedOut)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_late_failure_of_an_older_connection_says_nothing_of_this_one() {
        let (gate, first) = connected();
        gate.failed(&first, Fault::Closed);
        gate.connected("second");
        assert!(!gate.failed(&first, Fault::TimedOut));
        assert_eq!(gate.health().availability, Availability::Up);
    }

    #[tokio::test(start_paused = true)]
    async fn a_refused_command_is_told_but_turns_nothing_off() {
        let (gate, link) = connected();
        assert!(!gate.failed(&link, Fault::Refused));
        let health = gate.health();
        assert_eq!((health.availability, health.last_fault), (Availability::Up, Some(Fault::Refused)));
    }

    #[tokio::test(start_paused = true)]
    async fn since_tells_of_the_last_turn_and_not_of_the_last_check() {
        let gate = Gate::<()>::new();
        gate.unreachable(Fault::Unreachable);
        let since = gate.health().since;
        advance(STEP).await;
        gate.unreachable(Fault::Login);
        assert_eq!((gate.health().since, gate.health().last_fault), (since, Some(Fault::Login)));
    }
}
