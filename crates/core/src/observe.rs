//! What the layers tell whoever counts and logs. They do neither themselves.

use std::time::Duration;

use crate::purpose::Purpose;

/// Hears of what happens in the layers. It is called on the way of each call, so it must be quick.
pub trait Observer: Send + Sync + 'static {
    /// An attempt has ended after so long; one that was given up by its caller is not told.
    fn attempt(&self, purpose: Purpose, outcome: Outcome, took: Duration) {
        let _ = (purpose, outcome, took);
    }

    /// A call is made again after so long.
    fn retry(&self, delay: Duration) {
        let _ = delay;
    }

    /// A call failed that might have been made again, and is not.
    fn no_retry(&self, reason: NoRetry) {
        let _ = reason;
    }

    /// A breaker turned.
    fn breaker(&self, from: BreakerState, to: BreakerState) {
        let _ = (from, to);
    }

    /// A call waited for its turn for so long.
    fn throttled(&self, purpose: Purpose, waited: Duration) {
        let _ = (purpose, waited);
    }

    /// A change was passed on so long after it was made upstream.
    fn lag(&self, lag: Duration) {
        let _ = lag;
    }

    /// An object could not be read and is not shown.
    fn skipped(&self) {}

    /// A call was refused since too many wait already.
    fn overflow(&self, purpose: Purpose) {
        let _ = purpose;
    }
}

/// Nobody counts.
impl Observer for () {}

/// What became of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It was answered with success or a redirect.
    Success,
    /// It failed, and may succeed when it is made again.
    Transient,
    /// It failed, and fails until somebody changes something.
    Permanent,
}

/// Why a call that failed in passing is not made again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoRetry {
    /// It was made as often as it may be.
    Attempts,
    /// Too many calls are made again already.
    Budget,
    /// Its time would be over, or the upstream wishes to be left alone for too long.
    Time,
    /// The breaker is open.
    Breaker,
}

/// What a breaker does with calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BreakerState {
    /// It lets all calls through and counts failures.
    Closed,
    /// It refuses all calls.
    Open,
    /// It lets one call through to see whether the upstream has recovered.
    HalfOpen,
}

macro_rules! words {
    ($kind:ident { $($variant:ident => $word:literal),+ $(,)? }) => {
        impl $kind {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// A word for logs and metrics.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }
        }
    };
}

words!(Outcome { Success => "success", Transient => "transient", Permanent => "permanent" });
words!(NoRetry { Attempts => "attempts", Budget => "budget", Time => "time", Breaker => "breaker" });
words!(BreakerState { Closed => "closed", Open => "open", HalfOpen => "half_open" });
