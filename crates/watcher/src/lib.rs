//! Kubernetes in, one live board of Ingresses out.
//!
//! The modules follow the way of the data: a [`source`] lists and watches one partition of the cluster, [`projection`]
//! reduces each object to its row, [`merge`] brings the changes of all sources to the one writer of the [`board`],
//! and clients read the board through a [`viewer::Selection`]. What the board does not hold is read [on
//! demand](on_demand), and what it held before a start is known from its [warm] states.

pub mod board;
mod classes;
pub mod client;
pub mod failure;
pub mod merge;
pub mod narrowing;
pub mod on_demand;
pub mod probe;
pub mod projection;
pub mod recovery;
pub mod scope;
pub mod source;
pub mod supervisor;
pub mod viewer;
pub mod warm;
