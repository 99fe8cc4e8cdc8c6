//! Whether the API server answers, asked past all guards and not more often than makes sense.

mod api_server;
mod flight;

pub use api_server::KubernetesProbe;
pub use flight::{ApiServerProbe, Outage, SharedCheck};
