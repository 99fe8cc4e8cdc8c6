//! Faults on purpose: rules that are matched at the front of every request, before anything else looks at it.

mod answer;
mod effect;
mod faults;
mod partial_body;
mod repeated_body;
mod rule;
mod script;
mod severable_body;
mod share;

pub use answer::Answer;
pub use effect::{Effect, Part};
pub use faults::{Faults, RuleId};
pub(crate) use partial_body::{cut_off, fall_silent};
pub(crate) use repeated_body::repeated;
pub use rule::Rule;
pub use script::{Script, ScriptError};
pub(crate) use severable_body::Severable;
pub use share::{MalformedShare, Share};
