//! Bounds the calls that one process makes to its upstream, the most urgent first.
//!
//! All calls draw from one token bucket. Where it is empty they queue by purpose: watches before lists, lists before
//! what somebody asked for. An upstream that wishes to be left alone is left alone by the calls that are no more
//! urgent than the one that it refused.

mod dispatch;
mod layer;
mod pause;

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use crate::observe::Observer;
use crate::purpose::Purpose;
use dispatch::{Queues, Waiter};
pub use layer::{ThrottleLayer, Throttled};
use pause::Pauses;

/// How many calls are made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Calls a second in the long run.
    pub rate: NonZeroU32,
    /// Calls at once after a quiet time.
    pub burst: NonZeroU32,
    /// How many calls of one purpose may wait; more are refused.
    pub queue: NonZeroU32,
}

/// The longest that an upstream's wish to be left alone is honoured.
pub const LONGEST_PAUSE: Duration = Duration::from_mins(2);

/// Why a call was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Too many calls of its purpose wait.
    #[error("too many calls wait for their turn already")]
    Full {
        /// When the queue can have emptied.
        retry_after: Duration,
    },
    /// The upstream wishes to be left alone for longer than the caller can wait.
    #[error("the upstream wishes to be left alone for another {} s", retry_after.as_secs().max(1))]
    Paused {
        /// When the wish ends.
        retry_after: Duration,
    },
    /// The runtime that hands out turns has ended.
    #[error("the process is ending")]
    Ended,
}

impl Refused {
    /// When another attempt makes sense.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Full { retry_after } | Self::Paused { retry_after } => Some(*retry_after),
            Self::Ended => None,
        }
    }
}

/// Hands out turns; clones share them.
#[derive(Clone)]
pub struct Throttle {
    queues: Queues<mpsc::Sender<Waiter>>,
    pauses: Pauses,
    settings: Settings,
    observer: Arc<dyn Observer>,
}

impl Throttle {
    /// Hands out turns on the current Tokio runtime for as long as a clone lives.
    pub fn start(settings: Settings, observer: Arc<dyn Observer>) -> Self {
        let capacity = usize::try_from(settings.queue.get()).unwrap_or(usize::MAX);
        let (senders, receivers) = dispatch::queues(capacity);
        let pauses = Pauses::default();
        tokio::spawn(dispatch::run(receivers, settings, pauses.subscribe()));
        Self { queues: senders, pauses, settings, observer }
    }

    /// Waits for the turn of a call. With a deadline that a pause outlasts, it is refused at once.
    pub async fn turn(&self, purpose: Purpose, deadline: Option<Instant>) -> Result<(), Refused> {
        let Some(queue) = self.queues.of(purpose) else {
            return Ok(());
        };
        let began = Instant::now();
        let pause = self.pauses.remaining(purpose, began);
        if deadline.is_some_and(|deadline| began + pause >= deadline) && !pause.is_zero() {
            return Err(Refused::Paused { retry_after: pause });
        }
        let (sender, turn) = oneshot::channel();
        queue.try_send(sender).map_err(|error| match error {
            TrySendError::Full(_) => {
                self.observer.overflow(purpose);
                Refused::Full { retry_after: self.time_to_empty() }
            }
            TrySendError::Closed(_) => Refused::Ended,
        })?;
        turn.await.map_err(|_| Refused::Ended)?;
        self.observer.throttled(purpose, began.elapsed());
        Ok(())
    }

    /// The upstream refused a call of this purpose and wishes to be left alone for so long.
    pub fn pause(&self, purpose: Purpose, wish: Duration) {
        self.pauses.extend(purpose, Instant::now() + wish.min(LONGEST_PAUSE));
    }

    fn time_to_empty(&self) -> Duration {
        let seconds = f64::from(self.settings.queue.get()) / f64::from(self.settings.rate.get());
        Duration::from_secs_f64(seconds.ceil().max(1.0))
    }
}

#[cfg(test)]
mod tests;
