//! Decides again when namespaces come or go and when grants may have changed.

use std::time::Duration;

use kube_ingress_dash_model::status::{ScopeMode, WatchState};
use tokio::sync::mpsc;
use tokio::time::sleep;

use super::Scope;
use crate::board::{BoardReader, Partition, Plan};

/// How often it is asked what may be listed while that is not known, or not of all.
const WHILE_UNCERTAIN: Duration = Duration::from_secs(2);
/// How often the board is looked at while one watch serves the cluster.
const GLANCE: Duration = Duration::from_secs(1);

impl Scope {
    /// Sends every plan that differs from the one before, the first being `plan`, until nobody takes them.
    pub(crate) async fn follow(mut self, mut plan: Plan, board: BoardReader, plans: mpsc::Sender<Plan>) {
        if !matches!(self.wish.fixed(), Ok(None)) {
            return plans.closed().await;
        }
        loop {
            self.until_due(&plan, &board).await;
            match self.by_access(&plan).await {
                Some(next) if next != plan => {
                    plan = next.clone();
                    if plans.send(next).await.is_err() {
                        return;
                    }
                }
                // Denied all the same, as an account is that may list everything and watch nothing.
                _ if plan.certain && plan.mode() == ScopeMode::Cluster => sleep(self.reconsider).await,
                _ => {}
            }
        }
    }

    /// Waits until there is a reason to ask again.
    async fn until_due(&mut self, plan: &Plan, board: &BoardReader) {
        let changes = self.changes.take();
        match (plan.certain && !self.unsure, plan.mode(), changes) {
            (false, _, _) => sleep(WHILE_UNCERTAIN).await,
            (true, ScopeMode::Cluster, _) => until_denied(board).await,
            (true, ScopeMode::Namespace, None) => sleep(self.reconsider).await,
            (true, ScopeMode::Namespace, Some(mut changes)) => {
                tokio::select! {
                    () = changes.next() => {}
                    () = sleep(self.reconsider) => {}
                }
            }
        }
    }
}

/// Waits until the API server refuses the one watch for the cluster.
async fn until_denied(board: &BoardReader) {
    while board.partition(&Partition::Cluster).0 != Some(WatchState::Denied) {
        sleep(GLANCE).await;
    }
}
