//! The events of `GET /api/ingresses/stream`.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};

use crate::ingress::Ingress;
use crate::key::IngressKey;
use crate::position::Position;
use crate::status::{NamespaceStatus, Scope};

/// One event: serialized as the JSON of its `data` line alone, its name being in the line `event`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum Event {
    /// What follows until `ready` replaces everything.
    Reset(Reset),
    /// Add or replace by key.
    Upsert(Upsert),
    /// Delete by key.
    Remove(Remove),
    /// The state of watches that changed.
    Status(Status),
    /// The full state is complete, or a resume has replayed all.
    Ready(Ready),
    /// Nothing happened, and the connection is alive.
    Heartbeat(Heartbeat),
}

/// Data of `reset`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reset {
    /// Why the client starts anew.
    pub reason: ResetReason,
}

/// Why a client starts anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ResetReason {
    /// The client gave no position.
    Initial,
    /// The position is of this epoch and cannot be resumed.
    Expired,
    /// The position is not of this epoch.
    UnknownEpoch,
    /// The client read too slowly.
    Overflow,
}

impl ResetReason {
    /// Whether the client's position was of no use, so that the whole state follows where only changes were asked for.
    pub const fn is_lost_place(self) -> bool {
        matches!(self, Self::Expired | Self::UnknownEpoch)
    }

    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Initial => "initial",
            Self::Expired => "expired",
            Self::UnknownEpoch => "unknown-epoch",
            Self::Overflow => "overflow",
        }
    }
}

/// Data of `upsert`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Upsert {
    /// The rows to add or replace; a full state comes in batches of at most 500.
    pub ingresses: Vec<Arc<Ingress>>,
}

/// Data of `remove`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Remove {
    /// The rows to delete.
    pub keys: Vec<IngressKey>,
}

/// Data of `status`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Status {
    /// What is watched; absent when it has not changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// The namespaces whose watch changed.
    pub namespaces: Vec<NamespaceStatus>,
}

/// Data of `ready`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ready {
    /// How many rows the client's selection has.
    pub count: usize,
    /// Up to where the client has everything.
    pub position: Position,
}

/// Data of `heartbeat`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Heartbeat {
    /// The server's clock.
    #[serde(deserialize_with = "crate::written_time::read")]
    pub time: Timestamp,
    /// Up to where the client has everything.
    pub position: Position,
}

/// The most rows in one `upsert` of a full state.
pub const BATCH: usize = 500;

impl Event {
    /// Every name, in the order of the protocol.
    pub const NAMES: [&'static str; 6] = ["reset", "upsert", "remove", "status", "ready", "heartbeat"];

    /// The name in the SSE `event:` line.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Reset(_) => "reset",
            Self::Upsert(_) => "upsert",
            Self::Remove(_) => "remove",
            Self::Status(_) => "status",
            Self::Ready(_) => "ready",
            Self::Heartbeat(_) => "heartbeat",
        }
    }

    /// Reads the data of an event of this name; `None` for a name that this version does not know.
    pub fn deserialize<'de, D: Deserializer<'de>>(name: &str, data: D) -> Result<Option<Self>, D::Error> {
        Ok(Some(match name {
            "reset" => Self::Reset(Reset::deserialize(data)?),
            "upsert" => Self::Upsert(Upsert::deserialize(data)?),
            "remove" => Self::Remove(Remove::deserialize(data)?),
            "status" => Self::Status(Status::deserialize(data)?),
            "ready" => Self::Ready(Ready::deserialize(data)?),
            "heartbeat" => Self::Heartbeat(Heartbeat::deserialize(data)?),
            _ => return Ok(None),
        }))
    }
}
