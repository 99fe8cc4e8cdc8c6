//! A signal for each row that is on the screen, so that a changed cell costs one write to the DOM.

use std::collections::HashMap;
use std::sync::Arc;

use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::key::IngressKey;
use leptos::prelude::*;

use crate::browser;

/// How long a change is remembered, in milliseconds.
const REMEMBERED: f64 = 30_000.0;
/// Fewer changes than this are not worth tidying.
const FEW: usize = 256;

/// One row on the screen.
#[derive(Clone, Copy)]
pub struct Row {
    /// What it shows.
    pub ingress: RwSignal<Arc<Ingress>>,
    /// Whether that is gone and only fades.
    pub leaves: RwSignal<bool>,
    /// How often it has changed while it was on the screen; 0 is never.
    pub changes: RwSignal<u32>,
    /// When this page saw it change last, in milliseconds by the browser's clock, if that is not long ago.
    pub changed: RwSignal<Option<f64>>,
}

/// The rows on the screen, by key, and those that have changed just now.
#[derive(Clone, Copy)]
pub(super) struct RowSignals {
    on_screen: StoredValue<HashMap<IngressKey, Row>>,
    recent: StoredValue<Recent>,
}

/// When rows have changed. It is tidied each time that it has doubled, so that a batch costs time in proportion to its
/// length.
#[derive(Default)]
struct Recent {
    at: HashMap<IngressKey, f64>,
    /// How many there were after the last tidying.
    tidied: usize,
}

impl Recent {
    fn insert(&mut self, key: IngressKey, now: f64) {
        if self.at.len() >= FEW.max(self.tidied * 2) {
            self.at.retain(|_, at| now - *at < REMEMBERED);
            self.tidied = self.at.len();
        }
        self.at.insert(key, now);
    }
}

impl RowSignals {
    pub(super) fn new() -> Self {
        Self { on_screen: StoredValue::new(HashMap::new()), recent: StoredValue::new(Recent::default()) }
    }

    /// The signals of an element that shows this row first, until the present owner is cleaned up.
    pub(super) fn of(&self, ingress: &Arc<Ingress>, leaves: bool) -> Row {
        let row = Row {
            ingress: RwSignal::new(Arc::clone(ingress)),
            leaves: RwSignal::new(leaves),
            changes: RwSignal::new(0),
            changed: RwSignal::new(self.last_change(&ingress.key())),
        };
        self.put(row);
        let signals = *self;
        on_cleanup(move || signals.take_off(row));
        row
    }

    /// Shows this row where another one, or this one, was shown. `anew` has it drawn anew in any case.
    pub(super) fn show(&self, row: Row, ingress: &Arc<Ingress>, leaves: bool, anew: bool) {
        row.leaves.maybe_update(|left| std::mem::replace(left, leaves) != leaves);
        if self.is_shown_by(row, &ingress.key()) {
            if anew {
                row.ingress.notify();
            }
            return;
        }
        self.take_off(row);
        row.ingress.set(Arc::clone(ingress));
        row.changes.maybe_update(|changes| std::mem::take(changes) != 0);
        let changed = self.last_change(&ingress.key());
        row.changed.maybe_update(|at| std::mem::replace(at, changed) != changed);
        self.put(row);
    }

    fn last_change(&self, key: &IngressKey) -> Option<f64> {
        self.recent.with_value(|recent| recent.at.get(key).copied())
    }

    fn is_shown_by(&self, row: Row, key: &IngressKey) -> bool {
        let is_shown =
            |rows: &HashMap<IngressKey, Row>| rows.get(key).is_some_and(|shown| shown.ingress == row.ingress);
        self.on_screen.try_with_value(is_shown).unwrap_or_default()
    }

    fn put(&self, row: Row) {
        let key = row.ingress.with_untracked(|ingress| ingress.key());
        self.on_screen.update_value(|rows| {
            rows.insert(key, row);
        });
    }

    /// Notes that the row is not on the screen any more.
    pub(super) fn take_off(&self, row: Row) {
        let Some(key) = row.ingress.try_with_untracked(|ingress| ingress.key()) else { return };
        // The same key may have come back on the screen by then, with signals of its own.
        if self.is_shown_by(row, &key) {
            self.on_screen.update_value(|rows| {
                rows.remove(&key);
            });
        }
    }

    /// Shows the new content of a row, if it is on the screen.
    pub(super) fn update(&self, ingress: &Arc<Ingress>, is_a_change: bool) {
        let key = ingress.key();
        let row = self.on_screen.with_value(|rows| rows.get(&key).copied());
        if let Some(row) = row {
            row.ingress.set(Arc::clone(ingress));
        }
        if !is_a_change {
            return;
        }
        let now = browser::now();
        self.recent.update_value(|recent| recent.insert(key, now));
        if let Some(row) = row {
            row.changes.update(|changes| *changes += 1);
            row.changed.set(Some(now));
        }
    }

    pub(super) fn is_on_screen(&self, key: &IngressKey) -> bool {
        self.on_screen.with_value(|rows| rows.contains_key(key))
    }

    /// What the screen shows of this row.
    pub(super) fn shown(&self, key: &IngressKey) -> Option<Arc<Ingress>> {
        let row = self.on_screen.with_value(|rows| rows.get(key).copied())?;
        row.ingress.try_get_untracked()
    }
}

impl Row {
    /// Whether it changed less than half a minute ago. Tracks it and the clock.
    pub fn has_just_changed(&self, now: ReadSignal<f64>) -> bool {
        self.changed.get().is_some_and(|at| now.get() - at < REMEMBERED)
    }
}
