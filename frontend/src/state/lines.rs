//! The lines of the table: the view of the rows, and the signals that follow it.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use gloo_timers::callback::Timeout;
use kube_ingress_dash_model::change::Change;
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_model::query::Query;
use kube_ingress_dash_model::summary::Summary;
use kube_ingress_dash_model::view::{Arrangement, Line, View};
use leptos::prelude::*;

use super::line_key::LineKey;
use super::rows::{Row, RowSignals};
use crate::browser;

/// How long a row that is gone fades, in milliseconds. `style/table.css` has the same number.
const FADE: u32 = 1_000;

/// The table's lines. Copies are the same ones.
#[derive(Clone, Copy)]
pub struct Lines {
    view: StoredValue<View>,
    rows: RowSignals,
    revision: RwSignal<u32>,
    layout: RwSignal<u32>,
    /// The row that the pointer is on: it stays while it is.
    pub under_pointer: RwSignal<Option<IngressKey>>,
}

impl Lines {
    pub(super) fn new() -> Self {
        Self {
            view: StoredValue::new(View::default()),
            rows: RowSignals::new(),
            revision: RwSignal::new(0),
            layout: RwSignal::new(0),
            under_pointer: RwSignal::new(None),
        }
    }

    /// Shows changes; `is_news` tells those of the cluster from those that the first state consists of.
    pub(super) fn apply(&self, changes: &[Change], is_news: bool) {
        let mut leaving = HashSet::new();
        self.view.update_value(|view| {
            for change in changes {
                if let Some(row) = change.after() {
                    self.rows.update(row, is_news && change.is_of_the_object());
                }
            }
            view.apply(changes, browser::timestamp(), |key| {
                let stays = is_news && self.rows.is_on_screen(key);
                if stays {
                    leaving.insert(key.clone());
                }
                stays
            });
        });
        self.touch();
        if !leaving.is_empty() {
            self.let_go_later(leaving);
        }
    }

    /// Shows the rows that match this query.
    pub fn search(&self, query: &Query) {
        self.view.update_value(|view| view.search(query, browser::timestamp()));
        self.lay_out();
    }

    /// Asks the query again, where time alone changes what matches.
    pub fn pass_time(&self) {
        if self.view.try_update_value(|view| view.pass_time(browser::timestamp())) == Some(true) {
            self.touch();
        }
    }

    /// Puts the rows into another arrangement.
    pub fn arrange(&self, arrangement: Arrangement) {
        self.view.update_value(|view| view.arrange(arrangement));
        self.lay_out();
    }

    /// Hides the rows of a group, or shows them again.
    pub fn toggle(&self, label: Option<&str>) {
        self.view.update_value(|view| view.toggle(label));
        self.touch();
    }

    /// How many lines there are. Tracks them.
    pub fn len(&self) -> usize {
        self.with(View::len)
    }

    /// These lines, as far as they exist. Tracks them.
    pub fn get(&self, range: Range<usize>) -> Vec<Line> {
        self.with(|view| view.lines(range))
    }

    /// How many rows match. Tracks them.
    pub fn matches(&self) -> usize {
        self.with(View::matches)
    }

    /// What the rows that match amount to; null until [`Lines::count`] has counted all of them. Tracks them.
    pub fn summary(&self) -> Option<Summary> {
        self.with(View::summary)
    }

    /// Counts so many more of the rows that match and says what they amount to, if that were all.
    pub fn count(&self, most: usize) -> Option<Summary> {
        self.view.try_update_value(|view| {
            view.count(most);
            view.summary()
        })?
    }

    /// How many rows there are in all. Tracks them.
    pub fn total(&self) -> usize {
        self.with(View::total)
    }

    /// What the view says. Tracks every change of it.
    pub fn with<T>(&self, look: impl FnOnce(&View) -> T) -> T {
        self.revision.track();
        self.view.with_value(look)
    }

    /// What the view says at this moment.
    pub fn with_untracked<T>(&self, look: impl FnOnce(&View) -> T) -> T {
        self.view.with_value(look)
    }

    /// How often the rows have been searched or arranged: a line's number means nothing after it. Tracks it.
    pub fn layout(&self) -> u32 {
        self.layout.get()
    }

    /// The row as signals, for as long as the present owner lives.
    pub fn row(&self, row: &Arc<Ingress>, leaves: bool) -> Row {
        self.rows.of(row, leaves)
    }

    /// Has the signals show this row, instead of one that is not in view any more or in a newer state. `anew` has it
    /// drawn anew in any case.
    pub fn show(&self, signals: Row, row: &Arc<Ingress>, leaves: bool, anew: bool) {
        self.rows.show(signals, row, leaves, anew);
    }

    /// Notes that the row of these signals is not on the screen any more.
    pub fn hide(&self, signals: Row) {
        self.rows.take_off(signals);
    }

    /// What the screen shows of this row.
    pub fn shown(&self, key: &IngressKey) -> Option<Arc<Ingress>> {
        self.rows.shown(key)
    }

    /// Which line this is; null where it is not shown.
    pub fn position(&self, key: &LineKey) -> Option<usize> {
        self.view.with_value(|view| match key {
            LineKey::Group(label) => view.position_of_group(label.as_deref()),
            LineKey::Row(key) => view.position(key, self.rows.shown(key).as_deref()),
        })
    }

    /// The identity of this line, if it exists.
    pub fn key_at(&self, line: usize) -> Option<LineKey> {
        self.view.with_value(|view| view.line(line)).map(|line| LineKey::of(&line))
    }

    pub(super) fn total_untracked(&self) -> usize {
        self.view.with_value(View::total)
    }

    fn touch(&self) {
        self.revision.update(|revision| *revision = revision.wrapping_add(1));
    }

    fn lay_out(&self) {
        self.layout.update(|layout| *layout = layout.wrapping_add(1));
        self.touch();
    }

    fn let_go_later(self, mut leaving: HashSet<IngressKey>) {
        let let_go = move || {
            let held = self.under_pointer.try_get_untracked().flatten();
            let stays = held.filter(|held| leaving.remove(held));
            let left =
                self.view.try_update_value(|view| leaving.iter().filter(|key| view.let_go(key)).count());
            if left.is_some_and(|left| left > 0) {
                self.touch();
            }
            if let Some(held) = stays {
                self.let_go_later(HashSet::from([held]));
            }
        };
        Timeout::new(FADE, let_go).forget();
    }
}
