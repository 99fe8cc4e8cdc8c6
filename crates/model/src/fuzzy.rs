//! What somebody may mean who typed a few letters: scores of texts, and which letters of them were meant.
//!
//! Letters that stand together come first: at the beginning of a text, then at the beginning of a word, then anywhere.
//! After them come texts that have the letters in this order with others between. Nothing is allocated for a candidate,
//! and a candidate costs a bounded number of steps, so that hundreds of thousands can be tried at each stroke of a key.

use std::ops::Range;

/// Words beyond this are not looked at.
const MOST_WORDS: usize = 8;
/// Bytes of a word beyond this are not looked at.
const LONGEST_WORD: usize = 64;
/// Bytes of a candidate beyond this are not looked at; hosts and names have up to 253.
const LONGEST_TEXT: usize = 256;

/// How well a candidate fits: more is better.
pub type Score = u32;

/// One step between the ways of fitting; what lies below it orders candidates that fit in the same way.
const STEP: Score = 1 << 10;
const PREFIX: Score = 3 * STEP;
const BOUNDARY: Score = 2 * STEP;
const INSIDE: Score = STEP;
/// What one letter at the beginning of a word is worth where letters are scattered.
const SCATTERED_BOUNDARY: Score = 1 << 7;
const MOST_SCATTERED_BOUNDARIES: Score = 7;

/// What was typed: words in lower case, all of which must be found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pattern {
    words: Vec<Vec<u8>>,
}

/// Where a word is found in a text, in bytes.
enum Place {
    Together { start: usize },
    Scattered { end: usize },
}

impl Pattern {
    /// Reads what was typed. Every text is a pattern.
    pub fn new(text: &str) -> Self {
        let word = |word: &str| {
            let mut bytes = word.to_lowercase().into_bytes();
            bytes.truncate(LONGEST_WORD);
            bytes
        };
        Self { words: text.split_whitespace().take(MOST_WORDS).map(word).collect() }
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How well a candidate fits that is known by these texts; null if a word is in none of them. ASCII letters of
    /// either case are alike.
    pub fn score<'a>(&self, texts: &(impl Iterator<Item = &'a str> + Clone)) -> Option<Score> {
        let mut total = 0;
        for word in &self.words {
            total += texts.clone().filter_map(|text| score(word, bounded(text))).max()?;
        }
        Some(total)
    }

    /// How well one text of several fits: a word that is not in it adds nothing.
    pub fn share(&self, text: &str) -> Score {
        self.words.iter().filter_map(|word| score(word, bounded(text))).sum()
    }

    /// Which parts of `text` were meant: byte ranges on character boundaries, in order, without overlap.
    pub fn marks(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let bytes = bounded(text);
        for word in &self.words {
            match place(word, bytes) {
                Some(Place::Together { start }) => found.push(start..start + word.len()),
                Some(Place::Scattered { end }) => {
                    each_backwards(word, bytes, end, |position| found.push(position..position + 1));
                }
                None => {}
            }
        }
        found.sort_unstable_by_key(|range| range.start);
        let mut marks: Vec<Range<usize>> = Vec::new();
        for range in found {
            let range = text.floor_char_boundary(range.start)..text.ceil_char_boundary(range.end);
            match marks.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => marks.push(range),
            }
        }
        marks
    }
}

/// The best of any number of candidates, best first; of equal ones the first that was offered.
#[derive(Debug)]
pub struct Best<T> {
    most: usize,
    entries: Vec<(Score, T)>,
}

impl<T> Best<T> {
    /// Keeps the best `most`.
    pub fn new(most: usize) -> Self {
        Self { most, entries: Vec::with_capacity(most) }
    }

    /// Offers a candidate, which is made only if it is among the best.
    pub fn offer(&mut self, score: Score, candidate: impl FnOnce() -> T) {
        if self.entries.len() == self.most {
            if self.entries.last().is_none_or(|(worst, _)| score <= *worst) {
                return;
            }
            self.entries.pop();
        }
        let place = self.entries.partition_point(|(better, _)| *better >= score);
        self.entries.insert(place, (score, candidate()));
    }

    /// What is left.
    pub fn into_candidates(self) -> impl Iterator<Item = T> {
        self.entries.into_iter().map(|(_, candidate)| candidate)
    }
}

fn bounded(text: &str) -> &[u8] {
    let bytes = text.as_bytes();
    &bytes[..bytes.len().min(LONGEST_TEXT)]
}

fn score(word: &[u8], text: &[u8]) -> Option<Score> {
    let closeness = |others: usize, most: Score| most.saturating_sub(Score::try_from(others).unwrap_or(most));
    Some(match place(word, text)? {
        Place::Together { start } => {
            let tier = match start {
                0 => PREFIX,
                _ if is_boundary(text, start) => BOUNDARY,
                _ => INSIDE,
            };
            tier + closeness(text.len() - word.len(), STEP - 1)
        }
        Place::Scattered { end } => {
            let (mut boundaries, mut start) = (0, end);
            each_backwards(word, text, end, |position| {
                boundaries += Score::from(is_boundary(text, position));
                start = position;
            });
            boundaries.min(MOST_SCATTERED_BOUNDARIES) * SCATTERED_BOUNDARY
                + closeness(end - start - word.len(), SCATTERED_BOUNDARY - 1)
        }
    })
}

/// Where the word is: together at the best place there is, else scattered, ending as early as possible.
fn place(word: &[u8], text: &[u8]) -> Option<Place> {
    // Most candidates fail here, after one pass over them.
    let mut rest = word.iter();
    let mut wanted = rest.next();
    let mut end = 0;
    for (position, byte) in text.iter().enumerate() {
        let Some(next) = wanted else { break };
        if byte.eq_ignore_ascii_case(next) {
            wanted = rest.next();
            end = position + 1;
        }
    }
    if wanted.is_some() {
        return None;
    }
    let starts = (0..=text.len() - word.len())
        .filter(|&start| text[start..start + word.len()].eq_ignore_ascii_case(word));
    Some(match first_boundary_or_first(text, starts) {
        Some(start) => Place::Together { start },
        None => Place::Scattered { end },
    })
}

/// Visits the letters of a scattered word from its end to its beginning: where words of the text begin if they can be
/// there, else as close together as they can be.
fn each_backwards(word: &[u8], text: &[u8], end: usize, mut visit: impl FnMut(usize)) {
    // Whatever is at or behind the first place of a letter leaves room for the letters before it.
    let mut first_places = [0; LONGEST_WORD];
    let mut bytes = text.iter().enumerate();
    for (place, wanted) in first_places.iter_mut().zip(word) {
        *place =
            bytes.find(|(_, byte)| byte.eq_ignore_ascii_case(wanted)).map_or(0, |(position, _)| position);
    }
    let mut position = end;
    for (wanted, first_place) in word.iter().zip(first_places).rev() {
        let places = (first_place..position).rev().filter(|&place| text[place].eq_ignore_ascii_case(wanted));
        let Some(found) = first_boundary_or_first(text, places) else { return };
        visit(found);
        position = found;
    }
}

fn first_boundary_or_first(text: &[u8], mut positions: impl Iterator<Item = usize>) -> Option<usize> {
    let first = positions.next()?;
    Some(
        std::iter::once(first)
            .chain(positions)
            .find(|&position| is_boundary(text, position))
            .unwrap_or(first),
    )
}

/// Whether a word of the text begins here.
fn is_boundary(text: &[u8], position: usize) -> bool {
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    position.checked_sub(1).is_none_or(|before| !is_letter(&text[before]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn score_of(pattern: &str, text: &str) -> Option<Score> {
        Pattern::new(pattern).score(&[text].into_iter())
    }

    fn ordered<'a>(pattern: &str, texts: &[&'a str]) -> Vec<&'a str> {
        let mut best = Best::new(10);
        for text in texts {
            if let Some(score) = score_of(pattern, text) {
                best.offer(score, || *text);
            }
        }
        best.into_candidates().collect()
    }

    #[test]
    fn the_beginning_is_better_than_a_words_beginning_then_any_place_then_scattered_letters() {
        let texts = ["c-a-r-t", "descartes", "shop/cart", "cart-v2", "carat", "cat", "cart"];
        assert_eq!(
            ordered("cart", &texts),
            ["cart", "cart-v2", "shop/cart", "descartes", "c-a-r-t", "carat"]
        );
    }

    #[test]
    fn letters_that_begin_words_are_better_than_others() {
        assert_eq!(
            ordered("cwp", &["cowpox", "cawp", "checkout-web-prod"]),
            ["checkout-web-prod", "cowpox", "cawp"]
        );
        assert_eq!(ordered("cp", &["coop", "xcoop"]), ["coop", "xcoop"]);
    }

    #[test]
    fn every_word_must_be_in_one_of_the_texts() {
        let texts = ["shop/checkout", "cart.example.com"];
        let score = |pattern: &str| Pattern::new(pattern).score(&texts.into_iter());
        assert!(score("SHOP example").is_some());
        assert!(score("shop/checkout").is_some());
        assert!(score("shop pay").is_none());
        assert!(score("").is_some());
    }

    #[test]
    fn marks_are_what_was_meant() {
        let marks = |pattern: &str, text: &str| Pattern::new(pattern).marks(text);
        assert_eq!(marks("cart", "descartes-cart"), vec![10..14]);
        assert_eq!(marks("cwp", "checkout-web-prod"), vec![0..1, 9..10, 13..14]);
        assert_eq!(marks("ab", "b-xa-zb"), vec![3..4, 6..7]);
        assert_eq!(marks("ab bc", "abc"), vec![0..3]);
        assert_eq!(marks("nowhere", "abc"), Vec::new());
    }

    #[test]
    fn only_the_best_are_kept_and_made() {
        let mut best = Best::new(2);
        let mut made = Vec::new();
        for (score, name) in [(1, "a"), (3, "b"), (1, "c"), (3, "d"), (2, "e")] {
            best.offer(score, || made.push(name));
        }
        assert_eq!(best.into_candidates().count(), 2);
        assert_eq!(made, ["a", "b", "d"], "neither an equal nor a worse one is made");
        let mut none = Best::new(0);
        none.offer(1, || "a");
        assert_eq!(none.into_candidates().next(), None);
    }

    #[test]
    fn what_is_too_long_is_not_looked_at() {
        let long = "a".repeat(10_000);
        assert!(score_of(&long, &long).is_some());
        assert_eq!(score_of("z", &format!("{long}z")), None);
        let words = format!("{} nowhere", "a ".repeat(MOST_WORDS));
        assert!(score_of(&words, "a").is_some());
    }

    proptest! {
        #[test]
        fn marks_lie_on_character_boundaries(pattern in ".*", text in ".*") {
            for mark in Pattern::new(&pattern).marks(&text) {
                prop_assert!(text.get(mark).is_some());
            }
        }

        #[test]
        fn whatever_is_part_of_a_text_is_found_in_it(text in "[a-z./-]{1,40}", start in 0usize..40, length in 1usize..40) {
            let start = start % text.len();
            let part = &text[start..text.len().min(start + length)];
            let found = score_of(part, &text);
            prop_assert!(found.is_some_and(|score| score >= INSIDE));
            prop_assert!(!Pattern::new(part).marks(&text).is_empty());
        }
    }
}
