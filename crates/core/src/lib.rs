//! Resilience between the service and any HTTP upstream.
//!
//! Nothing here knows Kubernetes or a web framework: the pieces work on `http` types and standard errors, so that
//! each can be read, tested and trusted by itself.

pub mod attempt;
pub mod breaker;
pub mod cache;
pub mod classify;
mod clock;
pub mod deadline;
pub mod dedup;
pub mod delays;
pub mod limit;
pub mod observe;
pub mod purpose;
mod ready;
pub mod redis;
pub mod retry;
pub mod snapshot;
pub mod stack;
pub mod throttle;
pub mod timeout;
