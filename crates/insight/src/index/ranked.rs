//! Ingresses of which an explanation needs all, whatever the host of the URL, ready in the order in which it takes them.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::entry::{Entry, reading_order};
use crate::route::ByClass;
use crate::texts::Text;

/// Ingresses by class, and those of a class in reading order.
#[derive(Debug, Default)]
pub(super) struct Ranked(BTreeMap<Option<Text>, BTreeSet<ByAge>>);

#[derive(Debug)]
struct ByAge(Arc<Entry>);

impl Ranked {
    pub(super) fn insert(&mut self, entry: &Arc<Entry>) {
        self.0.entry(entry.class.clone()).or_default().insert(ByAge(Arc::clone(entry)));
    }

    pub(super) fn remove(&mut self, entry: &Arc<Entry>) {
        let Some(of_class) = self.0.get_mut(&entry.class) else { return };
        of_class.remove(&ByAge(Arc::clone(entry)));
        if of_class.is_empty() {
            self.0.remove(&entry.class);
        }
    }

    /// Those that may be seen.
    pub(super) fn visible(&self, is_visible: impl Fn(&Entry) -> bool) -> ByClass<'_> {
        let classes = self.0.iter().map(|(class, entries)| {
            let entries = entries.iter().map(|ByAge(entry)| entry.as_ref());
            (class.as_deref(), entries.filter(|entry| is_visible(entry)).collect::<Vec<_>>())
        });
        classes.filter(|(_, entries)| !entries.is_empty()).collect()
    }
}

impl Ord for ByAge {
    fn cmp(&self, other: &Self) -> Ordering {
        reading_order(&self.0, &other.0)
    }
}

impl PartialOrd for ByAge {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for ByAge {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for ByAge {}
