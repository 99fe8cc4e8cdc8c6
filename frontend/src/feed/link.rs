//! What is known about the connection to the server, and what may be said of it.

use serde::{Deserialize, Serialize};

use super::delay::Milliseconds;

/// A connection that is back sooner than this was never seen to be gone.
const UNSEEN: Milliseconds = 3_000.0;

/// The state of the connection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Link {
    /// Never connected since the page was opened.
    Connecting,
    /// The stream is open, and its state complete.
    Live,
    /// No stream comes through, and the list is asked for every few seconds.
    Polling,
    /// The page was hidden and has let go of the stream.
    Resting {
        /// Since when.
        since: Milliseconds,
    },
    /// The stream is gone and will be opened again.
    Lost {
        /// Since when.
        since: Milliseconds,
        /// When the next attempt is.
        next_attempt: Milliseconds,
        /// What is wrong.
        cause: Cause,
        /// Whether the page was live until then.
        was_live: bool,
    },
    /// A proxy's session has ended: nothing comes through until somebody signs in.
    SignedOut {
        /// Since when.
        since: Milliseconds,
    },
}

/// Why there is no stream.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Cause {
    /// Nothing answers.
    #[default]
    NoAnswer,
    /// The server had more requests of this client than it allows; its words.
    RateLimited(String),
    /// The server takes no connections for a while, since it ends, begins or is full; its words.
    Draining(String),
    /// The server refused for another reason; its words.
    Refused(String),
}

/// What people are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Not yet connected.
    Connecting,
    /// Following.
    Live,
    /// Following by the list.
    Polling,
    /// Rows are as they were last known.
    Reconnecting,
    /// There is no connection, and nothing to show.
    Offline,
    /// Somebody must sign in.
    SignedOut,
}

impl Link {
    /// What people are told at this moment.
    pub fn shown(&self, now: Milliseconds, has_rows: bool) -> Shown {
        match self {
            Self::Live => Shown::Live,
            Self::Polling => Shown::Polling,
            Self::SignedOut { .. } => Shown::SignedOut,
            Self::Lost { since, was_live: true, .. } if has_rows && now - since < UNSEEN => Shown::Live,
            Self::Lost { .. } | Self::Resting { .. } if has_rows => Shown::Reconnecting,
            Self::Connecting | Self::Resting { .. } => Shown::Connecting,
            Self::Lost { .. } => Shown::Offline,
        }
    }

    /// Whether the page is live, or was when it was lost.
    pub fn was_live(&self) -> bool {
        matches!(self, Self::Live | Self::Lost { was_live: true, .. })
    }

    /// What is wrong; null unless the stream is lost.
    pub fn cause(&self) -> Option<&Cause> {
        match self {
            Self::Lost { cause, .. } => Some(cause),
            _ => None,
        }
    }

    /// Since when rows are not followed; null while they are, or where there never were any.
    pub fn since(&self) -> Option<Milliseconds> {
        match self {
            Self::Connecting | Self::Live | Self::Polling => None,
            Self::Resting { since } | Self::Lost { since, .. } | Self::SignedOut { since } => Some(*since),
        }
    }
}

impl Cause {
    /// The cause as the beginning of a sentence.
    pub fn words(&self) -> String {
        match self {
            Self::NoAnswer => "The server does not answer".to_owned(),
            Self::RateLimited(detail) => ["Rate limited: ", detail].concat(),
            Self::Draining(detail) => ["The server takes no connections for now: ", detail].concat(),
            Self::Refused(detail) => detail.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_cut_is_not_seen() {
        let lost = |was_live| {
            let cause = Cause::NoAnswer;
            Link::Lost { since: 1_000.0, next_attempt: 1_300.0, cause, was_live }
        };
        assert_eq!(lost(true).shown(3_900.0, true), Shown::Live);
        assert_eq!(lost(true).shown(4_000.0, true), Shown::Reconnecting);
        assert_eq!(lost(true).shown(1_001.0, false), Shown::Offline);
        assert_eq!(lost(false).shown(1_001.0, true), Shown::Reconnecting);
    }

    #[test]
    fn a_page_that_rested_never_says_live() {
        let resting = Link::Resting { since: 1_000.0 };
        assert_eq!(resting.shown(1_001.0, true), Shown::Reconnecting);
        assert_eq!(resting.shown(1_001.0, false), Shown::Connecting);
    }
}
