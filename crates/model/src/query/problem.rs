//! What is said to somebody whose text is not what they probably meant.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use super::field::Field;
use crate::tls::TlsState;

/// What is wrong with a term, which is left out of the filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
    /// What was expected.
    pub message: Cow<'static, str>,
}

/// What may have been meant by a term, which is looked for as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// What it is about, in bytes of the text: the word before a colon, or a value.
    pub range: Range<usize>,
    /// What is said of it.
    pub advice: Advice,
}

/// What is said of a term that may be meant otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Advice {
    /// The word before the colon is no field, and reads nearly like this one.
    Field(Field),
    /// The value is no state of TLS, and reads nearly like this one.
    Tls(TlsState),
    /// This word before the colon is no field, nor nearly one.
    NoField(String),
    /// This value is taken for the name of a Secret.
    Secret(String),
}

impl Hint {
    /// Whether it explains how the term is taken, which is right as a rule and of interest only where nothing matches.
    pub const fn is_about_nothing_found(&self) -> bool {
        matches!(self.advice, Advice::NoField(_) | Advice::Secret(_))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl fmt::Display for Hint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.advice {
            Advice::Field(field) => write!(formatter, "did you mean {}:?", field.name()),
            Advice::Tls(state) => write!(formatter, "did you mean tls:{}?", state.name()),
            Advice::NoField(word) => {
                let fields = Field::ALL.map(Field::name).join(", ");
                write!(formatter, "{word}: is no field and was searched as text. The fields are {fields}")
            }
            Advice::Secret(name) => write!(
                formatter,
                "{name} was taken for the name of a Secret. tls: also knows yes, partial, no and edge"
            ),
        }
    }
}
