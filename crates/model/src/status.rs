//! What is known about the watches behind the rows: honest answers to "is it me or the cluster?".

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What the server was asked to watch, and how it does so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Scope {
    /// One watch for the cluster, or one for each namespace.
    pub mode: ScopeMode,
    /// The namespaces watched; null is all of them.
    pub namespaces: Option<Vec<String>>,
    /// Why it is so, in one sentence.
    pub reason: String,
}

/// How the cluster is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum ScopeMode {
    /// One watch serves all namespaces.
    Cluster,
    /// Each namespace has a watch of its own, isolated from the others.
    Namespace,
}

/// The name under which the state of the one watch that all namespaces share is reported; no namespace can be called
/// so. It holds for every namespace.
pub const SHARED: &str = "*";

/// The state of one namespace's watch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct NamespaceStatus {
    /// The namespace.
    pub namespace: String,
    /// What its rows are worth.
    pub state: WatchState,
    /// Since when it has been in this state.
    #[serde(deserialize_with = "crate::written_time::read")]
    pub since: Timestamp,
    /// When the API server last confirmed the rows: a completed list, an event or a bookmark.
    #[serde(default, deserialize_with = "crate::written_time::read_optional")]
    pub last_sync: Option<Timestamp>,
    /// When the watch is tried again; null while it runs.
    #[serde(default, deserialize_with = "crate::written_time::read_optional")]
    pub next_attempt: Option<Timestamp>,
    /// How many rows the namespace has.
    pub ingresses: usize,
    /// What went wrong; null when nothing did.
    pub error: Option<WatchError>,
}

/// What the rows of a namespace are worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum WatchState {
    /// Never synced since the server's start.
    Connecting,
    /// Rows follow the cluster.
    Live,
    /// Rows are shown as they were last known; the watch is lost and tried again.
    Stale,
    /// The API server refuses to show them; rows were removed.
    Denied,
    /// The namespace does not exist.
    Missing,
    /// The server does not watch this namespace.
    Unwatched,
}

impl WatchState {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Connecting, Self::Live, Self::Stale, Self::Denied, Self::Missing, Self::Unwatched];

    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Connecting => "connecting",
            Self::Live => "live",
            Self::Stale => "stale",
            Self::Denied => "denied",
            Self::Missing => "missing",
            Self::Unwatched => "unwatched",
        }
    }
}

/// Why a watch is not live.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct WatchError {
    /// Whether waiting can help.
    pub class: ErrorClass,
    /// The HTTP status, where the API server gave one.
    pub status: Option<u16>,
    /// A short machine-readable word, such as `Forbidden`.
    pub reason: String,
    /// One sentence for people, without tokens, credentials or internal addresses.
    pub message: String,
}

/// Whether a failure can pass by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum ErrorClass {
    /// Trying again may succeed.
    Transient,
    /// It fails until somebody changes something.
    Permanent,
}
