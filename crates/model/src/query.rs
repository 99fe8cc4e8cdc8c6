//! The query language: one text that holds the whole filter.
//!
//! Every word must match, and case does not matter. A word matches a part of the namespace, the name, a host, a path,
//! a Service, the class or an address.

use crate::ingress::{Backend, Ingress};

/// A parsed query; the empty query matches everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    words: Vec<String>,
}

impl Query {
    /// Reads a query. Every text is one.
    pub fn parse(text: &str) -> Self {
        Self { words: text.split_whitespace().map(str::to_lowercase).collect() }
    }

    /// Whether it matches everything.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether every word matches the row.
    pub fn matches(&self, ingress: &Ingress) -> bool {
        self.words.iter().all(|word| word_matches(word, ingress))
    }

    /// Where in `text` words of the query match: byte ranges on character boundaries, in order, without overlap.
    pub fn marks(&self, text: &str) -> Vec<std::ops::Range<usize>> {
        let lower = text.to_ascii_lowercase();
        let mut found: Vec<_> = self
            .words
            .iter()
            .flat_map(|word| lower.match_indices(word.as_str()))
            .map(|(start, part)| start..start + part.len())
            .collect();
        found.sort_by_key(|range| (range.start, range.end));
        let mut marks: Vec<std::ops::Range<usize>> = Vec::new();
        for range in found {
            match marks.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => marks.push(range),
            }
        }
        marks
    }
}

fn word_matches(word: &str, ingress: &Ingress) -> bool {
    contains(&ingress.namespace, word)
        || contains(&ingress.name, word)
        || ingress.class.as_deref().is_some_and(|class| contains(class, word))
        || ingress.hosts().flatten().any(|host| contains(host, word))
        || ingress.routes().any(|(_, path)| contains(&path.path, word))
        || ingress.backends().any(|backend| backend_matches(word, backend))
        || ingress.addresses.iter().any(|address| contains(address, word))
}

/// A word with a colon is about a Service and its port.
fn backend_matches(word: &str, backend: &Backend) -> bool {
    contains(backend.name(), word) || (word.contains(':') && contains(&backend.to_string(), word))
}

/// Whether `text` contains the lower-case `word`, ASCII letters of either case alike.
fn contains(text: &str, word: &str) -> bool {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    word.is_empty() || text.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::ingress;
    use proptest::prelude::*;

    fn matches(query: &str) -> bool {
        Query::parse(query).matches(&ingress("shop", "checkout"))
    }

    #[test]
    fn every_word_must_match_somewhere() {
        assert!(matches(""));
        assert!(matches("  "));
        assert!(matches("shop check"));
        assert!(matches("CHECKOUT.Example"));
        assert!(matches("nginx 203.0.113"));
        assert!(matches("checkout:http"));
        assert!(!matches("checkout:80"));
        assert!(!matches("shop traefik"));
    }

    #[test]
    fn marks_are_where_words_match() {
        assert_eq!(Query::parse("ECK check out").marks("checkout"), vec![0..8]);
        assert_eq!(Query::parse("a").marks("banana"), vec![1..2, 3..4, 5..6]);
        assert_eq!(Query::parse("").marks("banana"), Vec::new());
    }

    proptest! {
        #[test]
        fn marks_lie_on_character_boundaries(query in ".*", text in ".*") {
            for mark in Query::parse(&query).marks(&text) {
                prop_assert!(text.get(mark).is_some());
            }
        }
    }
}
