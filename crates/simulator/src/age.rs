//! Ages as kubectl writes them: two units while the first is small, one after that.

use jiff::Timestamp;

/// The time between two moments, such as `45s`, `5m30s`, `3d`, `1y200d`.
pub(crate) fn human_age(since: Timestamp, now: Timestamp) -> String {
    let seconds = now.as_second() - since.as_second();
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    let years = days / 365;
    match seconds {
        ..0 => "<invalid>".to_owned(),
        0..120 => format!("{seconds}s"),
        120..600 => two_units(minutes, "m", seconds % 60, "s"),
        600..10_800 => format!("{minutes}m"),
        10_800..28_800 => two_units(hours, "h", minutes % 60, "m"),
        28_800..172_800 => format!("{hours}h"),
        172_800..691_200 => two_units(days, "d", hours % 24, "h"),
        691_200..63_072_000 => format!("{days}d"),
        63_072_000..252_288_000 => two_units(years, "y", days % 365, "d"),
        _ => format!("{years}y"),
    }
}

fn two_units(large: i64, large_unit: &str, small: i64, small_unit: &str) -> String {
    if small == 0 {
        format!("{large}{large_unit}")
    } else {
        format!("{large}{large_unit}{small}{small_unit}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_read_as_in_kubectl() {
        let since = Timestamp::UNIX_EPOCH;
        for (seconds, expected) in [
            (-1, "<invalid>"),
            (0, "0s"),
            (119, "119s"),
            (120, "2m"),
            (330, "5m30s"),
            (600, "10m"),
            (10_860, "3h1m"),
            (28_800, "8h"),
            (176_400, "2d1h"),
            (691_200, "8d"),
            (63_072_000 + 86_400, "2y1d"),
            (252_288_000, "8y"),
        ] {
            let now = Timestamp::from_second(seconds).unwrap();
            assert_eq!(human_age(since, now), expected, "{seconds} seconds");
        }
    }
}
