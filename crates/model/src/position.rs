//! Where a client stands in the stream of published changes.
//!
//! A position is written `EPOCH.SEQUENCE`. The epoch names one run of one server, so that a position of
//! another replica or of an earlier run is recognised instead of being resumed into a gap.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The name of one run of one server: 1 to 32 ASCII letters and digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Epoch(String);

/// A point in the stream of one epoch.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Position {
    /// The run of the server that counted.
    pub epoch: Epoch,
    /// How many changes were published up to this point; a board that has published nothing stands at 1.
    pub sequence: u64,
}

/// The text is not of the form `EPOCH.SEQUENCE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MalformedPosition;

const LONGEST_EPOCH: usize = 32;

impl Epoch {
    /// An epoch of this name, or an error if the name is empty, too long or not alphanumeric ASCII.
    pub fn new(name: impl Into<String>) -> Result<Self, MalformedPosition> {
        let name = name.into();
        let fits = (1..=LONGEST_EPOCH).contains(&name.len());
        if fits && name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            Ok(Self(name))
        } else {
            Err(MalformedPosition)
        }
    }

    /// An epoch from random bits, written in lower-case hexadecimal digits.
    pub fn from_bits(bits: u64) -> Self {
        Self(format!("{bits:x}"))
    }

    /// The same run for readers who are shown something else of it: their positions are not each other's.
    #[must_use]
    pub fn variant(&self, mark: u64) -> Self {
        let mut name = format!("{}x{:x}", self.0, mark >> 4);
        name.truncate(LONGEST_EPOCH);
        Self(name)
    }

    /// The position `sequence` of this epoch.
    pub fn at(&self, sequence: u64) -> Position {
        Position { epoch: self.clone(), sequence }
    }

    /// The epoch's name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Epoch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.epoch, self.sequence)
    }
}

impl FromStr for Position {
    type Err = MalformedPosition;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (epoch, sequence) = text.split_once('.').ok_or(MalformedPosition)?;
        let digits_only = !sequence.is_empty() && sequence.bytes().all(|byte| byte.is_ascii_digit());
        if !digits_only {
            return Err(MalformedPosition);
        }
        let sequence = sequence.parse().map_err(|_| MalformedPosition)?;
        Ok(Self { epoch: Epoch::new(epoch)?, sequence })
    }
}

impl fmt::Display for MalformedPosition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("expected EPOCH.SEQUENCE")
    }
}

impl std::error::Error for MalformedPosition {}

impl Serialize for Position {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn malformed_positions_are_refused() {
        for text in
            ["", ".", "a.", ".1", "a.1.2", "a.-1", "a.+1", "a b.1", "a\r\n.1", "a.99999999999999999999"]
        {
            assert_eq!(text.parse::<Position>(), Err(MalformedPosition), "{text:?}");
        }
        assert_eq!(format!("{}.1", "e".repeat(33)).parse::<Position>(), Err(MalformedPosition));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(bits: u64, sequence: u64) {
            let position = Epoch::from_bits(bits).at(sequence);
            prop_assert_eq!(position.to_string().parse(), Ok(position));
        }

        #[test]
        fn a_variant_is_an_epoch_of_its_own(bits: u64, mark: u64) {
            let epoch = Epoch::from_bits(bits);
            let variant = epoch.variant(mark);
            prop_assert_ne!(&variant, &epoch);
            prop_assert_eq!(variant.at(7).to_string().parse(), Ok(variant.at(7)));
            prop_assert_eq!(variant == epoch.variant(0), mark >> 4 == 0);
        }

        #[test]
        fn no_text_panics(text in ".*") {
            let _ = text.parse::<Position>();
        }
    }
}
