//! Durations as people write them: `15s`, `500ms`, `2m`.

use std::time::Duration;

use jiff::SignedDuration;

/// The longest duration that a flag accepts: past a day a value is a mistake.
const LONGEST: Duration = Duration::from_hours(24);

/// Reads a duration above zero and of a day at most.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    text.parse::<SignedDuration>()
        .ok()
        .and_then(|duration| Duration::try_from(duration).ok())
        .filter(|duration| !duration.is_zero() && *duration <= LONGEST)
        .ok_or_else(|| "expected a duration such as 500ms, 15s or 2m, at most 24h".to_owned())
}

/// Reads a duration of a second at least, for what others count in whole seconds.
pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    match duration(text) {
        Ok(duration) if duration >= Duration::from_secs(1) => Ok(duration),
        _ => Err("expected a duration such as 15s or 2m, from 1s to 24h".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_in_seconds_has_at_least_one() {
        assert_eq!(seconds("2m"), Ok(Duration::from_mins(2)));
        assert!(seconds("500ms").is_err());
    }

    #[test]
    fn durations_are_written_with_their_unit() {
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(duration("15s"), Ok(Duration::from_secs(15)));
        assert_eq!(duration("1m30s"), Ok(Duration::from_secs(90)));
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for text in ["", "15", "0s", "-1s", "25h", "soon", "99999999999999999999s"] {
            assert!(duration(text).is_err(), "{text:?}");
        }
    }
}
