//! A dashboard without a cluster: a board that tests feed, and the whole service in front of it.

mod answer;
mod dashboard;
mod files;
mod objects;
mod probe;
mod reading;
mod rows;
mod serving;

pub use answer::Answer;
pub use dashboard::{Dashboard, Setup};
pub use files::{TextFile, behind_a_proxy};
pub use objects::{Objects, refusal, silence};
pub use probe::Scripted;
pub use reading::Reading;
pub use rows::{FORBIDDEN, changed, denied, ingress, listed, lost, removed, upserted};
pub use serving::{BOUND, Serving};

use kube_ingress_dash_model::Timestamp;

/// A moment, in seconds after the board was made.
pub fn at(second: i64) -> Timestamp {
    "2026-01-15T10:30:00Z".parse::<Timestamp>().unwrap() + jiff::SignedDuration::from_secs(second)
}
