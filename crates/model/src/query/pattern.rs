//! What a value asks of a text: a part of it or all of it, with `*` for any run of letters.

use std::ops::Range;

use super::letters::Letter;
use super::literal::Literal;

/// Texts with any run of letters between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    literals: Vec<Literal>,
    /// Whether anything may stand before the first.
    is_open_before: bool,
    /// Whether anything may stand after the last.
    is_open_after: bool,
}

/// How much of a text a pattern is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    Part,
    Whole,
    /// A part at the end.
    End,
    /// A part at the beginning.
    Beginning,
}

impl Extent {
    /// The extent of these letters: the empty text can only be a whole one.
    pub(super) fn of(self, letters: &[Letter]) -> Self {
        if letters.iter().all(|letter| letter.character().is_none()) { Self::Whole } else { self }
    }

    /// The extent of what comes before a sign that is searched for.
    pub(super) const fn before(self) -> Self {
        if matches!(self, Self::Part) { Self::End } else { Self::Whole }
    }

    /// The extent of what comes after it.
    pub(super) const fn after(self) -> Self {
        if matches!(self, Self::Part) { Self::Beginning } else { Self::Whole }
    }
}

impl Pattern {
    /// The pattern that these letters write.
    pub(super) fn new(letters: &[Letter], extent: Extent) -> Self {
        let star = |letter: Option<&Letter>| letter.is_some_and(|letter| letter.is('*'));
        let text = |run: &[Letter]| run.iter().filter_map(|letter| letter.character()).collect::<String>();
        Self {
            literals: letters
                .split(|letter| letter.is('*'))
                .filter_map(|run| Literal::new(&text(run)))
                .collect(),
            is_open_before: matches!(extent, Extent::Part | Extent::End) || star(letters.first()),
            is_open_after: matches!(extent, Extent::Part | Extent::Beginning) || star(letters.last()),
        }
    }

    /// Whether it asks for the empty text.
    pub(super) const fn is_nothing(&self) -> bool {
        self.literals.is_empty() && !self.is_open_before && !self.is_open_after
    }

    /// Whether any part of a text will do, rather than its beginning, its end or all of it.
    pub(super) const fn is_open(&self) -> bool {
        self.is_open_before && self.is_open_after
    }

    /// The texts that whatever matches contains.
    pub(super) fn literals(&self) -> &[Literal] {
        &self.literals
    }

    /// Whether it is this text in lower case, and nothing else is left open in it than what surrounds it.
    pub(super) fn is_text(&self, text: &str) -> bool {
        matches!(self.literals(), [only] if only.folded() == text)
    }

    /// Whether the text is as it asks.
    pub(super) fn matches(&self, text: &str) -> bool {
        match self.literals.as_slice() {
            [only] if self.is_open() => only.find(text).is_some(),
            _ => self.find(text).is_some(),
        }
    }

    /// The first part of the text that is as it asks, from the first letter that it names to the last.
    pub(super) fn find(&self, text: &str) -> Option<Range<usize>> {
        let Some((first, others)) = self.literals.split_first() else {
            return (self.is_open_before || self.is_open_after || text.is_empty()).then_some(0..0);
        };
        let is_last = others.is_empty();
        let found = match (self.is_open_before, is_last && !self.is_open_after) {
            (true, false) => first.find(text)?,
            (true, true) => first.start_at_end(text)?..text.len(),
            (false, _) => 0..first.length_at_start(text)?,
        };
        let Some((last, between)) = others.split_last() else {
            return (self.is_open_after || found.end == text.len()).then_some(found);
        };
        let mut end = found.end;
        for literal in between {
            end += literal.find(text.get(end..)?)?.end;
        }
        let rest = text.get(end..)?;
        let end = if self.is_open_after {
            end + last.find(rest)?.end
        } else {
            last.start_at_end(rest)?;
            text.len()
        };
        Some(found.start..end)
    }

    /// Every part of the text that is as it asks, in order, without overlap.
    pub(super) fn find_all(&self, text: &str) -> impl Iterator<Item = Range<usize>> {
        let mut from = Some(0);
        std::iter::from_fn(move || {
            let start = from.take()?;
            let found = self.find(text.get(start..)?)?;
            let found = start + found.start..start + found.end;
            // What begins with the text is found once.
            from = (self.is_open_before && !found.is_empty()).then_some(found.end);
            (!found.is_empty()).then_some(found)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::letters;
    use proptest::prelude::*;

    fn pattern(text: &str, extent: Extent) -> Pattern {
        let letters = letters::words(text).into_iter().next().map(|word| word.letters).unwrap_or_default();
        Pattern::new(&letters, extent)
    }

    /// Whether a pattern of letters and stars is the whole text, by trying everything.
    fn is_whole(pattern: &[u8], text: &[u8]) -> bool {
        match pattern.split_first() {
            None => text.is_empty(),
            Some((b'*', rest)) => (0..=text.len()).any(|from| is_whole(rest, &text[from..])),
            Some((letter, rest)) => text.first() == Some(letter) && is_whole(rest, &text[1..]),
        }
    }

    #[test]
    fn parts_and_wholes() {
        assert!(pattern("eck", Extent::Part).matches("checkout"));
        assert!(!pattern("eck", Extent::Whole).matches("checkout"));
        assert!(pattern("CHECKOUT", Extent::Whole).matches("checkout"));
        assert!(pattern("ch*out", Extent::Whole).matches("checkout"));
        assert!(!pattern("ch*ou", Extent::Whole).matches("checkout"));
        assert!(pattern("out", Extent::End).matches("checkout"));
        assert!(pattern("che", Extent::Beginning).matches("checkout"));
        assert!(!pattern("a*a", Extent::Whole).matches("a"));
        assert!(pattern("*", Extent::Whole).matches(""));
        assert!(pattern("\"*\"", Extent::Part).matches("*.example.com"));
        assert!(!pattern("\"*\"", Extent::Part).matches("example.com"));
    }

    #[test]
    fn nothing_is_asked_for_by_an_empty_quotation() {
        assert!(pattern("\"\"", Extent::Whole).is_nothing());
        assert!(!pattern("*", Extent::Whole).is_nothing());
        assert!(!pattern("\"\"", Extent::Whole).matches("a"));
    }

    proptest! {
        #[test]
        fn it_matches_what_trying_everything_matches(wanted in "[ab*]{1,5}", text in "[ab]{0,6}") {
            let whole = is_whole(wanted.as_bytes(), text.as_bytes());
            prop_assert_eq!(pattern(&wanted, Extent::Whole).matches(&text), whole);
            let part = is_whole(format!("*{wanted}*").as_bytes(), text.as_bytes());
            prop_assert_eq!(pattern(&wanted, Extent::Part).matches(&text), part);
            let end = is_whole(format!("*{wanted}").as_bytes(), text.as_bytes());
            prop_assert_eq!(pattern(&wanted, Extent::End).matches(&text), end);
            let beginning = is_whole(format!("{wanted}*").as_bytes(), text.as_bytes());
            prop_assert_eq!(pattern(&wanted, Extent::Beginning).matches(&text), beginning);
        }
    }
}
