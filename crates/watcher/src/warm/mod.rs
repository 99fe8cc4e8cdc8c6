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
use crate::merge::Message;
use keep::Keeper;

/// For how long a state is worth showing.
const KEEP: Duration = Duration::from_hours(1);

/// Where states are kept; clones share it.
#[derive(Clone)]
pub struct WarmStates(Arc<Snapshots>);

/// Brings the states of partitions, one after the other.
#[derive(Debug, Clone)]
pub(crate) struct Loader(mpsc::UnboundedSender<Partition>);

impl Loader {
    /// Brings the state of this partition to the board as soon as it is its turn.
    pub(crate) fn load(&self, partition: Partition) {
        // A loader that has ended brings nothing, which nobody depends on.
        let _ = self.0.send(partition);
    }
}

impl WarmStates {
    /// States that are kept there. Its keys must belong to this cluster and scope alone.
    pub fn new(snapshots: Snapshots) -> Self {
        Self(Arc::new(snapshots))
    }

    /// Keeps the states of the board from now on, and loads those that the loader is told to; both in `tasks`.
    pub(crate) fn start(
        self,
        board: &BoardReader,
        messages: &mpsc::Sender<Message>,
        tasks: &mut JoinSet<()>,
    ) -> Loader {
        let (wanted, mut partitions) = mpsc::unbounded_channel();
        tasks.spawn(Keeper::new(self.clone(), board.clone()).run());
        let messages = messages.downgrade();
        tasks.spawn(async move {
            while let Some(partition) = partitions.recv().await {
                if let Some(kind) = self.load(&partition).await
                    && let Some(messages) = messages.upgrade()
                {
                    let _ = messages.send(Message::Change(Change { partition, kind })).await;
                }
            }
        });
        Loader(wanted)
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
