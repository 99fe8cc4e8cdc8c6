//! What a measurement may end with.

/// Whatever went wrong ends the measurement, with words for a person.
pub(crate) type Failure = Box<dyn std::error::Error + Send + Sync>;

/// A result of a measurement or of a part of it.
pub(crate) type Result<T, E = Failure> = std::result::Result<T, E>;
