//! What is said to somebody whose text is not what they probably meant.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use super::field::Field;

/// What is wrong with a term, which is left out of the filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
    /// What was expected.
    pub message: Cow<'static, str>,
}

/// A word before a colon that is no field and reads nearly like one. The term is looked for as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// Where the word stands in the text, in bytes, without the colon.
    pub range: Range<usize>,
    /// The field that may be meant.
    pub field: Field,
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl fmt::Display for Hint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("did you mean ")?;
        formatter.write_str(self.field.name())?;
        formatter.write_str(":?")
    }
}
