//! What is known about one source's watch.

use jiff::{SignedDuration, Timestamp};
use kube_ingress_dash_model::status::{ErrorClass, NamespaceStatus, WatchError, WatchState};

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
    /// Whether the rows are those of a process before this one.
    warm: bool,
    /// Whether the API server has refused them since it last showed them.
    refused: bool,
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
            warm: false,
            refused: false,
        }
    }

    pub(super) fn state(&self) -> WatchState {
        self.state
    }

    pub(super) fn is_live(&self) -> bool {
        self.state == WatchState::Live
    }

    /// Whether this process ever knew a state of the rows.
    pub(super) fn has_synced(&self) -> bool {
        self.last_sync.is_some() && !self.warm
    }

    /// Whether rows of a process before this one may be shown: nothing at all is known yet, not even a refusal.
    pub(super) fn may_be_warmed(&self) -> bool {
        self.state == WatchState::Connecting && !self.refused
    }

    /// Whether the rows are those of a process before this one, which this failure forbids to show any longer.
    pub(super) fn is_warm_and_refused(&self, error: &WatchError) -> bool {
        self.warm && is_refusal(error)
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

    /// The rows are those of a process before this one.
    pub(super) fn warm(&mut self, known: Timestamp) -> bool {
        let error = self.error.take().unwrap_or_else(not_synced);
        let next_attempt = self.next_attempt;
        self.warm = true;
        self.last_sync = Some(known);
        self.enter(WatchState::Stale, Some(error), next_attempt, known)
    }

    /// The rows of a process before this one are not shown any longer.
    pub(super) fn cool(&mut self, now: Timestamp) {
        self.warm = false;
        self.last_sync = None;
        self.enter(WatchState::Connecting, None, None, now);
    }

    /// The API server confirmed the rows.
    pub(super) fn confirm(&mut self, now: Timestamp) -> bool {
        self.warm = false;
        self.refused = false;
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
        self.warm = false;
        self.last_sync = Some(now);
        self.failing_since = None;
        self.enter(WatchState::Missing, None, None, now)
    }

    /// The watch is lost and will be tried again.
    pub(super) fn fail(&mut self, error: WatchError, next_attempt: Timestamp, now: Timestamp) -> bool {
        self.failing_since.get_or_insert(now);
        self.refused |= is_refusal(&error);
        let state = match self.state {
            WatchState::Live | WatchState::Missing | WatchState::Stale => WatchState::Stale,
            kept => kept,
        };
        // Why nothing is shown is what denied it, whatever the next attempt met.
        let error = if state == WatchState::Denied { self.error.clone() } else { Some(error) };
        self.enter(state, error, Some(next_attempt), now)
    }

    /// The API server refuses to show the rows.
    pub(super) fn deny(&mut self, error: WatchError, next_attempt: Timestamp, now: Timestamp) -> bool {
        self.warm = false;
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

fn is_refusal(error: &WatchError) -> bool {
    matches!(error.status, Some(401 | 403))
}

fn not_synced() -> WatchError {
    WatchError {
        class: ErrorClass::Transient,
        status: None,
        reason: "NotSynced".to_owned(),
        message: "the rows are those from before this server's start, since it has not read them yet"
            .to_owned(),
    }
}
