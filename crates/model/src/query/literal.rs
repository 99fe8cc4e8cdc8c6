//! Finds a text within another, whatever their case, without making a copy of either.

use std::ops::Range;

/// Bytes of names and hosts from the most to the least frequent; what is not listed is rarer still.
const BY_FREQUENCY: &[u8] = b"e-aosrnticl.pdmu/hgbv1k02y3fw4x5867j9qz";

/// A text to look for, without regard to case. It is not empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Literal {
    folded: Box<str>,
    /// Where its rarest byte is, by which candidates are found.
    rarest: usize,
    is_ascii: bool,
}

impl Literal {
    /// A text to look for; none if it is empty.
    pub(super) fn new(text: &str) -> Option<Self> {
        let folded: String = text.chars().map(fold).collect();
        let rarity = |byte: &u8| BY_FREQUENCY.iter().position(|known| known == byte).unwrap_or(usize::MAX);
        let (rarest, _) = folded.bytes().enumerate().max_by_key(|(_, byte)| rarity(byte))?;
        Some(Self { rarest, is_ascii: folded.is_ascii(), folded: folded.into() })
    }

    /// The text in lower case.
    pub(super) fn folded(&self) -> &str {
        &self.folded
    }

    /// Its letter, if it is a single one of ASCII.
    pub(super) fn letter(&self) -> Option<u8> {
        match self.folded.as_bytes() {
            [letter] => Some(*letter),
            _ => None,
        }
    }

    /// Where it is found first.
    pub(super) fn find(&self, text: &str) -> Option<Range<usize>> {
        if self.is_ascii {
            let start = self.find_ascii(text.as_bytes())?;
            return Some(start..start + self.folded.len());
        }
        text.char_indices().find_map(|(start, _)| {
            let length = self.length_at_start(text.get(start..)?)?;
            Some(start..start + length)
        })
    }

    /// Up to where the text is this, if it begins with it.
    pub(super) fn length_at_start(&self, text: &str) -> Option<usize> {
        let mut characters = text.chars();
        let is_prefix =
            self.folded.chars().all(|own| characters.next().is_some_and(|other| fold(other) == own));
        is_prefix.then(|| text.len() - characters.as_str().len())
    }

    /// From where on the text is this, if it ends with it.
    pub(super) fn start_at_end(&self, text: &str) -> Option<usize> {
        let mut characters = text.chars();
        let mut own = self.folded.chars().rev();
        let is_suffix = own.all(|own| characters.next_back().is_some_and(|other| fold(other) == own));
        is_suffix.then_some(characters.as_str().len())
    }

    fn find_ascii(&self, text: &[u8]) -> Option<usize> {
        let own = self.folded.as_bytes();
        let latest = text.len().checked_sub(own.len())?;
        let candidates = text.get(self.rarest..=self.rarest + latest)?;
        let is_at = |start: &usize| {
            own.len() == 1
                || text.get(*start..*start + own.len()).is_some_and(|part| part.eq_ignore_ascii_case(own))
        };
        let lower = *own.get(self.rarest)?;
        memchr::memchr2_iter(lower, lower.to_ascii_uppercase(), candidates).find(is_at)
    }
}

/// A character without its case. Every character has one such form, and only ASCII letters have an ASCII one.
fn fold(character: char) -> char {
    if character.is_ascii() {
        return character.to_ascii_lowercase();
    }
    let mut lower = character.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(folded), None) if !folded.is_ascii() => folded,
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn find(text: &str, part: &str) -> Option<Range<usize>> {
        Literal::new(part).unwrap().find(text)
    }

    #[test]
    fn case_is_no_difference_in_any_script() {
        assert_eq!(find("Shop.Example.COM", "example.com"), Some(5..16));
        assert_eq!(find("Größe ÄRGER", "ärger"), Some(8..14));
        assert_eq!(find("ПРИВЕТ", "привет"), Some(0..12));
        assert_eq!(find("kelvin", "\u{212a}"), None);
        assert_eq!(find("a", "aa"), None);
        assert_eq!(find("_a_", "_A_"), Some(0..3));
        assert!(Literal::new("").is_none());
    }

    proptest! {
        #[test]
        fn it_is_found_where_the_folded_texts_say(text in "[aAbBäÄ-]{0,12}", part in "[aAbBäÄ-]{1,3}") {
            let literal = Literal::new(&part).unwrap();
            let folded: String = text.chars().map(fold).collect();
            let start = folded.find(literal.folded());
            prop_assert_eq!(literal.find(&text).map(|found| found.start), start);
            prop_assert_eq!(literal.length_at_start(&text).is_some(), folded.starts_with(literal.folded()));
            prop_assert_eq!(literal.start_at_end(&text).is_some(), folded.ends_with(literal.folded()));
        }
    }
}
