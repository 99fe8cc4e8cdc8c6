//! Amounts of memory as people write them: `16MiB`, `512KiB`, `1GiB`.

const UNITS: [(&str, u64); 4] = [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("B", 1)];
/// More is a mistake.
const LARGEST: u64 = 1 << 40;

/// Reads an amount of memory in bytes.
pub(crate) fn size(text: &str) -> Result<u64, String> {
    let (number, unit) =
        UNITS.iter().find_map(|(name, bytes)| Some((text.strip_suffix(name)?, *bytes))).unwrap_or((text, 1));
    let whole = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    number
        .parse::<u64>()
        .ok()
        .filter(|_| whole)
        .and_then(|number| number.checked_mul(unit))
        .filter(|bytes| *bytes <= LARGEST)
        .ok_or_else(|| "expected an amount of memory such as 16MiB, 512KiB or 0".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_with_their_unit() {
        assert_eq!(size("16MiB"), Ok(16 * 1024 * 1024));
        assert_eq!(size("512KiB"), Ok(512 * 1024));
        assert_eq!(size("100B"), Ok(100));
        assert_eq!(size("0"), Ok(0));
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for text in ["", "MiB", "16MB", "-1KiB", "+1KiB", "1.5GiB", "99999999999GiB", "16 MiB", "2048GiB"] {
            assert!(size(text).is_err(), "{text:?}");
        }
    }
}
