//! Decides again when namespaces come or go and when grants may have changed.

use std::time::Duration;

use kube_ingress_dash_model::status::{ScopeMode, WatchState};
use tokio::sync::mpsc;
use tokio::time::sleep;

use super::Scope;
use super::namespaces::Namespaces;
use crate::board::{BoardReader, Partition, Plan};
use crate::client::Clients;

/// How often it is asked what may be listed while that is not known at all.
const WHILE_UNCERTAIN: Duration = Duration::from_secs(2);
/// How often the board is looked at while one watch serves the cluster.
const GLANCE: Duration = Duration::from_secs(1);

impl Scope {
    /// Sends every plan that differs from the one before, the first being `plan`, until nobody takes them.
    pub(crate) async fn follow(
        self,
        clients: &Clients,
        mut plan: Plan,
        board: BoardReader,
        plans: mpsc::Sender<Plan>,
    ) {
        if !matches!(self.wish.fixed(), Ok(None)) {
            return plans.closed().await;
        }
        let namespaces = Namespaces::new(clients);
        loop {
            if plan.mode() == ScopeMode::Cluster {
                until_denied(&board).await;
            }
            let changes = namespaces.changes().await.ok();
            if let Some(next) = self.by_access(&plan).await
                && next != plan
            {
                plan = next.clone();
                if plans.send(next).await.is_err() {
                    return;
                }
            }
            let pause = if plan.certain { self.reconsider } else { WHILE_UNCERTAIN };
            match changes {
                Some(mut changes) if plan.mode() == ScopeMode::Namespace => {
                    tokio::select! {
                        () = changes.next() => {}
                        () = sleep(pause) => {}
                    }
                }
                Some(_) => {}
                None => sleep(pause).await,
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
