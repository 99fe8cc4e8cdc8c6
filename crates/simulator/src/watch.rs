//! WATCH: first the present where the client asked for it, then every change as it comes, as JSON lines.
//! A watch is a cursor over the store's history, so a slow client costs nothing but its place in it.

use std::collections::VecDeque;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{Stream, stream};
use serde_json::{Map, Value, json};
use tokio::time::{Instant, MissedTickBehavior};

use crate::counts::OpenWatch;
use crate::object::Object;
use crate::query::Query;
use crate::representation::Representation;
use crate::selector::Selection;
use crate::status::Status;
use crate::store::{Event, Store};

/// Bytes after which a chunk is handed to the connection though more events are at hand.
const CHUNK: usize = 64 * 1024;

/// How the server treats watches.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Habits {
    pub(crate) bookmark_interval: Duration,
    /// When a watch ends whose client does not say.
    pub(crate) timeout: Duration,
    pub(crate) streaming_lists: bool,
}

/// A watch that is about to stream.
#[derive(Debug)]
pub(crate) struct Watch {
    store: Arc<Store>,
    selection: Selection,
    representation: Representation,
    /// Objects of the initial state that are still to be sent.
    initial: VecDeque<Arc<Object>>,
    /// Whether the end of the initial state is to be marked.
    mark_initial_end: bool,
    /// All events up to this resource version have been sent or do not concern the selection.
    position: u64,
    bookmarks: bool,
    /// Whether nothing has been sent yet.
    first: bool,
    deadline: Instant,
    bookmark_interval: Duration,
}

impl Watch {
    /// Opens a watch. What is wrong with the parameters is an error here;
    /// a resource version that is too old is an event of the stream, as in the API server.
    pub(crate) fn open(
        store: &Arc<Store>,
        selection: Selection,
        query: &Query,
        representation: Representation,
        habits: Habits,
    ) -> Result<Self, Status> {
        let version = query.number::<u64>("resourceVersion")?.filter(|version| *version != 0);
        let timeout = query.number::<u32>("timeoutSeconds")?.filter(|seconds| *seconds != 0);
        let timeout = timeout.map_or(habits.timeout, |seconds| Duration::from_secs(seconds.into()));
        let bookmarks = query.flag("allowWatchBookmarks");
        let streaming = if habits.streaming_lists { initial_events(query)? } else { None };
        let state = store.read();
        let (initial, position) = match (streaming, version) {
            (Some(false), None) => (VecDeque::new(), state.revision()),
            (Some(true), _) | (None, None) => {
                let page = state.page(&selection, state.revision(), None, usize::MAX)?;
                (page.objects.into(), page.revision)
            }
            (Some(false) | None, Some(version)) => (VecDeque::new(), version),
        };
        drop(state);
        Ok(Self {
            store: Arc::clone(store),
            selection,
            representation,
            initial,
            mark_initial_end: streaming == Some(true) && bookmarks,
            position,
            bookmarks,
            first: true,
            deadline: Instant::now() + timeout,
            bookmark_interval: habits.bookmark_interval,
        })
    }

    /// The chunks of the answer's body; ends at the timeout, when closed, or after an error event.
    pub(crate) fn stream(self, entry: OpenWatch) -> impl Stream<Item = Bytes> + Send {
        let expired = self.position < self.store.read().oldest();
        let revisions = self.store.subscribe();
        let mut bookmarks = tokio::time::interval_at(
            Instant::now() + self.bookmark_interval,
            self.bookmark_interval.max(Duration::from_millis(1)),
        );
        bookmarks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        stream::unfold(Some((self, entry, revisions, bookmarks, expired)), async |state| {
            let (mut watch, mut entry, mut revisions, mut bookmarks, expired) = state?;
            if expired {
                return Some((watch.too_old(), None));
            }
            let mut timeout = pin!(tokio::time::sleep_until(watch.deadline));
            loop {
                revisions.mark_unchanged();
                match watch.ready_chunk() {
                    Ok(chunk) if chunk.is_empty() => {}
                    Ok(chunk) => {
                        return Some((chunk.into(), Some((watch, entry, revisions, bookmarks, false))));
                    }
                    Err(Forgotten) => return Some((watch.too_old(), None)),
                }
                tokio::select! {
                    biased;
                    changed = revisions.changed() => if changed.is_err() { return None },
                    Some(bytes) = entry.injected.recv() => {
                        return Some((bytes, Some((watch, entry, revisions, bookmarks, false))));
                    }
                    () = entry.closed.cancelled() => return None,
                    () = &mut timeout => return watch.bookmarks.then(|| (watch.bookmark(), None)),
                    _ = bookmarks.tick(), if watch.bookmarks => {
                        return Some((watch.bookmark(), Some((watch, entry, revisions, bookmarks, false))));
                    }
                }
            }
        })
    }

    /// What can be sent now, empty when there is nothing.
    fn ready_chunk(&mut self) -> Result<Vec<u8>, Forgotten> {
        let mut chunk = Vec::new();
        while let Some(object) = self.initial.pop_front() {
            self.line("ADDED", &object, &mut chunk);
            if chunk.len() >= CHUNK {
                return Ok(chunk);
            }
        }
        if std::mem::take(&mut self.mark_initial_end) {
            let end = json!({"k8s.io/initial-events-end": "true"});
            chunk.extend_from_slice(&self.bookmark_line(Some(end)));
        }
        let store = Arc::clone(&self.store);
        let state = store.read();
        for event in state.events_after(self.position).ok_or(Forgotten)? {
            self.position = event.object.revision;
            self.event_line(event, &mut chunk);
            if chunk.len() >= CHUNK {
                break;
            }
        }
        Ok(chunk)
    }

    fn event_line(&mut self, event: &Event, chunk: &mut Vec<u8>) {
        let matches = |object: &&Arc<Object>| self.selection.matches(object);
        match (event.before().filter(matches), event.after().filter(matches)) {
            (None, None) => {}
            (None, Some(object)) => self.line("ADDED", object, chunk),
            (Some(_), Some(object)) => self.line("MODIFIED", object, chunk),
            (Some(_), None) if event.after().is_none() => {
                self.line("DELETED", &event.object, chunk);
            }
            (Some(left), None) => {
                self.line("DELETED", &left.at_revision(event.object.revision), chunk);
            }
        }
    }

    fn line(&mut self, kind: &str, object: &Object, chunk: &mut Vec<u8>) {
        chunk.extend_from_slice(b"{\"type\":\"");
        chunk.extend_from_slice(kind.as_bytes());
        chunk.extend_from_slice(b"\",\"object\":");
        self.representation.encode(object, self.first, chunk);
        chunk.extend_from_slice(b"}\n");
        self.first = false;
    }

    fn bookmark(&self) -> Bytes {
        self.bookmark_line(None)
    }

    fn bookmark_line(&self, annotations: Option<Value>) -> Bytes {
        let mut metadata = Map::new();
        metadata.insert("resourceVersion".to_owned(), self.position.to_string().into());
        if let Some(annotations) = annotations {
            metadata.insert("annotations".to_owned(), annotations);
        }
        let object = self.representation.bookmark(self.selection.resource, metadata);
        line_of(&json!({"type": "BOOKMARK", "object": object}))
    }

    fn too_old(&self) -> Bytes {
        let status = Status::resource_version_too_old(self.position, self.store.read().oldest());
        line_of(&json!({"type": "ERROR", "object": status.to_json()}))
    }
}

/// The cursor points to where the history no longer reaches.
struct Forgotten;

fn line_of(event: &Value) -> Bytes {
    format!("{event}\n").into()
}

/// The parameter `sendInitialEvents`, which needs its companions.
fn initial_events(query: &Query) -> Result<Option<bool>, Status> {
    if query.text("sendInitialEvents").is_empty() {
        return Ok(None);
    }
    if query.text("resourceVersionMatch") != "NotOlderThan" {
        return Err(Status::bad_request(
            "resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan",
        ));
    }
    Ok(Some(query.flag("sendInitialEvents")))
}
