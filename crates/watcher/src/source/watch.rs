//! One watch: from its opening to its end, and what kind of end it was.

use std::pin::pin;
use std::time::Duration;

use futures_util::StreamExt as _;
use http::StatusCode;
use jiff::Timestamp;
use k8s_openapi::api::networking::v1::Ingress;
use kube::api::WatchParams;
use kube::core::{DeserializeGuard, WatchEvent};
use rand::RngExt as _;
use tokio::time::{Instant, timeout};

use super::reading::{key, metadata};
use super::{BoardGone, Presence, Source};
use crate::board::ChangeKind;
use crate::failure::Failure;

/// Silence of this length past the server-side timeout means that the connection is dead.
const GRACE: Duration = Duration::from_secs(15);
/// The longest watch of a namespace that does not exist.
const WHILE_MISSING: Duration = Duration::from_secs(10);
/// A watch that ends sooner, and sooner than in half of its own time, is not opened again at once.
const BRISK: Duration = Duration::from_secs(1);

/// How a watch ended.
pub(super) enum Ended {
    /// Its time ran out, or the connection was closed after it had lived.
    InOrder,
    /// It ended as soon as it was open.
    AtOnce,
    /// The API server no longer knows the version: a list is needed.
    Expired,
    /// It could not be read, or the API server does not understand the version: a list is needed.
    Unreadable(Failure),
    /// It failed.
    Failed(Failure),
}

type Event = WatchEvent<DeserializeGuard<Ingress>>;

impl Source {
    /// Watches from `version` on and keeps it at the last version seen.
    pub(super) async fn watch(&mut self, version: &mut String) -> Result<Ended, BoardGone> {
        let server_timeout = spread(self.longest_watch());
        let seconds = u32::try_from(server_timeout.as_secs()).unwrap_or(u32::MAX).max(1);
        let brisk = brisk(seconds);
        let labels = self.options.narrowing.label_selector();
        let parameters = WatchParams {
            label_selector: labels.map(str::to_owned),
            ..WatchParams::default().timeout(seconds)
        };
        let events = match self.watches.watch(&parameters, version).await {
            Ok(events) => events,
            Err(error) => return Ok(ended_by(error.into())),
        };
        let mut events = pin!(events);
        let opened = Instant::now();
        self.patience.watching();
        let mut vouched = !self.hollow;
        if vouched {
            self.vouch().await?;
        }
        loop {
            let bound = if vouched { server_timeout + GRACE } else { brisk };
            match timeout(bound, events.next()).await {
                Ok(Some(Ok(event))) => {
                    if !vouched {
                        self.vouch().await?;
                        vouched = true;
                    }
                    if let Some(end) = self.take(event, version).await? {
                        return Ok(end);
                    }
                    self.delays.reset();
                }
                Ok(Some(Err(error))) => return Ok(ended_by(error.into())),
                Ok(None) if opened.elapsed() >= brisk => return Ok(Ended::InOrder),
                Ok(None) => return Ok(Ended::AtOnce),
                Err(_) if vouched => return Ok(Ended::Failed(Failure::Silent)),
                Err(_) => {
                    self.vouch().await?;
                    vouched = true;
                }
            }
        }
    }

    /// Says that the rows are followed: at once, but of a watch after one that ended as soon as it was open only when
    /// it has said something or lived for a while.
    async fn vouch(&mut self) -> Result<(), BoardGone> {
        self.hollow = false;
        self.recovered();
        let known = self.held.take().unwrap_or(ChangeKind::Confirmed);
        self.tell(known).await
    }

    /// While the namespace is missing, watches are short: its creation is looked for between them.
    fn longest_watch(&self) -> Duration {
        match self.presence {
            Presence::Missing => self.options.watch_timeout.min(WHILE_MISSING),
            Presence::Populated | Presence::Doubtful => self.options.watch_timeout,
        }
    }

    /// Passes one event on; an error event ends the watch.
    async fn take(&mut self, event: Event, version: &mut String) -> Result<Option<Ended>, BoardGone> {
        match event {
            WatchEvent::Added(object) | WatchEvent::Modified(object) => {
                advance(version, metadata(&object).resource_version.as_ref());
                self.presence = Presence::Populated;
                self.observe_lag(&object);
                let key = key(&object);
                match (self.row(object.into()), key) {
                    (Some(row), _) => self.tell(ChangeKind::Upserted(row)).await?,
                    // What cannot be read or is not to be shown any more must not be shown as it was.
                    (None, Some(key)) => self.tell(ChangeKind::Removed(key)).await?,
                    (None, None) => {}
                }
            }
            WatchEvent::Deleted(object) => {
                advance(version, metadata(&object).resource_version.as_ref());
                self.presence = Presence::Doubtful;
                if let Some(key) = key(&object) {
                    self.tell(ChangeKind::Removed(key)).await?;
                }
            }
            WatchEvent::Bookmark(bookmark) => {
                advance(version, Some(&bookmark.metadata.resource_version));
                self.tell(ChangeKind::Confirmed).await?;
            }
            WatchEvent::Error(status) => return Ok(Some(ended_by(Failure::Answer(status)))),
        }
        Ok(None)
    }
}

impl Source {
    /// The API server dates changes to the second, in the fields' managers.
    fn observe_lag(&self, object: &DeserializeGuard<Ingress>) {
        let Ok(object) = &object.0 else { return };
        let managers = object.metadata.managed_fields.iter().flatten();
        let Some(changed) = managers.filter_map(|manager| manager.time.as_ref()).map(|time| time.0).max()
        else {
            return;
        };
        if let Ok(lag) = Timestamp::now().duration_since(changed).try_into() {
            self.options.observer.lag(lag);
        }
    }
}

fn ended_by(failure: Failure) -> Ended {
    match failure {
        failure if failure.status() == Some(StatusCode::GONE) => Ended::Expired,
        Failure::Malformed | Failure::TooLong => Ended::Unreadable(failure),
        failure if failure.may_be_of_the_version() => Ended::Unreadable(failure),
        failure => Ended::Failed(failure),
    }
}

/// An empty version is none: a watch from there would not tell of deletions.
fn advance(version: &mut String, seen: Option<&String>) {
    if let Some(seen) = seen.filter(|seen| !seen.is_empty()) {
        version.clone_from(seen);
    }
}

/// What is brisk for a watch that the API server ends after so many seconds. Its clock runs before ours: of a whole
/// second, we may see less.
fn brisk(seconds: u32) -> Duration {
    BRISK.min(Duration::from_secs(seconds.into()) / 2)
}

/// The duration, up to 10 % longer or shorter, so that watches opened together do not end together.
fn spread(duration: Duration) -> Duration {
    duration.mul_f64(rand::rng().random_range(0.9..=1.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_watch_that_ends_at_its_time_does_not_end_briskly() {
        assert_eq!(brisk(1), Duration::from_millis(500));
        assert_eq!(brisk(2), BRISK);
        assert_eq!(brisk(u32::MAX), BRISK);
    }
}
