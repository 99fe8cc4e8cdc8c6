//! One event of the log.

use std::sync::OnceLock;

use bytes::Bytes;
use kube_ingress_dash_model::position::Position;

use super::Event;
use crate::viewer::{Selection, Sight};

/// An event that was published, and its encoding once somebody asked for it.
#[derive(Debug)]
pub struct Published {
    position: Position,
    audience: Audience,
    event: Event,
    encoded: OnceLock<Bytes>,
    /// The encoding for readers who may not know all that is found, where it is another.
    restricted: OnceLock<Bytes>,
}

/// Whom an event concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    /// Every reader.
    Everybody,
    /// Readers of this namespace.
    Namespace(String),
    /// Readers of this namespace who may know all that is found.
    Unrestricted(String),
    /// Readers who asked for this namespace by its name.
    Named(String),
}

impl Published {
    pub(super) fn new(position: Position, audience: Audience, event: Event) -> Self {
        Self { position, audience, event, encoded: OnceLock::new(), restricted: OnceLock::new() }
    }

    /// Where in the stream it stands.
    pub fn position(&self) -> &Position {
        &self.position
    }

    /// What was published: rows or keys of one namespace only.
    pub fn event(&self) -> &Event {
        &self.event
    }

    /// The event as bytes for readers of this sight, encoded by the first caller and shared by all later ones.
    pub fn encoded(&self, sight: Sight, encode: impl FnOnce(&Self) -> Bytes) -> Bytes {
        let encoded = match (&self.event, sight) {
            (Event::Upserted(rows), Sight::Restricted) if !rows.iter().all(|row| row.is_plain()) => {
                &self.restricted
            }
            _ => &self.encoded,
        };
        encoded.get_or_init(|| encode(self)).clone()
    }

    pub(super) fn concerns(&self, selection: &Selection) -> bool {
        match &self.audience {
            Audience::Everybody => true,
            Audience::Namespace(namespace) => selection.contains(namespace),
            Audience::Unrestricted(namespace) => !selection.is_restricted() && selection.contains(namespace),
            Audience::Named(namespace) => {
                selection.named().is_some_and(|namespaces| namespaces.contains(namespace))
            }
        }
    }
}
