//! Which Ingress answers a URL, and what is found wrong with Ingresses.

#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

mod conformance;
mod findings;
mod index;
mod ingress_nginx;
mod random;
mod reference;
mod resolution;
mod sample;
mod specification;
mod undecided;
mod wire;
