//! So many at once, in all and for each key.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use parking_lot::Mutex;

/// Limits how much goes on at once. Only keys with something going on use memory; clones share the limit.
#[derive(Debug)]
pub struct ConcurrencyLimit<K> {
    total: Option<u32>,
    per_key: Option<u32>,
    taken: Arc<Mutex<Taken<K>>>,
}

#[derive(Debug)]
struct Taken<K> {
    total: u32,
    by_key: HashMap<K, u32>,
}

/// Which limit is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Full {
    /// The one for this key.
    Key,
    /// The one for all together.
    Total,
}

/// A place, given back when it is dropped.
#[derive(Debug)]
pub struct Permit<K: Hash + Eq> {
    key: K,
    taken: Arc<Mutex<Taken<K>>>,
}

impl<K: Hash + Eq + Clone> ConcurrencyLimit<K> {
    /// At most `total` at once, and `per_key` of them for one key; none is any number.
    pub fn new(total: Option<u32>, per_key: Option<u32>) -> Self {
        let taken = Taken { total: 0, by_key: HashMap::new() };
        Self { total, per_key, taken: Arc::new(Mutex::new(taken)) }
    }

    /// Takes a place for this key, or none of either kind.
    pub fn acquire(&self, key: K) -> Result<Permit<K>, Full> {
        let is_full = |taken: u32, limit: Option<u32>| limit.is_some_and(|limit| taken >= limit);
        let mut taken = self.taken.lock();
        let of_key = taken.by_key.get(&key).copied().unwrap_or_default();
        if is_full(of_key, self.per_key) {
            return Err(Full::Key);
        }
        if is_full(taken.total, self.total) {
            return Err(Full::Total);
        }
        taken.by_key.insert(key.clone(), of_key + 1);
        taken.total += 1;
        drop(taken);
        Ok(Permit { key, taken: Arc::clone(&self.taken) })
    }

    /// How many places are taken.
    pub fn taken(&self) -> u32 {
        self.taken.lock().total
    }

    /// How many keys have places.
    pub fn keys(&self) -> usize {
        self.taken.lock().by_key.len()
    }
}

impl<K> Clone for ConcurrencyLimit<K> {
    fn clone(&self) -> Self {
        Self { total: self.total, per_key: self.per_key, taken: Arc::clone(&self.taken) }
    }
}

impl<K: Hash + Eq> Drop for Permit<K> {
    fn drop(&mut self) {
        let mut taken = self.taken.lock();
        taken.total -= 1;
        if let Some(count) = taken.by_key.get_mut(&self.key) {
            *count -= 1;
            if *count == 0 {
                taken.by_key.remove(&self.key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_has_its_own_places() {
        let limit = ConcurrencyLimit::new(None, Some(2));
        let _first = [limit.acquire("a").unwrap(), limit.acquire("a").unwrap()];
        assert_eq!(limit.acquire("a").unwrap_err(), Full::Key);
        assert!(limit.acquire("b").is_ok());
    }

    #[test]
    fn there_are_only_so_many_in_all() {
        let limit = ConcurrencyLimit::new(Some(2), None);
        let _first = [limit.acquire("a").unwrap(), limit.acquire("b").unwrap()];
        assert_eq!(limit.acquire("c").unwrap_err(), Full::Total);
        assert_eq!((limit.taken(), limit.keys()), (2, 2), "a refusal takes nothing");
    }

    #[test]
    fn a_key_past_its_own_limit_hears_of_that_first() {
        let limit = ConcurrencyLimit::new(Some(1), Some(1));
        let _only = limit.acquire("a").unwrap();
        assert_eq!(limit.acquire("a").unwrap_err(), Full::Key);
    }

    #[test]
    fn places_come_back_and_their_keys_are_forgotten() {
        let limit = ConcurrencyLimit::new(Some(1), Some(1));
        for key in 0..1000 {
            drop(limit.acquire(key).unwrap());
        }
        assert_eq!((limit.taken(), limit.keys()), (0, 0));
    }

    #[test]
    fn a_panic_gives_the_place_back_as_well() {
        let limit = ConcurrencyLimit::new(Some(1), None);
        let place = limit.acquire("a").unwrap();
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(move || {
            let _place = place;
            panic!("on purpose");
        }));
        assert!(panicked.is_err());
        assert!(limit.acquire("a").is_ok());
    }

    #[test]
    fn without_limits_everybody_finds_a_place() {
        let limit = ConcurrencyLimit::new(None, None);
        let places: Vec<_> = (0..1000).map(|_| limit.acquire("a").unwrap()).collect();
        assert_eq!((limit.taken(), limit.keys()), (1000, 1));
        drop(places);
        assert_eq!(limit.taken(), 0);
    }
}
