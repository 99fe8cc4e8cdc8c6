//! The answer of `GET /api/health`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The report that probes and people read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Health {
    /// The verdict of the probe that was asked.
    pub status: HealthStatus,
    /// The server's clock.
    pub timestamp: Timestamp,
    /// What was checked, by name; `kubernetes` is always there.
    pub checks: BTreeMap<String, Check>,
}

/// The verdict as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum HealthStatus {
    /// Answered with 200.
    Healthy,
    /// Answered with 503.
    Unhealthy,
}

/// The outcome of one check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Check {
    /// Whether what was checked answers.
    pub status: CheckStatus,
    /// How long the check took, in milliseconds.
    pub latency: u64,
    /// What went wrong, without tokens, credentials or internal addresses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// Whether what was checked answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum CheckStatus {
    /// It answers.
    Up,
    /// It does not, or not in time.
    Down,
}
