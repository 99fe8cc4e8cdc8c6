//! A value as a tier gives it back.

use std::cmp::Reverse;
use std::time::Duration;

use bytes::Bytes;

use super::Lifetime;

/// What the upstream said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// It has the thing, encoded by the caller.
    Found(Bytes),
    /// It has no such thing.
    Absent,
}

impl Value {
    /// The size of its content in bytes.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Found(bytes) => bytes.len(),
            Self::Absent => 0,
        }
    }
}

/// A value and how old it is by now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stored {
    pub(super) value: Value,
    pub(super) lifetime: Lifetime,
    pub(super) age: Duration,
}

impl Stored {
    pub(super) fn is_fresh(&self) -> bool {
        self.age < self.lifetime.fresh
    }

    /// Whether it is the one to serve of two that are known: the one that is fresh for longer, else the younger.
    pub(super) fn is_better_than(&self, other: &Self) -> bool {
        let worth = |stored: &Self| (stored.lifetime.fresh.saturating_sub(stored.age), Reverse(stored.age));
        worth(self) > worth(other)
    }

    /// The time until it is gone, unless it is already.
    pub(super) fn remaining(&self) -> Option<Duration> {
        self.lifetime.total().checked_sub(self.age).filter(|remaining| !remaining.is_zero())
    }
}
