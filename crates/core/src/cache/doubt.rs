//! When Redis could not be told to forget something, what it holds by then is not believed any more.
//!
//! To remember what it was that Redis should forget would need memory without a bound, or a rule for when it is full.
//! To doubt all that Redis held when it was next heard of needs one instant, and costs a few fetches after an outage
//! in which something was refused.

use std::time::Duration;

use parking_lot::Mutex;
use tokio::time::Instant;

/// By how much an age may be off: the way from Redis takes its time.
const MARGIN: Duration = Duration::from_secs(1);

/// Whether there is reason to doubt what Redis holds.
#[derive(Default)]
pub(super) struct Doubt(Mutex<Option<Instant>>);

impl Doubt {
    /// Redis is being told to forget something. A doubt arises unless it is known to have heard: it may have failed,
    /// or whoever tells it may have gone away.
    pub(super) fn unless_heard(&self) -> Telling<'_> {
        Telling { doubt: self, heard: false }
    }

    /// Whether a value may be served that Redis says is so old, of a Redis that is up since then.
    ///
    /// That it is younger than the doubt is not enough: a write that was under way when Redis failed may have been
    /// carried out when it came back, and look new.
    pub(super) fn allows(&self, age: Duration, up_since: Instant) -> bool {
        let Some(arose) = *self.0.lock() else { return true };
        age + MARGIN < arose.max(up_since).elapsed()
    }
}

/// Lets a doubt arise when it ends without [`Self::heard`].
pub(super) struct Telling<'a> {
    doubt: &'a Doubt,
    heard: bool,
}

impl Telling<'_> {
    pub(super) fn heard(mut self) {
        self.heard = true;
    }
}

impl Drop for Telling<'_> {
    fn drop(&mut self) {
        if !self.heard {
            *self.doubt.0.lock() = Some(Instant::now());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::advance;

    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test(start_paused = true)]
    async fn without_a_doubt_every_age_is_believed() {
        let doubt = Doubt::default();
        doubt.unless_heard().heard();
        assert!(doubt.allows(Duration::from_hours(1), Instant::now()));
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_stored_before_redis_was_heard_of_again_is_not_believed() {
        let doubt = Doubt::default();
        drop(doubt.unless_heard());
        advance(10 * SECOND).await;
        let up_since = Instant::now();
        advance(10 * SECOND).await;
        assert!(!doubt.allows(20 * SECOND, up_since), "stored before the doubt");
        assert!(!doubt.allows(10 * SECOND, up_since), "carried out when Redis came back");
        assert!(doubt.allows(8 * SECOND, up_since), "stored since");
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_stored_before_redis_refused_to_forget_is_not_believed_although_it_stayed_up() {
        let (doubt, up_since) = (Doubt::default(), Instant::now());
        advance(10 * SECOND).await;
        drop(doubt.unless_heard());
        advance(10 * SECOND).await;
        assert!(!doubt.allows(12 * SECOND, up_since));
        assert!(doubt.allows(8 * SECOND, up_since));
    }
}
