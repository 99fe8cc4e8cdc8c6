//! The answer of `GET /api/config`: what the browser client needs to know before it draws.

use serde::{Deserialize, Serialize};

/// What the client needs from the server's configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ClientConfig {
    /// The cluster's name for people.
    pub cluster_name: String,
    /// The server's version.
    pub version: String,
    /// The build, for telling that the page is older than the server.
    pub build: String,
    /// The path that every URL starts with; begins and ends with a slash.
    pub base_path: String,
    /// Whether the cluster is a simulated one.
    pub demo: bool,
    /// The classes whose TLS ends before the Ingress.
    #[serde(default)]
    pub tls_at_edge: Vec<String>,
    /// What bounds the client.
    pub limits: ClientLimits,
}

/// Bounds that the client keeps to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ClientLimits {
    /// Milliseconds of silence after which the server sends a heartbeat.
    pub heartbeat: u64,
}
