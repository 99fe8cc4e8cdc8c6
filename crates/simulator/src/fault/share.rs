//! A share of requests, spread evenly and without chance, so that a test can count on it.

use std::str::FromStr;

/// So many of so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    taken: u32,
    of: u32,
}

impl Share {
    /// All of them.
    pub const ALL: Self = Self { taken: 1, of: 1 };

    /// `taken` of `of`, such as 1 of 3, the third, the sixth and so on; none unless 1 ≤ `taken` ≤ `of`.
    pub fn new(taken: u32, of: u32) -> Option<Self> {
        (1..=of).contains(&taken).then_some(Self { taken, of })
    }

    /// Whether the `number`th one, counted from 1, is among them.
    pub(crate) fn takes(self, number: u64) -> bool {
        let taken = |number: u64| u128::from(number) * u128::from(self.taken) / u128::from(self.of);
        taken(number) > taken(number.saturating_sub(1))
    }
}

/// What was written is no share.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a share such as 1/3 or 60%")]
pub struct MalformedShare;

impl FromStr for Share {
    type Err = MalformedShare;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (taken, of) = match text.strip_suffix('%') {
            Some(percent) => (percent, "100"),
            None => text.split_once('/').ok_or(MalformedShare)?,
        };
        let number = |text: &str| text.trim().parse().map_err(|_| MalformedShare);
        Self::new(number(taken)?, number(of)?).ok_or(MalformedShare)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken_of_ten(share: &str) -> Vec<u64> {
        let share: Share = share.parse().unwrap();
        (1..=10).filter(|number| share.takes(*number)).collect()
    }

    #[test]
    fn a_share_is_spread_evenly() {
        assert_eq!(taken_of_ten("1/3"), [3, 6, 9]);
        assert_eq!(taken_of_ten("60%"), [2, 4, 5, 7, 9, 10]);
        assert_eq!(taken_of_ten("1/1").len(), 10);
        assert_eq!(taken_of_ten("1%"), [0; 0]);
    }

    #[test]
    fn what_is_no_share_is_refused() {
        for text in ["", "2", "0%", "101%", "4/3", "0/0", "1/", "-1/2", "50", "half"] {
            assert_eq!(text.parse::<Share>(), Err(MalformedShare), "{text:?}");
        }
    }
}
