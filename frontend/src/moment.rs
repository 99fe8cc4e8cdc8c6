//! How moments are written: by the clock on the wall and in UTC, so that people in several places can compare.

use kube_ingress_dash_model::Timestamp;

/// A moment by the local clock and in UTC.
pub fn exact(moment: Timestamp) -> String {
    #[expect(clippy::cast_precision_loss, reason = "exact up to the year 287396")]
    let date = js_sys::Date::new(&(moment.as_millisecond() as f64).into());
    written(moment, -whole(date.get_timezone_offset()))
}

/// The whole seconds of a time in milliseconds.
pub fn seconds(milliseconds: f64) -> i64 {
    whole(milliseconds / 1000.0)
}

#[expect(clippy::cast_possible_truncation, reason = "times and offsets fit")]
fn whole(number: f64) -> i64 {
    number as i64
}

/// A moment where clocks are so many minutes before UTC.
fn written(moment: Timestamp, minutes: i64) -> String {
    let utc = plain(moment);
    let local = Timestamp::from_second(moment.as_second() + 60 * minutes).map(plain);
    match local {
        Ok(local) if minutes != 0 => [&local, " local time, ", &utc, " UTC"].concat(),
        _ => [&utc, " UTC"].concat(),
    }
}

/// Date and time to the second, such as `2026-01-15 10:30:00`.
fn plain(moment: Timestamp) -> String {
    let text = moment.to_string();
    text.split(['.', 'Z']).next().unwrap_or_default().replacen('T', " ", 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_by_both_clocks() {
        let moment: Timestamp = "2026-01-15T23:30:00.5Z".parse().unwrap();
        assert_eq!(written(moment, 0), "2026-01-15 23:30:00 UTC");
        assert_eq!(written(moment, 60), "2026-01-16 00:30:00 local time, 2026-01-15 23:30:00 UTC");
        assert_eq!(written(moment, -330), "2026-01-15 18:00:00 local time, 2026-01-15 23:30:00 UTC");
    }
}
