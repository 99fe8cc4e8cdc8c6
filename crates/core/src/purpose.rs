//! What a call is made for, which decides how it is treated on its way.
//!
//! The purpose travels with the request as an extension, so that one stack of layers serves all callers.

use std::fmt;

use http::Request;

/// What a call is made for, the most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// Asks whether the upstream answers at all. Nothing delays or refuses it.
    Probe,
    /// Follows a collection. Its caller waits and tries again by itself.
    Watch,
    /// Reads a collection in order to follow it. Its caller waits and tries again by itself.
    List,
    /// Somebody waits for the answer.
    OnDemand,
}

impl Purpose {
    /// All of them, the most urgent first.
    pub const ALL: [Self; 4] = [Self::Probe, Self::Watch, Self::List, Self::OnDemand];

    /// The purpose of a request. One that names none is treated as the least urgent, which nothing lets around a layer.
    pub fn of<B>(request: &Request<B>) -> Self {
        request.extensions().get().copied().unwrap_or(Self::OnDemand)
    }

    /// A word for logs and metrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Probe => "probe",
            Self::Watch => "watch",
            Self::List => "list",
            Self::OnDemand => "on_demand",
        }
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
