//! What windows tell each other.

use kube_ingress_dash_model::position::Position;
use serde::{Deserialize, Serialize};

use crate::feed::link::Link;

/// What one window tells all others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::feed) enum Told {
    /// Somebody begins to follow and asks how things stand.
    Hello,
    /// An event of the stream.
    Frame {
        /// Where the stream stood before it.
        after: Position,
        /// Where it stands with it.
        position: Position,
        /// The event's name.
        name: String,
        /// The event's JSON.
        data: String,
    },
    /// How things stand.
    State {
        /// The connection of the window that streams.
        link: Link,
        /// Where its rows stand; null in the middle of a full state.
        position: Option<Position>,
    },
}
