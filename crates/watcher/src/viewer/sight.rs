//! How much a reader may know of what is found about rows.

/// Whether a reader may know what is found about a row because of others, which may be in namespaces that the reader
/// may not see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// Readers who see every namespace: all that is found.
    Whole,
    /// Readers who do not: what is seen in the row alone.
    Restricted,
}
