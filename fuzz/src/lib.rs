//! What must hold for any bytes that the network can bring: one module for each way in.
//!
//! A fuzzer calls `check` with bytes that it makes up; `crates/api/tests/fuzz` calls it with the seeds in `corpus` and
//! with mutations of them, in every run of the tests. `check` panics where something does not hold.

pub mod board;
pub mod object;
pub mod position;
pub mod query;
pub mod request;
pub mod retry_after;
pub mod watch;
