//! The HTTP service and the binary of kube-ingress-dash.
//!
//! [`cli`] reads what was asked for, [`run`] puts the service together, [`app`] is the service itself. A request passes
//! the middleware, is answered by one of the routes, and reads the board as the viewer who asks. Everything that it may
//! be refused for is a problem.

mod app;
mod aside;
mod assets;
mod auth;
mod browser;
mod build_info;
pub mod cli;
mod client;
mod connections;
mod drain;
mod entity_tag;
mod health;
mod json;
mod list;
mod logging;
mod metrics;
mod middleware;
mod namespace;
mod on_demand;
mod open_files;
mod openapi;
mod parameters;
mod pieces;
mod problem;
mod pulse;
mod reread;
mod routes;
mod run;
mod server;
mod signals;
mod stream;
mod text_file;
mod tls;
mod viewer;

pub use app::{Service, app};
pub use assets::{Assets, Source};
pub use auth::{Accounts, Authentication, IdentityHeaders, ProxySecret};
pub use client::{TrustedProxies, TrustedProxy};
pub use connections::Connections;
pub use drain::Drain;
pub use health::HealthCheck;
pub use list::Lists;
pub use metrics::Metrics;
pub use middleware::{AllowedHosts, RateLimit};
pub use on_demand::{OnDemand, Upstream};
pub use pulse::Pulse;
pub use reread::Reread;
pub use run::{StartError, run};
pub use server::{ListenError, start};
pub use stream::{StreamLimits, Streams};
pub use tls::Tls;
