//! How often something may happen: `10/s`, `600/m`, `1/h`, or `0` for as often as it likes.

use std::num::NonZeroU32;
use std::str::FromStr;

use kube_ingress_dash_core::limit::{Period, Rate};

/// A rate that may not be exceeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MaxRate {
    /// Any rate is allowed.
    Unlimited,
    /// At most this.
    At(Rate),
}

/// A text that is no rate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a number for each second, minute or hour, such as 10/s, 600/m or 1/h, or 0 for no limit")]
pub struct MalformedRate;

impl FromStr for MaxRate {
    type Err = MalformedRate;

    fn from_str(text: &str) -> Result<Self, MalformedRate> {
        if text == "0" {
            return Ok(Self::Unlimited);
        }
        let (tokens, period) = text.split_once('/').ok_or(MalformedRate)?;
        let period = match period {
            "s" => Period::Second,
            "m" => Period::Minute,
            "h" => Period::Hour,
            _ => return Err(MalformedRate),
        };
        let tokens: NonZeroU32 = tokens.parse().map_err(|_| MalformedRate)?;
        Ok(Self::At(Rate { tokens, period }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_a_number_for_each_second_minute_or_hour() {
        for text in ["10/s", "600/m", "1/h"] {
            let Ok(MaxRate::At(rate)) = text.parse::<MaxRate>() else {
                panic!("{text}");
            };
            assert_eq!(rate.to_string(), text);
        }
        assert_eq!("0".parse(), Ok(MaxRate::Unlimited));
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for text in
            ["", "10", "0/s", "10/d", "10/", "/s", "1.5/s", "-1/s", "10/sec", "10 / s", "9999999999/s"]
        {
            assert_eq!(text.parse::<MaxRate>(), Err(MalformedRate), "{text:?}");
        }
    }
}
