//! The HTTP service of kube-ingress-dash and what its binary does.
//!
//! A request passes [`middleware`], is answered by one of the [`routes`], and reads the board as the [`viewer`] who
//! asks. Everything that it may be refused for is a [`problem`].

mod assets;
mod build_info;
pub mod cli;
mod drain;
mod entity_tag;
mod health;
mod json;
mod logging;
mod middleware;
mod namespace;
mod parameters;
mod problem;
mod pulse;
mod routes;
mod run;
mod server;
mod service;
mod stream;
mod viewer;

pub use assets::{Assets, Source};
pub use build_info::summary;
pub use drain::Drain;
pub use health::{ApiServerProbe, HealthCheck, KubernetesProbe, Outage};
pub use middleware::AllowedHosts;
pub use pulse::Pulse;
pub use run::{Failure, run};
pub use service::Service;
pub use stream::Streams;
