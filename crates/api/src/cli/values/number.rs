//! Numbers within bounds.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// A reader of numbers from this range.
pub(crate) fn number<N>(range: RangeInclusive<N>) -> impl Fn(&str) -> Result<N, String> + Clone
where
    N: FromStr + PartialOrd + Display + Copy,
{
    move |text| {
        text.parse()
            .ok()
            .filter(|number| range.contains(number))
            .ok_or_else(|| format!("expected a number from {} to {}", range.start(), range.end()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bounds_are_named() {
        assert_eq!(number(1..=8)("8"), Ok(8));
        assert_eq!(number(0.0..=10_000.0)("0.5"), Ok(0.5));
        for text in ["9", "0", "-1", "many", "", "1.5"] {
            assert_eq!(number(1..=8)(text), Err("expected a number from 1 to 8".to_owned()), "{text:?}");
        }
        assert!(number(0.0..=10_000.0)("NaN").is_err());
    }
}
