//! The HTTP service and the binary of kube-ingress-dash.
//!
//! [`cli`] reads what was asked for, [`run`] puts the service together, [`app`] is the service itself: middleware,
//! routes, and what they read. The board is only read through a viewer, so that no route can show what its caller
//! may not see.

pub mod app;
pub mod assets;
pub mod build_info;
pub mod cli;
pub mod drain;
mod entity_tag;
pub mod health;
mod json;
pub mod logging;
pub mod middleware;
mod namespace;
mod parameters;
pub mod problem;
pub mod pulse;
mod routes;
pub mod run;
mod server;
mod signals;
pub mod stream;
mod viewer;
