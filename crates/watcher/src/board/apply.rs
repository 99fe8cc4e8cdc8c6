//! What each change does to the state.

use jiff::Timestamp;

use super::state::State;
use super::statuses::SourceStatus;
use super::turn::Turns;
use super::{Change, ChangeKind, Partition, Plan};

impl State {
    /// Watches what the plan says from now on, and does what was decided about rows.
    pub(super) fn replan(&mut self, plan: &Plan, turns: Turns, now: Timestamp) {
        let scope = plan.scope(&self.narrowing);
        let dropped: Vec<Partition> =
            self.sources.keys().filter(|source| !plan.partitions.contains(source)).cloned().collect();
        let added: Vec<&Partition> =
            plan.partitions.iter().filter(|partition| !self.sources.contains_key(partition)).collect();
        self.certain = plan.certain;
        for partition in &dropped {
            self.sources.remove(partition);
        }
        for partition in &added {
            self.sources.insert((*partition).clone(), SourceStatus::connecting(now));
        }
        self.turn(turns);
        if self.scope != scope {
            self.scope = scope;
            self.publish_scope();
        }
        for partition in dropped {
            if !self.is_watched(partition.label()) && partition != Partition::Cluster {
                self.publish_unwatched(partition.label());
            }
        }
        for partition in added {
            match partition {
                Partition::Cluster => self.publish_status_of_cluster(),
                Partition::Namespace(namespace) => self.publish_status(namespace),
            }
        }
    }

    fn is_watched(&self, namespace: &str) -> bool {
        self.sources.keys().any(|source| source.contains(namespace))
    }

    /// Takes the change in, of which it was decided what it does to rows.
    pub(super) fn apply(&mut self, change: Change, turns: Turns, now: Timestamp) {
        let Change { partition, kind } = change;
        if !self.sources.contains_key(&partition) {
            return;
        }
        let turned = self.turn(turns);
        let changed = match kind {
            ChangeKind::Listed(_) | ChangeKind::Upserted(_) | ChangeKind::Removed(_) => {
                self.step(&partition, |source| source.confirm(now))
            }
            ChangeKind::Warmed { known, .. } => {
                self.step(&partition, |source| source.may_be_warmed() && source.warm(known))
            }
            ChangeKind::Missing => self.step(&partition, |source| source.miss(now)),
            ChangeKind::Confirmed => self.step(&partition, |source| source.refresh(now)),
            ChangeKind::Failed { error, next_attempt } => self.step(&partition, |source| {
                if source.is_warm_and_refused(&error) {
                    source.cool(now);
                }
                source.fail(error, next_attempt, now)
            }),
            ChangeKind::Denied { error, next_attempt } => {
                self.step(&partition, |source| source.deny(error, next_attempt, now))
            }
        };
        match &partition {
            Partition::Namespace(namespace) if changed => self.publish_status(namespace),
            Partition::Namespace(_) => {}
            Partition::Cluster => {
                if changed {
                    self.publish_status_of_cluster();
                }
                for namespace in &turned {
                    self.publish_status(namespace);
                }
            }
        }
    }

    /// Takes a step of the source's state machine, and says whether readers must hear of it.
    fn step(&mut self, partition: &Partition, step: impl FnOnce(&mut SourceStatus) -> bool) -> bool {
        self.sources.get_mut(partition).is_some_and(step)
    }
}
