//! A signal for each row that is on the screen.

use std::collections::HashMap;
use std::sync::Arc;

use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::key::IngressKey;
use leptos::prelude::*;

/// One row on the screen.
#[derive(Clone, Copy)]
pub struct Row {
    /// What it shows.
    pub ingress: RwSignal<Arc<Ingress>>,
    /// How often it has changed on this page; 0 is never.
    pub changes: RwSignal<u32>,
}

/// The rows on the screen, by key.
#[derive(Clone, Copy)]
pub struct RowSignals(StoredValue<HashMap<IngressKey, Row>>);

impl RowSignals {
    pub(super) fn new() -> Self {
        Self(StoredValue::new(HashMap::new()))
    }

    /// The signals of a row, until the present owner is cleaned up.
    pub(super) fn of(&self, ingress: &Arc<Ingress>) -> Row {
        let row = Row { ingress: RwSignal::new(Arc::clone(ingress)), changes: RwSignal::new(0) };
        let key = ingress.key();
        let signals = self.0;
        signals.update_value(|rows| {
            rows.insert(key.clone(), row);
        });
        on_cleanup(move || {
            signals.try_update_value(|rows| {
                // The same key may have come back on the screen by then, with signals of its own.
                if rows.get(&key).is_some_and(|shown| shown.ingress == row.ingress) {
                    rows.remove(&key);
                }
            });
        });
        row
    }

    /// Shows the new content of a row, if it is on the screen.
    pub(super) fn update(&self, ingress: Arc<Ingress>, is_a_change: bool) {
        let row = self.0.with_value(|rows| rows.get(&ingress.key()).copied());
        if let Some(row) = row {
            // Another replica has seen the same object at another time.
            let is_same_object = row.ingress.with_untracked(|shown| {
                shown.uid == ingress.uid && shown.resource_version == ingress.resource_version
            });
            row.ingress.set(ingress);
            if is_a_change && !is_same_object {
                row.changes.update(|changes| *changes += 1);
            }
        }
    }
}
