//! Ingresses in sets and maps in the order in which they are read.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::entry::{Entry, reading_order};

#[derive(Debug, Clone)]
pub(super) struct ByAge(pub(super) Arc<Entry>);

impl Ord for ByAge {
    fn cmp(&self, other: &Self) -> Ordering {
        if Arc::ptr_eq(&self.0, &other.0) { Ordering::Equal } else { reading_order(&self.0, &other.0) }
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
