//! Which Ingress answers a URL and why, and what is wrong with the Ingresses of a cluster.
//!
//! Everything here is computed from rows of the model, without a clock or I/O, for the host and for
//! `wasm32-unknown-unknown` alike. [`resolve`] explains one URL from rows; an [`Index`] keeps up with changes and
//! answers the same for a whole cluster, with the [`Finding`]s of each Ingress. `docs/insight.md` says by which rules.

mod annotation;
mod entry;
mod facts;
pub mod finding;
mod host;
mod index;
pub mod route;
mod rule;
mod texts;
mod wording;

pub use entry::is_acme_solver;
pub use facts::{Controller, Facts, IngressClass};
pub use finding::Finding;
pub use index::{FoundKinds, Index, Totals};
pub use route::{Explanation, resolve};
