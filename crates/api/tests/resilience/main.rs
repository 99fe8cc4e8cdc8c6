//! What stands between users and the API server, through the binary itself: an API server with faults on one side, a
//! client of HTTP on the other, and what reaches the API server counted there.
//!
//! The real API server and the real Redis take the place of the simulated one, and real proxies that of none, where their
//! features are on; see `CONTRIBUTING.md`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(unreachable_pub, reason = "the modules are those of a test")]

mod breaker;
#[cfg(feature = "control-plane")]
#[path = "../../../watcher/tests/control_plane/mod.rs"]
mod control_plane;
mod deduplication;
mod failures;
mod hostile;
mod limits;
#[cfg(feature = "control-plane")]
#[path = "../../../watcher/tests/suite/link.rs"]
mod link;
mod listening;
mod operations;
mod outage;
#[cfg(target_os = "linux")]
mod process;
mod program;
#[cfg(feature = "proxies")]
mod proxies;
#[cfg(feature = "control-plane")]
mod real;
#[cfg(feature = "control-plane")]
mod real_api_server;
#[cfg(feature = "redis-server")]
mod real_redis;
#[cfg(feature = "redis-server")]
#[path = "../../../core/tests/real_redis/server.rs"]
#[allow(dead_code, reason = "the tests of the caches ask for more of it")]
mod redis_server;
mod secrecy;
mod simulated;
mod start;
mod streams;
