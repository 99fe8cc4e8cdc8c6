//! How long a source bears a refusal before it believes it.
//!
//! A starting API server answers 401 and 403 for a moment, and a rotated token answers 401 until it is read again.
//! Rows must not vanish for that: a 403 counts when it comes again 2 s later, a 401 when it lasts for a minute.

use std::time::Duration;

use http::StatusCode;
use kube_ingress_dash_core::delays::Delays;
use tokio::time::Instant;

use crate::failure::Failure;

/// A second 403 counts when it comes at least so long after the first.
const FORBIDDEN_CONFIRMED_AFTER: Duration = Duration::from_secs(2);
/// A 401 counts when it has lasted so long.
const UNAUTHORIZED_CONFIRMED_AFTER: Duration = Duration::from_mins(1);
/// How often a 401 is tried again until then.
const UNAUTHORIZED_DELAY: Duration = Duration::from_secs(5);
/// A list that is needed sooner after the one before than this is delayed.
const BRISK: Duration = Duration::from_secs(5);

/// What was asked of the API server: an account may be allowed the one and not the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Call {
    List,
    Watch,
}

/// What refusals a source has seen since the same call last succeeded.
#[derive(Debug, Default)]
pub(super) struct Patience {
    refused: Option<Refusal>,
    listed: Option<Instant>,
}

/// Refusals of one kind without a success between them.
#[derive(Debug, Clone, Copy)]
struct Refusal {
    call: Call,
    status: StatusCode,
    since: Instant,
}

/// What a failure means for the rows, and how long to wait before trying again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Rows stay.
    Failed { delay: Duration },
    /// Rows go.
    Denied { delay: Duration },
}

impl Patience {
    /// A list succeeded. It says nothing of a watch that was refused.
    pub(super) fn listed(&mut self) {
        self.refused.take_if(|refusal| refusal.call == Call::List);
        self.listed = Some(Instant::now());
    }

    /// A watch was opened.
    pub(super) fn watching(&mut self) {
        self.refused = None;
    }

    /// Whether watches were refused when they were last tried.
    pub(super) fn watch_is_refused(&self) -> bool {
        self.refused.is_some_and(|refusal| refusal.call == Call::Watch)
    }

    /// How long to wait before listing again because a version expired: not at all, unless the last list is recent.
    pub(super) fn before_listing_again(&self, delays: &mut Delays) -> Duration {
        match self.listed {
            Some(listed) if listed.elapsed() < BRISK => delays.next_delay(),
            _ => Duration::ZERO,
        }
    }

    pub(super) fn judge(&mut self, call: Call, failure: &Failure, delays: &mut Delays) -> Verdict {
        let wish = failure.retry_after().unwrap_or_default();
        let refusal = failure
            .status()
            .filter(|status| matches!(*status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN));
        let Some(status) = refusal else {
            self.refused = None;
            return Verdict::Failed { delay: delays.next_delay().max(wish) };
        };
        let since = match self.refused {
            Some(before) if before.status == status && before.call == call => before.since,
            _ => Instant::now(),
        };
        self.refused = Some(Refusal { call, status, since });
        let (patience, delay_meanwhile) = match status {
            StatusCode::UNAUTHORIZED => (UNAUTHORIZED_CONFIRMED_AFTER, UNAUTHORIZED_DELAY),
            _ => (FORBIDDEN_CONFIRMED_AFTER, FORBIDDEN_CONFIRMED_AFTER),
        };
        if since.elapsed() >= patience {
            Verdict::Denied { delay: delays.next_delay().max(wish) }
        } else {
            Verdict::Failed { delay: delay_meanwhile.max(wish) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::GROWTH;
    use kube::core::Status;

    fn answer(code: u16) -> Failure {
        Failure::Answer(Box::new(Status::failure("", "").with_code(code)))
    }

    fn delays() -> Delays {
        Delays::new(kube_ingress_dash_core::delays::Growth { jitter: 0.0, ..GROWTH })
    }

    #[tokio::test(start_paused = true)]
    async fn the_first_403_keeps_the_rows_and_the_second_removes_them() {
        let (mut patience, mut delays) = (Patience::default(), delays());
        let first = patience.judge(Call::Watch, &answer(403), &mut delays);
        assert_eq!(first, Verdict::Failed { delay: Duration::from_secs(2) });
        tokio::time::advance(Duration::from_secs(2)).await;
        assert!(matches!(patience.judge(Call::Watch, &answer(403), &mut delays), Verdict::Denied { .. }));
    }

    #[tokio::test(start_paused = true)]
    async fn a_403_after_a_success_is_a_first_one() {
        let (mut patience, mut delays) = (Patience::default(), delays());
        patience.judge(Call::Watch, &answer(403), &mut delays);
        tokio::time::advance(Duration::from_hours(1)).await;
        patience.watching();
        let verdict = patience.judge(Call::Watch, &answer(403), &mut delays);
        assert!(matches!(verdict, Verdict::Failed { .. }));
    }

    #[tokio::test(start_paused = true)]
    async fn a_list_does_not_excuse_a_refused_watch() {
        let (mut patience, mut delays) = (Patience::default(), delays());
        patience.judge(Call::Watch, &answer(403), &mut delays);
        tokio::time::advance(Duration::from_secs(2)).await;
        patience.listed();
        assert!(patience.watch_is_refused());
        let verdict = patience.judge(Call::Watch, &answer(403), &mut delays);
        assert!(matches!(verdict, Verdict::Denied { .. }));
    }

    #[tokio::test(start_paused = true)]
    async fn a_403_long_after_another_failure_is_a_first_one() {
        let (mut patience, mut delays) = (Patience::default(), delays());
        patience.judge(Call::Watch, &answer(403), &mut delays);
        tokio::time::advance(Duration::from_secs(10)).await;
        patience.judge(Call::Watch, &Failure::Silent, &mut delays);
        assert!(matches!(patience.judge(Call::Watch, &answer(403), &mut delays), Verdict::Failed { .. }));
    }

    #[tokio::test(start_paused = true)]
    async fn a_401_is_tried_every_five_seconds_for_a_minute() {
        let (mut patience, mut delays) = (Patience::default(), delays());
        for _ in 0..12 {
            let verdict = patience.judge(Call::Watch, &answer(401), &mut delays);
            assert_eq!(verdict, Verdict::Failed { delay: UNAUTHORIZED_DELAY });
            tokio::time::advance(UNAUTHORIZED_DELAY).await;
        }
        assert!(matches!(patience.judge(Call::Watch, &answer(401), &mut delays), Verdict::Denied { .. }));
    }

    #[tokio::test(start_paused = true)]
    async fn other_failures_wait_longer_each_time() {
        let (mut patience, mut delays) = (Patience::default(), delays());
        for milliseconds in [800, 1600, 3200] {
            let delay = Duration::from_millis(milliseconds);
            assert_eq!(patience.judge(Call::Watch, &answer(503), &mut delays), Verdict::Failed { delay });
        }
    }

    #[tokio::test(start_paused = true)]
    async fn only_a_list_soon_after_the_last_one_is_delayed() {
        let (mut patience, mut delays) = (Patience::default(), delays());
        patience.listed();
        assert_eq!(patience.before_listing_again(&mut delays), Duration::from_millis(800));
        tokio::time::advance(BRISK).await;
        assert_eq!(patience.before_listing_again(&mut delays), Duration::ZERO);
    }
}
