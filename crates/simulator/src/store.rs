//! The objects, the one global resource version, and the recent history that watches and consistent
//! paged lists are served from. What etcd and the watch cache are to a real API server.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use serde_json::{Map, Value};
use tokio::sync::watch;

use crate::object::{Key, Object};
use crate::status::Status;

/// One change, in the order of resource versions.
#[derive(Debug)]
pub(crate) struct Event {
    /// The object as announced; of a deletion its last content, at the resource version of the deletion.
    pub(crate) object: Arc<Object>,
    change: Change,
}

#[derive(Debug)]
enum Change {
    Created,
    Updated(Arc<Object>),
    Deleted(Arc<Object>),
}

impl Event {
    /// The object before this change, if it existed.
    pub(crate) fn before(&self) -> Option<&Arc<Object>> {
        match &self.change {
            Change::Created => None,
            Change::Updated(before) | Change::Deleted(before) => Some(before),
        }
    }

    /// The object after this change, if it still exists.
    pub(crate) fn after(&self) -> Option<&Arc<Object>> {
        match &self.change {
            Change::Deleted(_) => None,
            Change::Created | Change::Updated(_) => Some(&self.object),
        }
    }
}

/// Shared by all connections; writers are serialized.
#[derive(Debug)]
pub(crate) struct Store {
    state: RwLock<State>,
    revision: watch::Sender<u64>,
}

/// What the store holds at one moment; reading it holds writers off.
#[derive(Debug)]
pub(crate) struct State {
    revision: u64,
    /// Lists and watches can start at this revision and later ones.
    oldest: u64,
    objects: BTreeMap<Key, Arc<Object>>,
    history: VecDeque<Arc<Event>>,
    history_limit: usize,
}

impl Store {
    /// An empty store that remembers at most `history_limit` events.
    pub(crate) fn new(history_limit: usize) -> Self {
        let state = State {
            revision: 1,
            oldest: 1,
            objects: BTreeMap::new(),
            history: VecDeque::new(),
            history_limit: history_limit.max(1),
        };
        Self { state: RwLock::new(state), revision: watch::Sender::new(1) }
    }

    pub(crate) fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs one transaction. `change` checks everything before its first write, so an error changes nothing.
    pub(crate) fn write<T>(&self, change: impl FnOnce(&mut State) -> Result<T, Status>) -> Result<T, Status> {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let result = change(&mut state);
        let revision = state.revision;
        drop(state);
        self.revision.send_if_modified(|announced| {
            let newer = *announced != revision;
            *announced = revision;
            newer
        });
        result
    }

    /// The latest resource version, awaitable.
    pub(crate) fn subscribe(&self) -> watch::Receiver<u64> {
        self.revision.subscribe()
    }

    /// Makes everything older than the present impossible to list or to start a watch from.
    /// Watches that are open go on.
    pub(crate) fn compact(&self) {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        state.oldest = state.revision;
    }
}

impl State {
    pub(crate) fn revision(&self) -> u64 {
        self.revision
    }

    pub(crate) fn oldest(&self) -> u64 {
        self.oldest
    }

    pub(crate) fn objects(&self) -> &BTreeMap<Key, Arc<Object>> {
        &self.objects
    }

    pub(crate) fn get(&self, key: &Key) -> Option<&Arc<Object>> {
        self.objects.get(key)
    }

    /// Creates or replaces an object under the next resource version.
    pub(crate) fn put(&mut self, key: Key, content: Map<String, Value>) -> Arc<Object> {
        self.revision += 1;
        let object = Object::new(key.clone(), self.revision, content);
        let change = self.objects.insert(key, Arc::clone(&object)).map_or(Change::Created, Change::Updated);
        self.record(Event { object: Arc::clone(&object), change });
        object
    }

    /// Removes an object and gives its last content, at the resource version of the deletion.
    pub(crate) fn remove(&mut self, key: &Key) -> Option<Arc<Object>> {
        let before = self.objects.remove(key)?;
        self.revision += 1;
        let object = before.at_revision(self.revision);
        self.record(Event { object: Arc::clone(&object), change: Change::Deleted(before) });
        Some(object)
    }

    fn record(&mut self, event: Event) {
        self.history.push_back(Arc::new(event));
        if self.history.len() > self.history_limit
            && let Some(forgotten) = self.history.pop_front()
        {
            self.oldest = self.oldest.max(forgotten.object.revision);
        }
    }

    /// The events after a revision, oldest first, or nothing when some of them are forgotten.
    pub(crate) fn events_after(&self, revision: u64) -> Option<impl Iterator<Item = &Arc<Event>>> {
        let start = self.history.partition_point(|event| event.object.revision <= revision);
        let forgotten = self.history.front().map_or(self.revision, |event| event.object.revision - 1);
        (revision >= forgotten).then(|| self.history.range(start..))
    }
}
