//! Resilience between the service and any HTTP upstream.
//!
//! Nothing here knows Kubernetes or a web framework: the pieces work on `http` types and standard errors, so that
//! each can be read, tested and trusted by itself.

pub mod cache;
pub mod classify;
pub mod dedup;
pub mod delays;
pub mod observe;
pub mod purpose;
pub mod redis;
pub mod snapshot;
