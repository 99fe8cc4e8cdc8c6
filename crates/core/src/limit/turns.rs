//! Turns at work of which little can go on at once: shared by key, and waited for within bounds.
//!
//! Whoever comes takes a place, of which each key has a few. A key waits for its own turn first, and only then with the
//! others, so that the many of one key stand before nobody else's first.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Weak};
use std::time::Duration;

use parking_lot::Mutex;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::{ConcurrencyLimit, Full, Permit};

/// How much goes on and how much waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TurnLimits {
    /// How much goes on at once; of each key it is one.
    pub at_once: usize,
    /// The places of all keys, of those who wait and of those who have a turn.
    pub places: u32,
    /// The places of one key.
    pub places_per_key: u32,
    /// Nobody waits longer.
    pub patience: Duration,
}

/// Turns for each key; clones share them. Only keys with a place use memory.
#[derive(Debug)]
pub struct Turns<K> {
    places: ConcurrencyLimit<K>,
    own: Arc<Mutex<HashMap<K, Weak<Semaphore>>>>,
    all: Arc<Semaphore>,
    patience: Duration,
}

/// A place to wait at, given back when it is dropped.
#[derive(Debug)]
pub struct Place<K: Hash + Eq> {
    own: Arc<Semaphore>,
    all: Arc<Semaphore>,
    patience: Duration,
    _permit: Permit<K>,
}

/// A turn, over when it is dropped.
#[derive(Debug)]
pub struct Turn {
    _own: OwnedSemaphorePermit,
    _all: OwnedSemaphorePermit,
}

/// It took too long until there was a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaitedTooLong;

impl<K: Hash + Eq + Clone> Turns<K> {
    /// Turns within these limits.
    pub fn new(limits: TurnLimits) -> Self {
        Self {
            places: ConcurrencyLimit::new(Some(limits.places), Some(limits.places_per_key)),
            own: Arc::default(),
            all: Arc::new(Semaphore::new(limits.at_once)),
            patience: limits.patience,
        }
    }

    /// Takes a place for this key.
    ///
    /// # Errors
    /// All are taken, of the key or of all.
    pub fn place(&self, key: K) -> Result<Place<K>, Full> {
        let permit = self.places.acquire(key.clone())?;
        let mut all_own = self.own.lock();
        // There are no more of them than places.
        all_own.retain(|_, own| own.strong_count() > 0);
        let known = all_own.get(&key).and_then(Weak::upgrade);
        let own = known.unwrap_or_else(|| {
            let own = Arc::new(Semaphore::new(1));
            all_own.insert(key, Arc::downgrade(&own));
            own
        });
        drop(all_own);
        Ok(Place { own, all: Arc::clone(&self.all), patience: self.patience, _permit: permit })
    }

    /// How many places are taken.
    pub fn taken(&self) -> u32 {
        self.places.taken()
    }
}

impl<K: Hash + Eq> Place<K> {
    /// Waits for a turn: behind those of the same key, then behind one of each other key.
    ///
    /// # Errors
    /// It takes longer than anybody waits.
    pub async fn turn(&self) -> Result<Turn, WaitedTooLong> {
        let waiting = async {
            let own = Arc::clone(&self.own).acquire_owned().await.ok()?;
            let all = Arc::clone(&self.all).acquire_owned().await.ok()?;
            Some(Turn { _own: own, _all: all })
        };
        timeout(self.patience, waiting).await.ok().flatten().ok_or(WaitedTooLong)
    }
}

impl<K> Clone for Turns<K> {
    fn clone(&self) -> Self {
        Self {
            places: self.places.clone(),
            own: Arc::clone(&self.own),
            all: Arc::clone(&self.all),
            patience: self.patience,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt as _;
    use tokio::time::Instant;

    const LIMITS: TurnLimits =
        TurnLimits { at_once: 2, places: 6, places_per_key: 4, patience: Duration::from_secs(10) };

    #[tokio::test(start_paused = true)]
    async fn a_key_with_many_waiting_leaves_a_turn_to_the_next_key() {
        let turns = Turns::new(LIMITS);
        let of_many: Vec<_> = (0..4).map(|_| turns.place("many").unwrap()).collect();
        let first = of_many[0].turn().await.unwrap();
        let mut second = Box::pin(of_many[1].turn());
        assert!(second.as_mut().now_or_never().is_none(), "one turn of a key at a time");
        let one = turns.place("one").unwrap();
        let other = one.turn().now_or_never().expect("does not wait").unwrap();
        drop(first);
        assert!(second.await.is_ok());
        drop(other);
    }

    #[tokio::test(start_paused = true)]
    async fn keys_take_turns_in_the_order_in_which_they_came() {
        let turns = Turns::new(TurnLimits { at_once: 1, ..LIMITS });
        let places = ["a", "a", "b"].map(|key| turns.place(key).unwrap());
        let first = places[0].turn().await.unwrap();
        let mut again = Box::pin(places[1].turn());
        let mut other = Box::pin(places[2].turn());
        assert!(again.as_mut().now_or_never().is_none() && other.as_mut().now_or_never().is_none());
        drop(first);
        assert!(again.as_mut().now_or_never().is_none(), "b stood in the line of all before");
        let other = other.now_or_never().expect("its turn").unwrap();
        drop(other);
        assert!(again.now_or_never().expect("its turn").is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_waits_for_ever() {
        let turns = Turns::new(LIMITS);
        let (held, waiting) = (turns.place("a").unwrap(), turns.place("a").unwrap());
        let _turn = held.turn().await.unwrap();
        let began = Instant::now();
        assert_eq!(waiting.turn().await.unwrap_err(), WaitedTooLong);
        assert_eq!(began.elapsed(), LIMITS.patience);
    }

    #[test]
    fn places_are_few_for_a_key_and_for_all_and_come_back() {
        let turns = Turns::new(LIMITS);
        let mut places: Vec<_> = (0..4).map(|_| turns.place(0).unwrap()).collect();
        assert_eq!(turns.place(0).unwrap_err(), Full::Key);
        places.extend([turns.place(1).unwrap(), turns.place(2).unwrap()]);
        assert_eq!(turns.place(3).unwrap_err(), Full::Total);
        drop(places);
        assert_eq!(turns.taken(), 0);
        for key in 0..100 {
            drop(turns.place(key).unwrap());
        }
        assert!(turns.own.lock().len() <= 1, "keys without a place are forgotten");
    }
}
