//! What is known about the connection to the server, and what may be said of it.

use std::time::Duration;

/// Milliseconds since the epoch, by the browser's clock.
pub type Milliseconds = f64;

/// Silence after which a connection is taken for dead, at least, in milliseconds.
const SHORTEST_SILENCE: Milliseconds = 40_000.0;
/// A connection that is back sooner than this was never seen to be gone, in milliseconds.
const UNSEEN: Milliseconds = 3_000.0;

/// The longest wait that a server may ask for.
const LONGEST_ASKED: Duration = Duration::from_mins(2);

/// The state of the connection.
#[derive(Debug, Clone, PartialEq)]
pub enum Link {
    /// Never connected since the page was opened.
    Connecting,
    /// The stream is open, and its state complete.
    Live,
    /// The stream is gone and will be opened again.
    Lost {
        /// Since when.
        since: Milliseconds,
        /// When the next attempt is.
        next_attempt: Milliseconds,
        /// What the server said, where it said something.
        problem: Option<String>,
    },
}

/// What people are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Not yet connected.
    Connecting,
    /// Following.
    Live,
    /// Rows are as they were last known.
    Reconnecting,
    /// There is no connection, and nothing to show.
    Offline,
}

impl Link {
    /// What people are told at this moment.
    pub fn shown(&self, now: Milliseconds, has_rows: bool) -> Shown {
        match self {
            Self::Connecting => Shown::Connecting,
            Self::Live => Shown::Live,
            Self::Lost { since, .. } if has_rows && now - since < UNSEEN => Shown::Live,
            Self::Lost { .. } if has_rows => Shown::Reconnecting,
            Self::Lost { .. } => Shown::Offline,
        }
    }
}

/// Silence after which a connection is taken for dead, in milliseconds, where heartbeats come every `heartbeat`.
pub fn silence(heartbeat: Option<u64>) -> Milliseconds {
    let heartbeat = heartbeat.and_then(|heartbeat| u32::try_from(heartbeat).ok()).unwrap_or_default();
    SHORTEST_SILENCE.max(2.5 * f64::from(heartbeat))
}

/// How long to wait before attempt `attempt` (0 is the first), spread by `chance` in 0..1, where the server may have
/// `asked` for some seconds.
pub fn delay(attempt: u32, chance: f64, asked: Option<u64>) -> Duration {
    let spread = 0.8 + 0.4 * chance;
    let base = 300.0 * 2_f64.powi(attempt.min(6).cast_signed());
    let own = Duration::from_secs_f64((base * spread).min(15_000.0) / 1000.0);
    let asked = Duration::from_secs(asked.unwrap_or_default()).min(LONGEST_ASKED);
    own.max(asked.mul_f64(1.0 + 0.1 * chance))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_cut_is_not_seen() {
        let lost = Link::Lost { since: 1_000.0, next_attempt: 1_300.0, problem: None };
        assert_eq!(lost.shown(3_900.0, true), Shown::Live);
        assert_eq!(lost.shown(4_000.0, true), Shown::Reconnecting);
        assert_eq!(lost.shown(1_001.0, false), Shown::Offline);
    }

    #[test]
    fn silence_is_measured_by_the_servers_heartbeat() {
        assert!((silence(None) - 40_000.0).abs() < 1.0);
        assert!((silence(Some(15_000)) - 40_000.0).abs() < 1.0);
        assert!((silence(Some(60_000)) - 150_000.0).abs() < 1.0);
    }

    #[test]
    fn attempts_come_soon_at_first_and_never_rarely() {
        assert!(delay(0, 1.0, None) <= Duration::from_millis(500));
        assert!(delay(3, 0.5, None) > delay(1, 0.5, None));
        assert!(delay(100, 1.0, None) <= Duration::from_secs(15));
    }

    #[test]
    fn what_the_server_asked_for_is_waited_at_least() {
        assert_eq!(delay(0, 0.0, Some(5)), Duration::from_secs(5));
        assert!(delay(0, 1.0, Some(u64::MAX)) <= Duration::from_secs(132));
        assert!(delay(6, 0.5, Some(1)) > Duration::from_secs(10));
    }
}
