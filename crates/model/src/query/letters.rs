//! A text in words, and the words in letters.
//!
//! Spaces end a word. Within quotes a letter means itself, spaces, commas and stars too; `\"` and `\\` are a quotation
//! mark and a backslash there. A URL needs no quotes: up to the next space its letters mean themselves.

use std::ops::Range;

use crate::url::starts_with_scheme;

/// One word of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Where it stands, in bytes.
    pub(super) range: Range<usize>,
    pub(super) letters: Vec<Letter>,
    /// Whether a quotation was begun and not ended.
    pub(super) is_open: bool,
}

/// One letter and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letter {
    pub(super) glyph: Glyph,
    /// Its first byte in the text.
    pub(super) start: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Glyph {
    /// May have a meaning in the language.
    Plain(char),
    /// Means itself.
    Quoted(char),
    /// The beginning of a quotation, without which an empty value could not be written.
    Quote,
}

impl Letter {
    /// Whether it is this sign of the language.
    pub(super) fn is(self, sign: char) -> bool {
        self.glyph == Glyph::Plain(sign)
    }

    /// The character that it stands for.
    pub(super) const fn character(self) -> Option<char> {
        match self.glyph {
            Glyph::Plain(character) | Glyph::Quoted(character) => Some(character),
            Glyph::Quote => None,
        }
    }
}

/// The words of a text.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(begin) = rest.find(|character: char| !character.is_whitespace()) else { break };
        let word = word(text, at + begin);
        at = word.range.end;
        words.push(word);
    }
    words
}

fn word(text: &str, start: usize) -> Word {
    let mut word = Word { range: start..text.len(), letters: Vec::new(), is_open: false };
    let url = start_of_url(text, start);
    let mut characters = text.char_indices().skip_while(|(at, _)| *at < start).peekable();
    while let Some((at, character)) = characters.next() {
        let glyph = match character {
            _ if character.is_whitespace() && !word.is_open => {
                word.range.end = at;
                break;
            }
            _ if url.is_some_and(|url| at >= url) => Glyph::Quoted(character),
            '"' => {
                word.is_open = !word.is_open;
                if !word.is_open {
                    continue;
                }
                Glyph::Quote
            }
            '\\' if word.is_open => match characters.next_if(|(_, next)| matches!(next, '"' | '\\')) {
                Some((_, escaped)) => Glyph::Quoted(escaped),
                None => Glyph::Quoted(character),
            },
            _ if word.is_open => Glyph::Quoted(character),
            _ => Glyph::Plain(character),
        };
        word.letters.push(Letter { glyph, start: at });
    }
    word
}

/// Where in a word that starts here a URL does.
fn start_of_url(text: &str, start: usize) -> Option<usize> {
    let word = text.get(start..)?;
    let begin = usize::from(word.starts_with('-'));
    let word = word.get(begin..)?;
    if starts_with_scheme(word) {
        return Some(start + begin);
    }
    let field = "url:".len();
    let is_field = word.get(..field).is_some_and(|name| name.eq_ignore_ascii_case("url:"));
    let is_quoted = word.get(field..).is_some_and(|value| value.starts_with('"'));
    (is_field && !is_quoted).then_some(start + begin + field)
}
