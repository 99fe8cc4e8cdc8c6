//! What is known about one source's watch.

use jiff::{SignedDuration, Timestamp};
use kube_ingress_dash_model::status::{NamespaceStatus, WatchError, WatchState};

/// How long a source may fail before the board counts as complete without it.
const PATIENCE: SignedDuration = SignedDuration::from_secs(60);

/// The state machine of a source as readers see it. Each step says whether readers must hear of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SourceStatus {
    state: WatchState,
    since: Timestamp,
    last_sync: Option<Timestamp>,
    next_attempt: Option<Timestamp>,
    error: Option<WatchError>,
    failing_since: Option<Timestamp>,
}

impl SourceStatus {
    pub(super) fn connecting(now: Timestamp) -> Self {
        Self {
            state: WatchState::Connecting,
            since: now,
            last_sync: None,
            next_attempt: None,
            error: None,
            failing_since: None,
        }
    }

    pub(super) fn state(&self) -> WatchState {
        self.state
    }

    pub(super) fn is_live(&self) -> bool {
        self.state == WatchState::Live
    }

    /// Whether a state of the rows was ever known.
    pub(super) fn has_synced(&self) -> bool {
        self.last_sync.is_some()
    }

    /// Whether a row that is new to the board is new in the cluster as well: not before the first list, and not after
    /// a denial that hid it.
    pub(super) fn sees_changes(&self) -> bool {
        self.has_synced() && self.state != WatchState::Denied
    }

    /// Whether the first answer about the partition is known.
    pub(super) fn is_settled(&self) -> bool {
        self.has_synced() || matches!(self.state, WatchState::Denied | WatchState::Missing)
    }

    pub(super) fn has_failed_for_long(&self, now: Timestamp) -> bool {
        self.failing_since.is_some_and(|since| now.duration_since(since) >= PATIENCE)
    }

    /// The API server confirmed the rows.
    pub(super) fn confirm(&mut self, now: Timestamp) -> bool {
        self.last_sync = Some(now);
        self.failing_since = None;
        self.enter(WatchState::Live, None, None, now)
    }

    /// The API server confirmed that nothing changed: a namespace that does not exist still does not.
    pub(super) fn refresh(&mut self, now: Timestamp) -> bool {
        match self.state {
            WatchState::Missing => self.miss(now),
            _ => self.confirm(now),
        }
    }

    /// The API server said that the namespace does not exist.
    pub(super) fn miss(&mut self, now: Timestamp) -> bool {
        self.last_sync = Some(now);
        self.failing_since = None;
        self.enter(WatchState::Missing, None, None, now)
    }

    /// The watch is lost and will be tried again.
    pub(super) fn fail(&mut self, error: WatchError, next_attempt: Timestamp, now: Timestamp) -> bool {
        self.failing_since.get_or_insert(now);
        let state = match self.state {
            WatchState::Live | WatchState::Missing | WatchState::Stale => WatchState::Stale,
            kept => kept,
        };
        self.enter(state, Some(error), Some(next_attempt), now)
    }

    /// The API server refuses to show the rows.
    pub(super) fn deny(&mut self, error: WatchError, next_attempt: Timestamp, now: Timestamp) -> bool {
        self.failing_since = None;
        self.enter(WatchState::Denied, Some(error), Some(next_attempt), now)
    }

    fn enter(
        &mut self,
        state: WatchState,
        error: Option<WatchError>,
        next_attempt: Option<Timestamp>,
        now: Timestamp,
    ) -> bool {
        if self.state != state {
            self.state = state;
            self.since = now;
        } else if self.error == error && self.next_attempt == next_attempt {
            return false;
        }
        self.error = error;
        self.next_attempt = next_attempt;
        true
    }

    /// The status as it is reported under this name.
    pub(super) fn report(&self, namespace: &str, ingresses: usize) -> NamespaceStatus {
        NamespaceStatus {
            namespace: namespace.to_owned(),
            state: self.state,
            since: self.since,
            last_sync: self.last_sync,
            next_attempt: self.next_attempt,
            ingresses,
            error: self.error.clone(),
        }
    }
}
