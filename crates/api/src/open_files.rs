//! How many files the process may have open, sockets among them.
//!
//! Container runtimes start processes with as few as 1024 for the sake of programs that wait by `select`, and leave it
//! to all others to take what they are granted.

/// Takes what is granted and says how much that is, unless it has no bound.
#[cfg(unix)]
pub(crate) fn raise_limit() -> Option<usize> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    let current = match setrlimit(Resource::Nofile, raised) {
        Ok(()) => limit.maximum,
        Err(error) => {
            tracing::warn!(%error, "the limit of open files stays as it is");
            limit.current
        }
    };
    current.map(|files| usize::try_from(files).unwrap_or(usize::MAX))
}

/// Nothing is known of other systems.
#[cfg(not(unix))]
pub(crate) fn raise_limit() -> Option<usize> {
    None
}
