//! Concurrent equal reads share one fetch, so that a thousand users who open the same page cost the upstream one
//! call.
//!
//! A fetch belongs to nobody in particular: whoever still waits for it carries it on. It therefore survives the
//! caller that began it, and ends unfinished with the last one that waits. Its entry is owned by the fetch itself
//! and goes with it, so that the number of entries is the number of fetches under way.

use std::collections::HashMap;
use std::hash::Hash;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Shared, WeakShared};
use parking_lot::Mutex;

#[cfg(test)]
mod tests;

/// The fetches under way, by what they fetch.
pub struct Flights<K, V, E>(Arc<Table<K, V, E>>);

/// What became of a fetch, and whose it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Landing<V, E> {
    /// The same for all who shared the fetch.
    pub outcome: Result<V, E>,
    /// Whether this caller began it.
    pub role: Role,
}

/// A caller's part in a fetch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// It began the fetch.
    Led,
    /// It joined one that was under way.
    Joined,
}

/// A fetch panicked. All who shared it get this as their error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an internal error: a read panicked; the log says where")]
pub struct Panicked;

type Outcome<V, E> = BoxFuture<'static, Result<V, E>>;
type Table<K, V, E> = Mutex<Flying<K, V, E>>;

struct Flying<K, V, E> {
    flights: HashMap<K, Flight<V, E>>,
    /// Tells apart flights of the same key, of which one may still be ending while the next has begun.
    begun: u64,
}

struct Flight<V, E> {
    number: u64,
    outcome: WeakShared<Outcome<V, E>>,
}

impl<K, V, E> Flights<K, V, E>
where
    K: Eq + Hash + Clone + Send + 'static,
    V: Clone + Send + Sync + 'static,
    E: Clone + From<Panicked> + Send + Sync + 'static,
{
    /// The outcome of the fetch of `key` that is under way, else of this one.
    ///
    /// A `fetch` must not wait for another of the same key: it would wait for itself.
    pub async fn share<F>(&self, key: K, fetch: F) -> Landing<V, E>
    where
        F: Future<Output = Result<V, E>> + Send + 'static,
    {
        let (outcome, role) = self.join(key, fetch);
        Landing { outcome: outcome.await, role }
    }

    fn join<F>(&self, key: K, fetch: F) -> (Shared<Outcome<V, E>>, Role)
    where
        F: Future<Output = Result<V, E>> + Send + 'static,
    {
        let mut flying = self.0.lock();
        if let Some(outcome) = flying.flights.get(&key).and_then(|flight| flight.outcome.upgrade()) {
            return (outcome, Role::Joined);
        }
        flying.begun += 1;
        let number = flying.begun;
        let entry = Entry { table: Arc::clone(&self.0), key: key.clone(), number };
        let outcome = fly(entry, fetch).boxed().shared();
        if let Some(outcome) = outcome.downgrade() {
            flying.flights.insert(key, Flight { number, outcome });
        }
        (outcome, Role::Led)
    }
}

impl<K, V, E> Flights<K, V, E> {
    /// How many fetches are under way.
    pub fn len(&self) -> usize {
        self.0.lock().flights.len()
    }

    /// Whether none is under way.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<K, V, E> Default for Flights<K, V, E> {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Flying { flights: HashMap::new(), begun: 0 })))
    }
}

impl<K, V, E> Clone for Flights<K, V, E> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

/// A panic is caught where it happens, since the future's other owners would wait for ever.
async fn fly<K, V, E, F>(entry: Entry<K, V, E>, fetch: F) -> Result<V, E>
where
    K: Eq + Hash,
    E: From<Panicked>,
    F: Future<Output = Result<V, E>>,
{
    let _entry = entry;
    let outcome = AssertUnwindSafe(fetch).catch_unwind().await;
    outcome.unwrap_or_else(|_panic| Err(Panicked.into()))
}

/// Takes a flight from the table when the flight ends, whether with an outcome or for want of anybody who waits.
struct Entry<K: Eq + Hash, V, E> {
    table: Arc<Table<K, V, E>>,
    key: K,
    number: u64,
}

impl<K: Eq + Hash, V, E> Drop for Entry<K, V, E> {
    fn drop(&mut self) {
        let mut flying = self.table.lock();
        if flying.flights.get(&self.key).is_some_and(|flight| flight.number == self.number) {
            flying.flights.remove(&self.key);
        }
    }
}
