//! The answer of `GET /api/ingresses`.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::ingress::Ingress;
use crate::position::Position;
use crate::status::{NamespaceStatus, Scope};

/// The whole selection at one position, as one JSON document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct IngressList {
    /// Where the stream goes on from.
    pub position: Position,
    /// What is watched.
    pub scope: Scope,
    /// The state of each namespace's watch.
    pub namespaces: Vec<NamespaceStatus>,
    /// The rows, by namespace and name.
    pub ingresses: Vec<Arc<Ingress>>,
}

/// The first line of the list as newline-delimited JSON; each further line is one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct IngressListHeader {
    /// Where the stream goes on from.
    pub position: Position,
    /// What is watched.
    pub scope: Scope,
    /// The state of each namespace's watch.
    pub namespaces: Vec<NamespaceStatus>,
    /// How many rows follow.
    pub count: usize,
}
