//! How numbers and long texts are written.

use std::borrow::Cow;

/// A count with a comma between thousands.
pub fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// So many things, of which one is called `one`.
pub fn counted(number: usize, one: &str) -> String {
    [count(number).as_str(), " ", one, if number == 1 { "" } else { "s" }].concat()
}

/// The beginning of a text that may be of any length, with an ellipsis where it is cut: a browser lays out a text without
/// spaces in a time that grows with the square of its length.
pub fn beginning(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 1_000;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => Cow::Owned([text.get(..end).unwrap_or_default(), "…"].concat()),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut() {
        assert_eq!(beginning("/cart"), "/cart");
        assert_eq!(beginning(&"ä".repeat(1_000)), "ä".repeat(1_000));
        assert_eq!(beginning(&"ä".repeat(1_001)), ["ä".repeat(1_000), "…".to_owned()].concat());
    }

    #[test]
    fn one_thing_is_named_as_one() {
        assert_eq!(
            [counted(1, "host"), counted(0, "host"), counted(1_200, "host")],
            ["1 host", "0 hosts", "1,200 hosts"]
        );
    }

    #[test]
    fn thousands_are_separated() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(count(number), text);
        }
    }
}
