//! What an API server can do to a watcher, one fault at a time, on the simulator: each is made to happen, and what users
//! and the API server see of it is counted. `docs/fault-cases.md` lists them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(unreachable_pub, reason = "the modules are those of a test")]

#[path = "../suite/board.rs"]
#[allow(dead_code, reason = "the suite asks for more of it")]
mod board;
mod clock;
mod cluster;
mod endings;
mod expiry;
#[path = "../suite/link.rs"]
mod link;
mod malformed;
mod namespaces;
#[path = "../suite/objects.rs"]
#[allow(dead_code, reason = "the suite asks for more of it")]
mod objects;
mod order;
mod outage;
mod overload;
mod refusal;
mod scope;
mod silence;
mod table;
mod versions;

use board::Watched;
use objects::Objects;
