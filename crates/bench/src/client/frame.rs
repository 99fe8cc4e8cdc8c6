//! One frame of the stream as a client needs it: rows reduced to digests, so that a thousand clients' states fit.

use std::hash::BuildHasher as _;

use foldhash::quality::FixedState;
use kube_ingress_dash_model::event::Event;
use kube_ingress_dash_model::finding::FindingSet;
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_model::status::NamespaceStatus;

use super::keys::{Key, Keys};
use crate::churn;
use crate::outcome::Result;

/// A frame that was read.
#[derive(Debug)]
pub(crate) struct Frame {
    /// The line `id`.
    pub(crate) id: Option<String>,
    pub(crate) content: Content,
    /// The number of the change of the [churn](crate::churn) that it tells of, if it tells of a single one.
    pub(crate) change: Option<usize>,
}

/// What a frame says.
#[derive(Debug)]
pub(crate) enum Content {
    Reset,
    Upsert(Vec<(Key, u64)>),
    Remove(Vec<Key>),
    /// States of watches; with the scope come all that there are.
    Status {
        all: bool,
        namespaces: Vec<NamespaceStatus>,
    },
    Ready,
    /// A heartbeat, a comment, the line `retry`.
    Nothing,
}

impl Frame {
    pub(crate) fn read(bytes: &[u8], keys: &Keys) -> Result<Self> {
        let (mut id, mut name, mut data) = (None, "", "");
        for line in str::from_utf8(bytes)?.lines() {
            match line.split_once(": ") {
                Some(("id", value)) => id = Some(value.to_owned()),
                Some(("event", value)) => name = value,
                Some(("data", value)) => data = value,
                _ => {}
            }
        }
        let event = if name.is_empty() {
            None
        } else {
            Event::deserialize(name, &mut serde_json::Deserializer::from_str(data))?
        };
        let (content, change) = match event {
            None | Some(Event::Heartbeat(_)) => (Content::Nothing, None),
            Some(Event::Reset(_)) => (Content::Reset, None),
            Some(Event::Status(status)) => {
                (Content::Status { all: status.scope.is_some(), namespaces: status.namespaces }, None)
            }
            Some(Event::Ready(_)) => (Content::Ready, None),
            Some(Event::Upsert(upsert)) => {
                let change = match upsert.ingresses.as_slice() {
                    [row] => churn::change_of_row(row),
                    _ => None,
                };
                let rows = upsert.ingresses.into_iter().map(std::sync::Arc::unwrap_or_clone);
                (Content::Upsert(rows.map(|row| (keys.number(row.key()), digest(row))).collect()), change)
            }
            Some(Event::Remove(remove)) => {
                let change = match remove.keys.as_slice() {
                    [key] => churn::change_of_removal(key),
                    _ => None,
                };
                (Content::Remove(numbers(remove.keys, keys)), change)
            }
        };
        // A row of a full state is no change.
        let change = change.filter(|_| id.is_some());
        Ok(Self { id, content, change })
    }

    /// Whether every client that follows must be sent these very bytes.
    pub(crate) fn is_shared(&self) -> bool {
        let is_change =
            matches!(self.content, Content::Upsert(_) | Content::Remove(_) | Content::Status { .. });
        self.id.is_some() && is_change
    }
}

fn numbers(keys: Vec<IngressKey>, known: &Keys) -> Vec<Key> {
    keys.into_iter().map(|key| known.number(key)).collect()
}

/// Tells a row apart from all others by what its object says: the time at which a server saw it change differs between
/// replicas, and what is found about it is not in a list of the API server.
pub(crate) fn digest(mut row: Ingress) -> u64 {
    row.changed_at = None;
    row.findings = FindingSet::default();
    let bytes = serde_json::to_vec(&row).unwrap_or_default();
    FixedState::default().hash_one(bytes)
}
