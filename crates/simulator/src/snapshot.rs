//! Reads the store as it was at an earlier resource version, so that the pages of one list belong together
//! however much is written between them: the present, with the events since then taken back.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use crate::object::{Key, Object};
use crate::selector::Selection;
use crate::status::Status;
use crate::store::State;

/// A part of the selected objects, in the order of their keys.
#[derive(Debug)]
pub(crate) struct Page {
    /// The resource version that the whole list is consistent with.
    pub(crate) revision: u64,
    pub(crate) objects: Vec<Arc<Object>>,
    /// How many selected objects follow this page.
    pub(crate) remaining: usize,
}

impl State {
    /// At most `limit` selected objects whose keys come after `start`, as they were at `revision`.
    /// Fails with 410 when that has been forgotten.
    pub(crate) fn page(
        &self,
        selection: &Selection,
        revision: u64,
        start: Option<&Key>,
        limit: usize,
    ) -> Result<Page, Status> {
        if revision < self.oldest() {
            return Err(Status::resource_version_too_old(revision, self.oldest()));
        }
        let since = self.changed_since(selection, revision)?;
        if since.is_empty() {
            let present = self.covered(selection, start).map(|(_, object)| object);
            return Ok(cut(present, selection, revision, limit));
        }
        let mut then: BTreeMap<&Key, &Arc<Object>> = self.covered(selection, start).collect();
        for (key, before) in since {
            match before {
                Some(object) if start.is_none_or(|start| key > start) => then.insert(key, object),
                _ => then.remove(key),
            };
        }
        Ok(cut(then.into_values(), selection, revision, limit))
    }

    /// The objects that changed after `revision`, each as it was then.
    fn changed_since(
        &self,
        selection: &Selection,
        revision: u64,
    ) -> Result<BTreeMap<&Key, Option<&Arc<Object>>>, Status> {
        let events = self
            .events_after(revision)
            .ok_or_else(|| Status::resource_version_too_old(revision, self.oldest()))?;
        let mut since = BTreeMap::new();
        for event in events.filter(|event| selection.covers(&event.object.key)) {
            since.entry(&event.object.key).or_insert_with(|| event.before());
        }
        Ok(since)
    }

    fn covered(
        &self,
        selection: &Selection,
        start: Option<&Key>,
    ) -> impl Iterator<Item = (&Key, &Arc<Object>)> {
        let first = Key {
            resource: selection.resource,
            namespace: selection.namespace.clone().unwrap_or_default(),
            name: String::new(),
        };
        let from = match start {
            Some(start) if *start > first => Bound::Excluded(start.clone()),
            _ => Bound::Included(first),
        };
        self.objects().range((from, Bound::Unbounded)).take_while(|(key, _)| selection.covers(key))
    }
}

fn cut<'a>(
    objects: impl Iterator<Item = &'a Arc<Object>>,
    selection: &Selection,
    revision: u64,
    limit: usize,
) -> Page {
    let mut selected = objects.filter(|object| selection.matches(object));
    let objects = selected.by_ref().take(limit).cloned().collect();
    Page { revision, objects, remaining: selected.count() }
}
