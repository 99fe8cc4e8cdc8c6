//! Keeps what changed since the last look.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use kube_ingress_dash_core::redis::Availability;
use kube_ingress_dash_model::status::WatchState;
use tokio::time::{Instant, sleep};

use super::{KEEP, WarmStates, rows};
use crate::board::{BoardReader, Partition, Segment};

/// The pause between two looks at what changed.
const PAUSE: Duration = Duration::from_secs(15);
/// The same soon after a start, when there is much to keep for the first time.
const SOON: Duration = Duration::from_secs(1);
/// How long after a start that is.
const BEGINNING: Duration = Duration::from_mins(1);
/// How long a partition that could not be kept is left alone: encoding it is work.
const REST: Duration = Duration::from_mins(1);

/// Follows the board at its own pace.
pub(super) struct Keeper {
    states: WarmStates,
    board: BoardReader,
    kept: HashMap<Partition, Kept>,
    /// Since when Redis has been up. One that was away may have lost what it held.
    up_since: Option<Instant>,
}

/// What was kept last of a partition, or could not be.
struct Kept {
    segments: Vec<Arc<Segment>>,
    at: Instant,
    failed: bool,
}

impl Kept {
    /// Whether it is the same and lives long enough, or is to be left alone.
    fn will_do(&self, segments: &[Arc<Segment>]) -> bool {
        if self.failed {
            return self.at.elapsed() < REST;
        }
        let same = self.segments.len() == segments.len()
            && self.segments.iter().zip(segments).all(|(kept, current)| Arc::ptr_eq(kept, current));
        same && self.at.elapsed() < KEEP / 4
    }
}

impl Keeper {
    pub(super) fn new(states: WarmStates, board: BoardReader) -> Self {
        Self { states, board, kept: HashMap::new(), up_since: None }
    }

    pub(super) async fn run(mut self) {
        let began = Instant::now();
        loop {
            let watched = self.board.partitions();
            if self.redis_is_up() {
                for partition in watched.iter().cloned().chain(self.dropped(&watched)) {
                    self.look(partition).await;
                }
            }
            let all = watched.iter().all(|partition| self.kept.contains_key(partition));
            sleep(if all || began.elapsed() > BEGINNING { PAUSE } else { SOON }).await;
        }
    }

    /// Partitions that are not watched any more, and the cluster where it is not: what is kept of them may be more
    /// than this account is allowed to see by now.
    fn dropped(&self, watched: &[Partition]) -> Vec<Partition> {
        let cluster = std::iter::once(&Partition::Cluster);
        let known = self.kept.keys().filter(|partition| **partition != Partition::Cluster);
        known.chain(cluster).filter(|partition| !watched.contains(partition)).cloned().collect()
    }

    fn redis_is_up(&mut self) -> bool {
        let health = self.states.0.health();
        let up_since = (health.availability == Availability::Up).then_some(health.since);
        if self.up_since != up_since {
            self.up_since = up_since;
            self.kept.clear();
        }
        up_since.is_some()
    }

    /// Rows whose watch is lost for now stay as they were kept.
    async fn look(&mut self, partition: Partition) {
        let (state, segments) = self.board.partition(&partition);
        let segments = match state {
            Some(WatchState::Live) => segments,
            None | Some(WatchState::Denied | WatchState::Missing) => Vec::new(),
            Some(_) => return,
        };
        if self.kept.get(&partition).is_some_and(|kept| kept.will_do(&segments)) {
            return;
        }
        let failed = !self.keep(&partition, segments.clone()).await;
        // What is watched no more and kept no more is forgotten: namespaces come and go for ever.
        if state.is_none() && !failed && partition != Partition::Cluster {
            self.kept.remove(&partition);
            return;
        }
        self.kept.insert(partition, Kept { segments, at: Instant::now(), failed });
    }

    async fn keep(&self, partition: &Partition, segments: Vec<Arc<Segment>>) -> bool {
        let Ok(chunks) = tokio::task::spawn_blocking(move || rows::encode(&segments)).await else {
            tracing::error!(%partition, "the rows cannot be encoded and are not kept for the next start");
            return false;
        };
        match self.states.0.save(partition.label(), &chunks, KEEP).await {
            Ok(saved) => tracing::debug!(%partition, ?saved, "kept for the next start"),
            Err(error) => {
                tracing::debug!(%partition, "not kept for the next start: {error}");
                return false;
            }
        }
        true
    }
}
