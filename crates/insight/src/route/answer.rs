//! The answer of `GET /api/explain`: an explanation, and how far the rows that it rests on can be relied on.

use kube_ingress_dash_model::position::Position;
use kube_ingress_dash_model::status::NamespaceStatus;
use serde::{Deserialize, Serialize};

use super::Explanation;

/// Which Ingress answers a URL, as the board knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ExplainAnswer {
    /// Where the board stood.
    pub position: Position,
    /// The watches that are not live: what is missing or changed there is not known. Where the one watch of all
    /// namespaces is not, it alone, as `*`.
    pub not_live: Vec<NamespaceStatus>,
    /// Which Ingress answers, and why.
    #[serde(flatten)]
    pub explanation: Explanation,
}
