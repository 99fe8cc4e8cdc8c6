//! The whole service without a cluster: a board that tests feed, and requests as clients send them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(unreachable_pub, reason = "the support is shared by the modules of this crate")]

mod access;
mod access_changes;
mod answers;
mod assets;
mod basic_login;
mod connections;
mod explain;
mod fan_out;
mod filter;
mod findings;
mod limits;
mod list;
mod metrics;
mod on_demand;
mod openapi;
mod proxy_login;
mod stream;
mod support;
mod tls;
