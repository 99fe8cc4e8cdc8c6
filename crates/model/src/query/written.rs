//! A term as it is written, before it is asked what it means.

use std::ops::Range;

use super::field::Field;
use super::letters::{Glyph, Letter, Word, words};

/// What stands for the absence of a value.
pub(super) const NONE: &str = "none";

/// A term in its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    /// Where it stands, in bytes.
    pub(super) range: Range<usize>,
    pub(super) is_negated: bool,
    pub(super) field: Option<Field>,
    /// What stands before a colon and is no field, and where.
    pub(super) unknown_field: Option<(String, Range<usize>)>,
    /// Whether the whole text was asked for by `:=`.
    pub(super) is_exact: bool,
    /// Whether a quotation was begun and not ended.
    pub(super) is_open: bool,
    /// What stands between the commas.
    pub(super) alternatives: Vec<Alternative>,
}

/// One of the values of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Alternative {
    /// Where it stands, in bytes.
    pub(super) range: Range<usize>,
    pub(super) letters: Vec<Letter>,
}

/// The terms of a text.
pub(super) fn terms(text: &str) -> Vec<Written> {
    words(text).into_iter().map(Written::new).collect()
}

impl Written {
    fn new(word: Word) -> Self {
        let letters = word.letters.as_slice();
        let is_negated = letters.first().is_some_and(|letter| letter.is('-'));
        let letters = letters.get(usize::from(is_negated)..).unwrap_or_default();
        let prefix = prefix(letters);
        let field = prefix.as_deref().and_then(Field::named);
        let (mut letters, unknown_field) = match (field, prefix) {
            (Some(_), Some(name)) => (letters.get(name.len() + 1..).unwrap_or_default(), None),
            (_, Some(name)) => {
                let start = letters.first().map_or(word.range.start, |letter| letter.start);
                let range = start..start + name.len();
                (letters, Some((name, range)))
            }
            _ => (letters, None),
        };
        let is_exact = field.is_some() && letters.first().is_some_and(|letter| letter.is('='));
        if is_exact {
            letters = letters.get(1..).unwrap_or_default();
        }
        let mut alternatives = alternatives(letters, word.range.end);
        if field.is_some_and(Field::knows_none) {
            alternatives.iter_mut().for_each(Alternative::read_none);
        }
        Self {
            is_negated,
            field,
            unknown_field,
            is_exact,
            is_open: word.is_open,
            alternatives,
            range: word.range,
        }
    }
}

impl Written {
    /// Where its field stands, with the colon and an equals sign after it.
    pub(super) fn range_of_field(&self) -> Option<Range<usize>> {
        self.field?;
        Some(self.range.start + usize::from(self.is_negated)..self.alternatives.first()?.range.start)
    }

    /// Whether its values mean whole texts.
    pub(super) fn is_of_wholes(&self) -> bool {
        !self.is_open && (self.is_exact || self.field.is_some_and(Field::is_whole))
    }

    /// Its values as texts, those of labels and annotations with their keys. A value without a key has the one of the
    /// value before it.
    pub(super) fn values(&self) -> Vec<(&Alternative, String)> {
        let has_keys = self.field.is_some_and(Field::has_keys);
        let mut key: Option<&[Letter]> = None;
        let present = self.alternatives.iter().filter(|alternative| !alternative.letters.is_empty());
        let value = |alternative| {
            let own_key = Alternative::split_at_equals(alternative).map(|(key, _)| key);
            key = own_key.or(key);
            match (key, own_key) {
                (Some(key), None) if has_keys => [text(key).as_str(), "=", &alternative.text()].concat(),
                _ => alternative.text(),
            }
        };
        let values: Vec<String> = present.clone().map(value).collect();
        present.zip(values).collect()
    }
}

/// The letters before a colon, if these are all that stands there.
fn prefix(letters: &[Letter]) -> Option<String> {
    let mut name = String::new();
    for letter in letters {
        match letter.glyph {
            Glyph::Plain(':') if !name.is_empty() => return Some(name),
            Glyph::Plain(character) if character.is_ascii_alphabetic() => name.push(character),
            _ => return None,
        }
    }
    None
}

fn alternatives(mut letters: &[Letter], end: usize) -> Vec<Alternative> {
    let mut alternatives = Vec::new();
    loop {
        let start = letters.first().map_or(end, |letter| letter.start);
        let comma = letters.iter().position(|letter| letter.is(','));
        let (own, rest) = letters.split_at(comma.unwrap_or(letters.len()));
        let stop = rest.first().map_or(end, |comma| comma.start);
        alternatives.push(Alternative { range: start..stop, letters: own.to_vec() });
        match rest.split_first() {
            Some((_, rest)) => letters = rest,
            None => return alternatives,
        }
    }
}

impl Alternative {
    /// Reads `none` as nothing in quotes. In quotes it means itself.
    fn read_none(&mut self) {
        let is_plain = self.letters.iter().all(|letter| matches!(letter.glyph, Glyph::Plain(_)));
        if is_plain && self.text().eq_ignore_ascii_case(NONE) {
            self.letters = vec![Letter { glyph: Glyph::Quote, start: self.range.start }];
        }
    }

    /// Its text, without quotes.
    pub(super) fn text(&self) -> String {
        text(&self.letters)
    }

    /// Whether it stands for more than its own text.
    pub(super) fn has_stars(&self) -> bool {
        self.letters.iter().any(|letter| letter.is('*'))
    }

    /// What stands before and after the first `=`.
    pub(super) fn split_at_equals(&self) -> Option<(&[Letter], &[Letter])> {
        let at = self.letters.iter().position(|letter| letter.is('='))?;
        Some((self.letters.get(..at)?, self.letters.get(at + 1..)?))
    }
}

/// What letters write, without quotes.
pub(super) fn text(letters: &[Letter]) -> String {
    letters.iter().filter_map(|letter| letter.character()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(text: &str) -> Written {
        let mut terms = terms(text);
        assert_eq!(terms.len(), 1, "{text}");
        terms.remove(0)
    }

    fn values(text: &str) -> Vec<String> {
        only(text).alternatives.iter().map(Alternative::text).collect()
    }

    #[test]
    fn spaces_part_terms_and_quotes_group() {
        let ranges: Vec<_> = terms(" a  -\"b c\" ns:d ").into_iter().map(|term| term.range).collect();
        assert_eq!(ranges, [1..2, 4..10, 11..15]);
        assert_eq!(values("\"a b\",c\",d\""), ["a b", "c,d"]);
        assert_eq!(values(r#""a\"b\\c\d""#), [r#"a"b\c\d"#]);
        assert!(only("\"a b").is_open);
    }

    #[test]
    fn a_field_is_named_before_a_colon_in_any_case() {
        assert_eq!(only("NS:shop").field, Some(Field::Namespace));
        assert_eq!(only("-service:=web").field, Some(Field::Service));
        assert!(only("-service:=web").is_exact && only("-service:=web").is_negated);
        assert_eq!(only("nmae:web").unknown_field, Some(("nmae".to_owned(), 0..4)));
        assert_eq!(values("nmae:web"), ["nmae:web"]);
        for text in ["\"ns:shop\"", ":80", "web-1:80", "10:80"] {
            assert_eq!((only(text).field, only(text).unknown_field), (None, None), "{text}");
        }
    }

    #[test]
    fn none_is_nothing_where_a_field_knows_it_and_it_is_not_in_quotes() {
        assert_eq!(values("class:nginx,None"), ["nginx", ""]);
        assert_eq!(values("finding:none"), [""]);
        assert_eq!(values("address:=none"), [""]);
        for (text, value) in [("class:\"none\"", "none"), ("class:none*", "none*"), ("name:none", "none")] {
            assert_eq!(values(text), [value], "{text}");
        }
    }

    #[test]
    fn alternatives_are_where_they_stand() {
        let ranges: Vec<_> = only("ns:a,\"b\",,c").alternatives.into_iter().map(|each| each.range).collect();
        assert_eq!(ranges, [3..4, 5..8, 9..9, 10..11]);
    }

    #[test]
    fn a_url_needs_no_quotes() {
        assert_eq!(values("https://a.example/x,y?q=\"z\""), ["https://a.example/x,y?q=\"z\""]);
        assert_eq!(values("url:a.example/x,y*"), ["a.example/x,y*"]);
        assert!(!only("url:a.example/*").alternatives[0].has_stars());
    }
}
