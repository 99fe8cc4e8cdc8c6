//! What the server tells of an Ingress beyond its row, read once for all that shows a part of it.

use kube_ingress_dash_model::detail::BeyondRow;
use leptos::prelude::*;

use crate::ask::Fetched;

/// What an answer tells; null if it is none.
pub(super) fn read(body: &str) -> Option<BeyondRow> {
    serde_json::from_str(body).ok()
}

/// The details. Copies are the same.
#[derive(Clone, Copy)]
pub struct Beyond {
    /// The answer as it came, and what failed.
    pub(super) fetched: Fetched,
    told: Memo<Option<BeyondRow>>,
}

impl Beyond {
    /// Reads the answers for as long as the present owner lives.
    pub(super) fn of(fetched: Fetched) -> Self {
        Self { fetched, told: fetched.read(read) }
    }

    /// The object as YAML, if it is known by now.
    pub(super) fn yaml_untracked(self) -> Option<String> {
        self.told.with_untracked(|told| told.as_ref().map(|told| told.yaml.clone()))
    }

    /// A part of the last answer; none while there is none.
    pub(super) fn part<T>(self, part: fn(&BeyondRow) -> Option<T>) -> Memo<Option<T>>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.told.with(|told| told.as_ref().and_then(part)))
    }
}
