//! Keeps what changed since the last look.

use std::collections::HashMap;
use std::sync::Arc;

use kube_ingress_dash_model::status::WatchState;
use tokio::time::{Instant, sleep};

use super::{KEEP, PAUSE, SOON, WarmStates, rows};
use crate::board::{BoardReader, Partition, Segment};

/// Follows the board at its own pace.
pub(super) struct Keeper {
    states: WarmStates,
    partitions: Vec<Partition>,
    board: BoardReader,
    kept: HashMap<Partition, Kept>,
}

/// What was kept last of a partition.
struct Kept {
    segments: Vec<Arc<Segment>>,
    at: Instant,
}

impl Kept {
    /// Whether it is the same and lives long enough.
    fn will_do(&self, segments: &[Arc<Segment>]) -> bool {
        let same = self.segments.len() == segments.len()
            && self.segments.iter().zip(segments).all(|(kept, current)| Arc::ptr_eq(kept, current));
        same && self.at.elapsed() < KEEP / 4
    }
}

impl Keeper {
    pub(super) fn new(states: WarmStates, partitions: Vec<Partition>, board: BoardReader) -> Self {
        Self { states, partitions, board, kept: HashMap::new() }
    }

    pub(super) async fn run(mut self) {
        loop {
            for partition in self.partitions.clone() {
                self.look(partition).await;
            }
            // Soon after a start there is much to keep.
            sleep(if self.kept.len() < self.partitions.len() { SOON } else { PAUSE }).await;
        }
    }

    /// Rows whose watch is lost for now stay as they were kept.
    async fn look(&mut self, partition: Partition) {
        let segments = match self.board.partition(&partition) {
            (Some(WatchState::Live), segments) => segments,
            (Some(WatchState::Denied | WatchState::Missing), _) => Vec::new(),
            _ => return,
        };
        if self.kept.get(&partition).is_some_and(|kept| kept.will_do(&segments)) {
            return;
        }
        let encoded = segments.clone();
        let Ok(Ok(chunks)) = tokio::task::spawn_blocking(move || rows::encode(&encoded)).await else {
            tracing::error!(%partition, "the rows cannot be encoded and are not kept for the next start");
            return;
        };
        match self.states.0.save(partition.label(), &chunks, KEEP).await {
            Ok(saved) => {
                tracing::debug!(%partition, ?saved, "kept for the next start");
                self.kept.insert(partition, Kept { segments, at: Instant::now() });
            }
            Err(error) => tracing::debug!(%partition, "not kept for the next start: {error}"),
        }
    }
}
