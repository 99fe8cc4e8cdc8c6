//! What clients may rely on: the semantics of a Kubernetes API server, seen from outside.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed expectation is a failed test"
)]

mod access;
mod classes;
mod client;
mod counts;
mod demo;
mod discovery;
mod events;
mod fault_script;
mod faults;
mod hostile;
mod kube_client;
mod link;
mod list;
mod table;
mod watch;
mod write;
