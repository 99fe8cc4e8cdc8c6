//! Keeps the board where the next start finds it, so that a restart during an outage has rows to show.
//!
//! Each partition is a state of its own. It is kept while its watch is live, and emptied when the API server refuses
//! it. A start shows what it finds as stale, and drops it at the first word from the API server. Nothing waits for
//! any of this, and nothing depends on it.

mod keep;
mod rows;

use std::sync::Arc;
use std::time::Duration;

use kube_ingress_dash_core::snapshot::Snapshots;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::board::{BoardReader, Change, ChangeKind, Partition};
use keep::Keeper;

/// For how long a state is worth showing.
const KEEP: Duration = Duration::from_hours(1);

/// Where states are kept; clones share it.
#[derive(Clone)]
pub struct WarmStates(Arc<Snapshots>);

/// The tasks that bring and keep states; dropping it ends them.
#[derive(Debug)]
pub(crate) struct Warm {
    _tasks: JoinSet<()>,
}

impl WarmStates {
    /// States that are kept there. Its keys must belong to this cluster and scope alone.
    pub fn new(snapshots: Snapshots) -> Self {
        Self(Arc::new(snapshots))
    }

    /// Brings the state of each partition to the board, and keeps those of the board from then on.
    pub(crate) fn start(
        self,
        partitions: &[Partition],
        board: &BoardReader,
        changes: &mpsc::Sender<Change>,
    ) -> Warm {
        let mut tasks = JoinSet::new();
        let (partitions, changes) = (partitions.to_vec(), changes.downgrade());
        let keeper = Keeper::new(self.clone(), partitions.clone(), board.clone());
        tasks.spawn(async move {
            for partition in partitions {
                if let Some(kind) = self.load(&partition).await
                    && let Some(changes) = changes.upgrade()
                {
                    let _ = changes.send(Change { partition, kind }).await;
                }
            }
            keeper.run().await;
        });
        Warm { _tasks: tasks }
    }

    async fn load(&self, partition: &Partition) -> Option<ChangeKind> {
        let snapshot = match self.0.load(partition.label()).await {
            Ok(found) => found?,
            Err(error) => {
                tracing::debug!(%partition, "no state from before this start: {error}");
                return None;
            }
        };
        let Some(rows) = rows::decode(&snapshot.chunks, partition) else {
            tracing::warn!(%partition, "the state from before this start cannot be read and is not used");
            return None;
        };
        let known = jiff::Timestamp::now().saturating_sub(snapshot.age).ok()?;
        (!rows.is_empty()).then_some(ChangeKind::Warmed { rows, known })
    }
}
