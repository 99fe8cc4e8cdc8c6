//! Bodies that can be sent again.

/// A body that may be cloned while nothing of it has been sent.
pub trait TryCloneBody: Sized {
    /// The same body again, unless it is a stream.
    fn try_clone(&self) -> Option<Self>;
}

impl TryCloneBody for () {
    fn try_clone(&self) -> Option<Self> {
        Some(())
    }
}
