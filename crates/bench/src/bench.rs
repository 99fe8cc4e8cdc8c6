//! What every measurement is given.

use std::path::PathBuf;
use std::time::Duration;

/// The program to measure, and how thoroughly.
#[derive(Debug, Clone)]
pub(crate) struct Bench {
    pub(crate) program: PathBuf,
    /// Small numbers, to see that everything works.
    pub(crate) quick: bool,
}

impl Bench {
    /// A number, or the small one.
    pub(crate) fn of(&self, full: usize, quick: usize) -> usize {
        if self.quick { quick } else { full }
    }

    /// A time, or the short one.
    pub(crate) fn lasting(&self, full: Duration, quick: Duration) -> Duration {
        if self.quick { quick } else { full }
    }
}

/// Tells whoever waits what is under way.
pub(crate) fn tell(what: &str) {
    eprintln!("{what}");
}
