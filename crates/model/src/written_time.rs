//! Reads times as they are written on the wire, in UTC: `2026-01-15T10:30:00.25Z`.
//!
//! `jiff` reads many ways to write a time and can say at length what is wrong with a text that is none. The wire has one
//! way and nobody would read that here, but its parser and its texts would be a twentieth of what the page loads.

use std::fmt;
use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use serde::de::{Deserialize, Deserializer, Error, Visitor};

/// A time. It fails on a text that is none.
pub(crate) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    Written::deserialize(deserializer).map(|written| written.0)
}

/// A time, or null. It fails on a text that is no time.
pub(crate) fn read_optional<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Timestamp>, D::Error> {
    Option::<Written>::deserialize(deserializer).map(|written| written.map(|written| written.0))
}

struct Written(Timestamp);

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Text)
    }
}

struct Text;

impl Visitor<'_> for Text {
    type Value = Written;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a time as in 2026-01-15T10:30:00Z")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Written, E> {
        parse(text).map(Written).ok_or_else(|| E::custom("expected a time as in 2026-01-15T10:30:00Z"))
    }
}

fn parse(text: &str) -> Option<Timestamp> {
    let signs = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    if signs.iter().any(|(at, sign)| text.as_bytes().get(*at) != Some(sign)) {
        return None;
    }
    let small = |range: Range<usize>| number(text.get(range)?)?.try_into().ok();
    let nanoseconds = match text.get(19..)?.strip_suffix('Z')? {
        "" => 0,
        fraction => nanoseconds(fraction.strip_prefix('.')?)?,
    };
    let year = number(text.get(..4)?)?.try_into().ok()?;
    let (month, day) = (small(5..7)?, small(8..10)?);
    let (hour, minute, second) = (small(11..13)?, small(14..16)?, small(17..19)?);
    let time = DateTime::new(year, month, day, hour, minute, second, nanoseconds).ok()?;
    Offset::UTC.to_timestamp(time).ok()
}

fn nanoseconds(fraction: &str) -> Option<i32> {
    let missing = 9_usize.checked_sub(fraction.len())?;
    let is_written = !fraction.is_empty();
    number(fraction)
        .filter(|_| is_written)
        .map(|number| number * 10_i32.pow(u32::try_from(missing).unwrap_or(0)))
}

/// At most nine digits, of which there may be none.
fn number(digits: &str) -> Option<i32> {
    digits
        .bytes()
        .try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + i32::from(byte - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Heartbeat;
    use crate::ingress::Ingress;
    use crate::sample::ingress;
    use proptest::prelude::*;

    #[test]
    fn a_row_is_read_back() {
        let row = serde_json::to_string(&ingress("shop", "web")).unwrap();
        assert_eq!(serde_json::from_str::<Ingress>(&row).unwrap(), ingress("shop", "web"));
    }

    #[test]
    fn nothing_but_a_time_is_one() {
        let read = |time: &str| {
            let json = format!(r#"{{"time":{time},"position":"abc.3"}}"#);
            serde_json::from_str::<Heartbeat>(&json).map(|heartbeat| heartbeat.time)
        };
        assert_eq!(read(r#""1970-01-01T00:00:01.5Z""#).unwrap().as_millisecond(), 1_500);
        for none in [
            r#""tomorrow""#,
            "null",
            "7",
            r#""1970-01-01T00:00:01""#,
            r#""1970-01-01T00:00:01.Z""#,
            r#""1970-01-01T00:00:01.0123456789Z""#,
            r#""1970-01-01T00:00:01+00:00""#,
            r#""1970-02-30T00:00:01Z""#,
            r#""1970-01-01T24:00:00Z""#,
            r#""1970-01-01T00:0ä:01Z""#,
            r#""197O-01-01T00:00:01Z""#,
        ] {
            assert!(read(none).is_err(), "{none}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(second in -60_000_000_000_i64..250_000_000_000, nanosecond in 0..1_000_000_000) {
            let time = Timestamp::new(second, nanosecond).unwrap();
            prop_assert_eq!(parse(&time.to_string()), Some(time), "{}", time);
        }

        #[test]
        fn nothing_is_read_otherwise_than_jiff_reads_it(text in "[0-9]{4}-[0-2][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?Z") {
            prop_assert_eq!(parse(&text), text.parse().ok(), "{}", text);
        }
    }
}
