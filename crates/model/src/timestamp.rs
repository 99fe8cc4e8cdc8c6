//! Reading times from the wire without saying what exactly is wrong with one that cannot be read: all that jiff could say
//! of any time or time zone would have to be loaded with the page.

use jiff::Timestamp;
use serde::de::{Deserialize, Deserializer, Error, Unexpected};

/// A time as RFC 3339 has it.
pub(crate) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    parse(&String::deserialize(deserializer)?)
}

/// A time as RFC 3339 has it, or null.
pub(crate) fn read_optional<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Timestamp>, D::Error> {
    Option::<String>::deserialize(deserializer)?.as_deref().map(parse).transpose()
}

fn parse<E: Error>(text: &str) -> Result<Timestamp, E> {
    text.parse().map_err(|_| E::invalid_value(Unexpected::Str(text), &"a time as in RFC 3339"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    struct Times {
        #[serde(deserialize_with = "read")]
        at: Timestamp,
        #[serde(default, deserialize_with = "read_optional")]
        until: Option<Timestamp>,
    }

    #[test]
    fn a_time_is_read_and_nonsense_is_refused() {
        let times: Times =
            serde_json::from_str(r#"{"at": "2026-01-15T23:30:00.5Z", "until": null}"#).unwrap();
        assert_eq!((times.at.as_millisecond() % 1_000, times.until), (500, None));
        let until = r#"{"at": "2026-01-15T23:30:00Z", "until": "2026-01-15T23:30:01Z"}"#;
        assert!(serde_json::from_str::<Times>(until).unwrap().until.is_some());
        let refused = serde_json::from_str::<Times>(r#"{"at": "yesterday"}"#).unwrap_err().to_string();
        assert!(
            refused.starts_with("invalid value: string \"yesterday\", expected a time as in RFC 3339"),
            "{refused}"
        );
    }
}
