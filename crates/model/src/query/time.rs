//! How long ago something happened: `<7d`, `>30d`.

use jiff::{SignedDuration, Timestamp};

/// A bound on the time since then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Since {
    /// Less than so long ago.
    Under(SignedDuration),
    /// More than so long ago.
    Over(SignedDuration),
}

impl Since {
    /// Reads `<` or `>` and a time such as `90s`, `2d12h` or `1w`, in any case.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if let Some(time) = text.strip_prefix('<') {
            return parse_time(time).map(Self::Under);
        }
        text.strip_prefix('>').and_then(parse_time).map(Self::Over)
    }

    /// Whether it is so of this moment. Nothing is so of a moment that is not known.
    pub(super) fn holds(self, then: Option<Timestamp>, now: Timestamp) -> bool {
        let Some(then) = then else { return false };
        let ago = now.duration_since(then);
        match self {
            Self::Under(bound) => ago < bound,
            Self::Over(bound) => ago > bound,
        }
    }
}

fn parse_time(mut text: &str) -> Option<SignedDuration> {
    let mut seconds: i64 = 0;
    if text.is_empty() {
        return None;
    }
    while !text.is_empty() {
        let unit = text.find(|character: char| !character.is_ascii_digit())?;
        let (number, rest) = text.split_at(unit);
        let number: i64 = number.parse().ok()?;
        let mut characters = rest.chars();
        let unit = seconds_in(characters.next()?)?;
        seconds = seconds.checked_add(number.checked_mul(unit)?)?;
        text = characters.as_str();
    }
    Some(SignedDuration::from_secs(seconds))
}

const fn seconds_in(unit: char) -> Option<i64> {
    match unit.to_ascii_lowercase() {
        's' => Some(1),
        'm' => Some(60),
        'h' => Some(3_600),
        'd' => Some(86_400),
        'w' => Some(7 * 86_400),
        'y' => Some(365 * 86_400),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ago(seconds: i64) -> Option<Timestamp> {
        Timestamp::from_second(1_000_000 - seconds).ok()
    }

    fn holds(text: &str, then: Option<Timestamp>) -> bool {
        Since::parse(text).unwrap().holds(then, Timestamp::from_second(1_000_000).unwrap())
    }

    #[test]
    fn the_bound_itself_is_neither() {
        for (text, bound) in [("2m", 120), ("1d12H", 129_600), ("1w", 604_800), ("90s", 90)] {
            assert!(holds(&format!("<{text}"), ago(bound - 1)) && !holds(&format!("<{text}"), ago(bound)));
            assert!(holds(&format!(">{text}"), ago(bound + 1)) && !holds(&format!(">{text}"), ago(bound)));
        }
        assert!(holds("<1s", ago(-60)), "clocks may disagree");
        assert!(!holds("<1s", None) && !holds(">1s", None));
    }

    #[test]
    fn what_is_no_bound_is_refused() {
        for text in [
            "",
            "7d",
            "<",
            "<7",
            "<d",
            "<7x",
            "=7d",
            "<-1d",
            "<7d ",
            "<99999999999999999999y",
            ">9223372036854775807y",
        ] {
            assert_eq!(Since::parse(text), None, "{text}");
        }
    }
}
