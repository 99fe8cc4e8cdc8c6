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
    /// How the server learns who asks.
    #[serde(default)]
    pub auth: AuthMode,
    /// Who asks; null where nobody had to say so.
    #[serde(default)]
    pub viewer: Option<String>,
    /// What bounds the client.
    pub limits: ClientLimits,
}

/// How the server learns who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum AuthMode {
    /// Not at all: whoever can reach it sees everything.
    #[default]
    None,
    /// A proxy in front of it says so.
    Proxy,
    /// By a user name and a password, or by a token.
    Basic,
}

/// Bounds that the client keeps to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ClientLimits {
    /// Milliseconds of silence after which the server sends a heartbeat.
    pub heartbeat: u64,
}
