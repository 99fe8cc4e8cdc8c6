//! The answer of `GET /api/namespaces`.

use serde::{Deserialize, Serialize};

use crate::status::NamespaceStatus;

/// The namespaces that are watched or have rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct NamespaceList {
    /// By name, each with the state of its watch and the number of its rows.
    pub namespaces: Vec<NamespaceStatus>,
}
