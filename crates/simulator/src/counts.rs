//! What clients cost the API server: requests by call and answer, and the watches that are open now.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use crate::call::Call;
use crate::matching::Match;

/// A reading of the counters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// How many requests were answered, by call and HTTP status code. A watch counts when it opens.
    pub requests: BTreeMap<(Call, u16), u64>,
    /// How many requests have no answer, by call: a fault took it, the client went away, or it is not there yet.
    pub unanswered: BTreeMap<Call, u64>,
    /// How many watches are open, by call.
    pub open_watches: BTreeMap<Call, usize>,
}

impl Counts {
    /// The number of matching requests that have come, answered or not.
    pub fn requests(&self, when: &Match) -> u64 {
        let answered = self.requests.iter().filter(|((call, _), _)| when.matches(call));
        let unanswered = self.unanswered.iter().filter(|(call, _)| when.matches(call));
        answered.map(|(_, count)| count).sum::<u64>() + unanswered.map(|(_, count)| count).sum::<u64>()
    }

    /// The number of matching requests that were answered with this status code.
    pub fn answered(&self, when: &Match, code: u16) -> u64 {
        let matches = |(call, answered): &(Call, u16)| *answered == code && when.matches(call);
        self.requests.iter().filter(|(key, _)| matches(key)).map(|(_, count)| count).sum()
    }

    /// The number of matching open watches.
    pub fn open_watches(&self, when: &Match) -> usize {
        self.open_watches.iter().filter(|(call, _)| when.matches(call)).map(|(_, count)| count).sum()
    }
}

/// Keeps the counters, and the means to end each open watch.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    entries: Mutex<Entries>,
    arrivals: watch::Sender<()>,
    open: watch::Sender<usize>,
}

#[derive(Debug, Default)]
struct Entries {
    requests: BTreeMap<(Call, u16), u64>,
    unanswered: BTreeMap<Call, u64>,
    last_watch: u64,
    watches: BTreeMap<u64, Handle>,
}

/// The server's side of an open watch.
#[derive(Debug)]
struct Handle {
    call: Call,
    closed: CancellationToken,
    injected: mpsc::UnboundedSender<Bytes>,
}

/// An entry of an open watch; the watch is over when this is dropped.
#[derive(Debug)]
pub(crate) struct OpenWatch {
    ledger: Arc<Ledger>,
    id: u64,
    /// Cancelled when the server wants the watch to end.
    pub(crate) closed: CancellationToken,
    /// Brings what is to stand between the events.
    pub(crate) injected: mpsc::UnboundedReceiver<Bytes>,
}

impl Ledger {
    /// A request has come. It is unanswered until [`answer`](Self::answer) says otherwise.
    pub(crate) fn arrive(&self, call: &Call) {
        *self.lock().unanswered.entry(call.clone()).or_default() += 1;
        self.arrivals.send_replace(());
    }

    /// A request that has come is answered with this status code.
    pub(crate) fn answer(&self, call: Call, code: u16) {
        let mut entries = self.lock();
        if let Some(count) = entries.unanswered.get_mut(&call) {
            *count -= 1;
            if *count == 0 {
                entries.unanswered.remove(&call);
            }
        }
        *entries.requests.entry((call, code)).or_default() += 1;
    }

    pub(crate) fn open_watch(self: &Arc<Self>, call: &Call) -> OpenWatch {
        let mut entries = self.lock();
        entries.last_watch += 1;
        let id = entries.last_watch;
        let closed = CancellationToken::new();
        let (sender, injected) = mpsc::unbounded_channel();
        let handle = Handle { call: call.clone(), closed: closed.clone(), injected: sender };
        entries.watches.insert(id, handle);
        self.open.send_replace(entries.watches.len());
        OpenWatch { ledger: Arc::clone(self), id, closed, injected }
    }

    /// Ends the matching watches; their streams end as after a timeout.
    pub(crate) fn close_watches(&self, when: &Match) {
        let entries = self.lock();
        for watch in entries.watches.values().filter(|watch| when.matches(&watch.call)) {
            watch.closed.cancel();
        }
    }

    /// Sends these bytes over the matching watches, and says over how many.
    pub(crate) fn inject(&self, when: &Match, bytes: &Bytes) -> usize {
        let entries = self.lock();
        let matching = entries.watches.values().filter(|watch| when.matches(&watch.call));
        matching.filter(|watch| watch.injected.send(bytes.clone()).is_ok()).count()
    }

    /// Tells of each request that comes.
    pub(crate) fn arrivals(&self) -> watch::Receiver<()> {
        self.arrivals.subscribe()
    }

    /// The number of open watches, awaitable.
    pub(crate) fn open_watches(&self) -> watch::Receiver<usize> {
        self.open.subscribe()
    }

    pub(crate) fn read(&self) -> Counts {
        let entries = self.lock();
        let mut open_watches = BTreeMap::new();
        for watch in entries.watches.values() {
            *open_watches.entry(watch.call.clone()).or_default() += 1;
        }
        Counts { requests: entries.requests.clone(), unanswered: entries.unanswered.clone(), open_watches }
    }

    fn lock(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for OpenWatch {
    fn drop(&mut self) {
        let mut entries = self.ledger.lock();
        entries.watches.remove(&self.id);
        self.ledger.open.send_replace(entries.watches.len());
    }
}
