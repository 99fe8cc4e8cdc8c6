//! Ages as kubectl writes them, so that the page and the terminal read alike.

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
const YEAR: u64 = 365 * DAY;

/// Writes an age in seconds with at most two units, the finer one dropped as the age grows.
///
/// The thresholds are those of `HumanDuration` in `k8s.io/apimachinery/pkg/util/duration`. An age below zero, as
/// from clocks that disagree, reads `0s`.
pub fn written(seconds: i64) -> String {
    let age = u64::try_from(seconds).unwrap_or(0);
    match age {
        _ if age < 2 * MINUTE => format!("{age}s"),
        _ if age < 10 * MINUTE => two(age, MINUTE, "m", 1, "s"),
        _ if age < 3 * HOUR => format!("{}m", age / MINUTE),
        _ if age < 8 * HOUR => two(age, HOUR, "h", MINUTE, "m"),
        _ if age < 2 * DAY => format!("{}h", age / HOUR),
        _ if age < 8 * DAY => two(age, DAY, "d", HOUR, "h"),
        _ if age < 2 * YEAR => format!("{}d", age / DAY),
        _ if age < 8 * YEAR => two(age, YEAR, "y", DAY, "d"),
        _ => format!("{}y", age / YEAR),
    }
}

fn two(age: u64, coarse: u64, coarse_unit: &str, fine: u64, fine_unit: &str) -> String {
    match age % coarse / fine {
        0 => format!("{}{coarse_unit}", age / coarse),
        rest => format!("{}{coarse_unit}{rest}{fine_unit}", age / coarse),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_read_as_in_kubectl() {
        let day = 86_400;
        for (seconds, text) in [
            (-5, "0s"),
            (0, "0s"),
            (119, "119s"),
            (120, "2m"),
            (150, "2m30s"),
            (600, "10m"),
            (3 * 3600 - 1, "179m"),
            (3 * 3600, "3h"),
            (3 * 3600 + 60, "3h1m"),
            (8 * 3600, "8h"),
            (2 * day - 1, "47h"),
            (2 * day, "2d"),
            (2 * day + 3600, "2d1h"),
            (8 * day, "8d"),
            (729 * day, "729d"),
            (730 * day, "2y"),
            (731 * day, "2y1d"),
            (8 * 365 * day, "8y"),
        ] {
            assert_eq!(written(seconds), text);
        }
    }
}
