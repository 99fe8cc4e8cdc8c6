//! A sorted set that is gone through much more often than it changes.
//!
//! It lies in few large pieces, since the nodes of a tree are so small that going from one to the next takes most of the
//! time. A change moves what comes after it in one piece alone.

/// How many items a piece has at most.
const FULL: usize = 256;

/// Items in their order, each once.
#[derive(Debug)]
pub(super) struct Sorted<T>(Vec<Vec<T>>);

impl<T> Default for Sorted<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Ord> Sorted<T> {
    /// Adds the item, unless an equal one is there.
    pub(super) fn insert(&mut self, item: T) {
        let index = self.piece_of(&item);
        let Some(piece) = self.0.get_mut(index) else {
            self.0.push(vec![item]);
            return;
        };
        let Err(place) = piece.binary_search(&item) else { return };
        piece.insert(place, item);
        if piece.len() > FULL {
            let rest = piece.split_off(FULL / 2);
            self.0.insert(index + 1, rest);
        }
    }

    /// Takes away what is equal to the item.
    pub(super) fn remove(&mut self, item: &T) {
        let index = self.piece_of(item);
        let Some(piece) = self.0.get_mut(index) else { return };
        if let Ok(place) = piece.binary_search(item) {
            piece.remove(place);
        }
        if piece.is_empty() {
            self.0.remove(index);
        }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.0.iter().map(Vec::len).sum()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter().flatten()
    }

    /// The piece that has the item, or would have it.
    fn piece_of(&self, item: &T) -> usize {
        let after = self.0.partition_point(|piece| piece.first().is_some_and(|first| first <= item));
        after.saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_holds_what_a_set_holds(
            changes in prop::collection::vec((any::<bool>(), 0..1_000_u16), 0..4_000),
        ) {
            let (mut sorted, mut set) = (Sorted::default(), BTreeSet::new());
            for (is_there, item) in changes {
                if is_there {
                    sorted.insert(item);
                    set.insert(item);
                } else {
                    sorted.remove(&item);
                    set.remove(&item);
                }
            }
            prop_assert!(sorted.iter().eq(&set));
            prop_assert_eq!((sorted.len(), sorted.is_empty()), (set.len(), set.is_empty()));
        }

        #[test]
        fn many_are_in_order_too(items in prop::collection::vec(any::<u32>(), 3 * FULL..5 * FULL)) {
            let mut sorted = Sorted::default();
            for item in &items {
                sorted.insert(*item);
            }
            prop_assert!(sorted.iter().eq(&items.iter().copied().collect::<BTreeSet<_>>()));
            prop_assert!(sorted.0.len() > 1 && sorted.0.iter().all(|piece| (1..=FULL).contains(&piece.len())));
            for item in &items {
                sorted.remove(item);
            }
            prop_assert!(sorted.is_empty());
        }
    }
}
