//! Changes that are held back, so that the table stands still while somebody reads it.

use std::collections::HashMap;

use kube_ingress_dash_model::change::Change;
use kube_ingress_dash_model::key::IngressKey;
use leptos::prelude::*;

/// Whether changes are held back, and which.
#[derive(Clone, Copy)]
pub struct Pause {
    paused: RwSignal<bool>,
    /// How many rows have changed since.
    waiting: RwSignal<usize>,
    held: StoredValue<HashMap<IngressKey, Change>>,
}

impl Pause {
    pub(super) fn new() -> Self {
        Self {
            paused: RwSignal::new(false),
            waiting: RwSignal::new(0),
            held: StoredValue::new(HashMap::new()),
        }
    }

    /// Whether changes are held back. Tracks it.
    pub fn is_on(&self) -> bool {
        self.paused.get()
    }

    /// Whether changes are held back at this moment.
    pub fn is_on_untracked(&self) -> bool {
        self.paused.get_untracked()
    }

    /// How many rows wait. Tracks them.
    pub fn waiting(&self) -> usize {
        self.waiting.get()
    }

    /// Holds these changes back, or gives them back if nothing is paused.
    pub(super) fn hold(&self, changes: Vec<Change>) -> Option<Vec<Change>> {
        if !self.paused.get_untracked() {
            return Some(changes);
        }
        let waiting = self.held.try_update_value(|held| {
            for change in changes {
                let key = change.latest().key();
                let known = held.remove(&key);
                if let Some(both) = after(known, change) {
                    held.insert(key, both);
                }
            }
            held.len()
        });
        self.waiting.set(waiting.unwrap_or_default());
        None
    }

    /// Begins or ends the pause; its end gives back what was held.
    pub(super) fn set(&self, paused: bool) -> Option<Vec<Change>> {
        self.paused.set(paused);
        if paused {
            return None;
        }
        self.waiting.set(0);
        let held = self.held.try_update_value(std::mem::take)?;
        (!held.is_empty()).then(|| held.into_values().collect())
    }
}

/// Both changes as one; null where the row is as it was.
fn after(first: Option<Change>, second: Change) -> Option<Change> {
    let Some(first) = first else { return Some(second) };
    match (first.before().cloned(), second.after().cloned()) {
        (None, None) => None,
        (Some(before), Some(after)) if before == after => None,
        (before, Some(after)) => Some(Change::to(before, after)),
        (Some(before), None) => Some(Change::Removed(before)),
    }
}
