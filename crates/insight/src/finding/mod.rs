//! What is wrong with an Ingress, or will surprise somebody.
//!
//! Findings are of two sorts. Some are seen in the Ingress alone (`own`, `gateway`). The others come from what shares a
//! host (`host` and the modules beside it), and change when a neighbour does. Ingresses that answer a certificate
//! authority's challenge are no part of any of this, and a canary is no rival of what it is a canary of.

mod default_backend;
mod gateway;
mod host;
mod own;
mod report;
mod routes;
mod tls;
mod wildcard;

pub(crate) use gateway::without_equivalent;
pub(crate) use host::{Members, Surroundings, of_host};
pub use kube_ingress_dash_model::finding::{Evidence, Finding, FindingKind, Severity};
pub(crate) use own::of_ingress;
pub(crate) use report::{About, Kinds, Report};

use report::Words;

/// How many other Ingresses a finding names as evidence.
const NAMED: usize = 3;
