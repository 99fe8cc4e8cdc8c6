//! What crosses the wire between server and browser, and what is computed from it.
//!
//! The server, the browser client, the tests and the benchmarks use these same types and functions, so that
//! they cannot disagree about a row, an order or a filter. Nothing here reads a clock or does I/O: the crate
//! builds for the host and for `wasm32-unknown-unknown` alike.

pub mod age;
pub mod board;
pub mod change;
pub mod client_config;
pub mod detail;
pub mod difference;
pub mod domains;
pub mod event;
pub mod export;
pub mod finding;
pub mod fuzzy;
pub mod grant;
pub mod health;
pub mod ingress;
pub mod key;
pub mod link;
pub mod list;
pub mod list_reader;
pub mod namespaces;
#[cfg(feature = "openapi")]
mod openapi;
pub mod order;
pub mod position;
pub mod problem;
pub mod query;
#[cfg(test)]
mod sample;
pub mod status;
pub mod summary;
pub mod tls;
pub mod url;
pub mod view;
mod written_time;

pub use jiff::Timestamp;
