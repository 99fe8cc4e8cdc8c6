//! The known reasons for which a proxy answers otherwise than the resolver says.

/// A known reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cause {}
