//! What somebody may have meant who wrote another word before a colon, or another state of TLS after it.

use crate::tls::TlsState;
use crate::url::starts_with_scheme;

use super::field::Field;
use super::problem::{Advice, Hint};
use super::written::Written;

/// Words that people use for a field, which are not spelt like it.
const SYNONYMS: [(&str, Field); 7] = [
    ("ingress", Field::Name),
    ("domain", Field::Host),
    ("backend", Field::Service),
    ("secret", Field::Tls),
    ("ip", Field::Address),
    ("created", Field::Age),
    ("problem", Field::Finding),
];

/// Words that people use for a state of TLS.
const STATES: [(&str, TlsState); 9] = [
    ("true", TlsState::Full),
    ("full", TlsState::Full),
    ("all", TlsState::Full),
    ("on", TlsState::Full),
    ("some", TlsState::Partial),
    ("false", TlsState::None),
    ("none", TlsState::None),
    ("off", TlsState::None),
    ("missing", TlsState::None),
];

/// Shorter words are not held to be the beginning of a field.
const SHORTEST_BEGINNING: usize = 3;

/// What may have been meant by this term, in the order of the text.
pub(super) fn hints(written: &Written) -> Vec<Hint> {
    match (&written.unknown_field, written.field) {
        (Some((word, range)), _) => {
            let advice = field_like(word).map(Advice::Field);
            let advice = advice.or_else(|| (!is_text(written)).then(|| Advice::NoField(word.clone())));
            advice.map(|advice| Hint { range: range.clone(), advice }).into_iter().collect()
        }
        (_, Some(Field::Tls)) if !written.is_exact => tls_hints(written),
        _ => Vec::new(),
    }
}

/// Whether nobody can mean a field by the word before the colon: it is a Service before its port, or begins a URL.
fn is_text(written: &Written) -> bool {
    written.alternatives.iter().all(|value| {
        let text = value.text();
        let is_port = |(_, port): (&str, &str)| port.bytes().all(|byte| byte.is_ascii_digit());
        starts_with_scheme(&text) || text.split_once(':').is_some_and(is_port)
    })
}

fn tls_hints(written: &Written) -> Vec<Hint> {
    let is_secret = |text: &str| !text.is_empty() && TlsState::named(text).is_none();
    let taken = written.alternatives.iter().filter(|value| !value.has_stars() && is_secret(&value.text()));
    taken
        .map(|value| {
            let advice = state_like(&value.text()).map(Advice::Tls);
            let advice = advice.unwrap_or_else(|| Advice::Secret(value.text()));
            Hint { range: value.range.clone(), advice }
        })
        .collect()
}

/// The state of TLS that is spelt nearly so.
fn state_like(word: &str) -> Option<TlsState> {
    let word = word.to_ascii_lowercase();
    let known = STATES.into_iter().find(|(known, _)| *known == word).map(|(_, state)| state);
    let is_like = |state: &TlsState| {
        let name = state.name();
        (word.len() >= SHORTEST_BEGINNING && name.starts_with(&word))
            || is_one_slip_away(word.as_bytes(), name.as_bytes())
    };
    known.or_else(|| TlsState::ALL.into_iter().find(is_like))
}

/// The field that is spelt nearly so.
fn field_like(word: &str) -> Option<Field> {
    let word = word.to_ascii_lowercase();
    if let Some((_, field)) = SYNONYMS.into_iter().find(|(synonym, _)| *synonym == word) {
        return Some(field);
    }
    let is_beginning = |field: &Field| {
        let name = field.name();
        word.len().min(name.len()) >= SHORTEST_BEGINNING
            && (name.starts_with(&word) || word.starts_with(name))
    };
    Field::ALL.into_iter().find(is_beginning).or_else(|| {
        Field::ALL.into_iter().find(|field| is_one_slip_away(word.as_bytes(), field.name().as_bytes()))
    })
}

/// Whether one letter was left out, added, changed or swapped with the next.
pub(super) fn is_one_slip_away(word: &[u8], name: &[u8]) -> bool {
    if name.len() < SHORTEST_BEGINNING {
        return false;
    }
    let same = word.iter().zip(name).take_while(|(one, other)| one == other).count();
    let (word, name) = (&word[same..], &name[same..]);
    match (word, name) {
        ([], rest) | (rest, []) => rest.len() == 1,
        ([first, word @ ..], [other, name @ ..]) => {
            let changed = word == name;
            let added = word.first() == Some(other) && word.get(1..) == Some(name);
            let left_out = name.first() == Some(first) && name.get(1..) == Some(word);
            let swapped =
                word.first() == Some(other) && name.first() == Some(first) && word.get(1..) == name.get(1..);
            changed || added || left_out || swapped
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_nearly_a_field_is_taken_for_it() {
        for (word, field) in [
            ("nmae", Field::Name),
            ("nam", Field::Name),
            ("names", Field::Name),
            ("HOTS", Field::Host),
            ("hostname", Field::Host),
            ("labels", Field::Label),
            ("lable", Field::Label),
            ("addr", Field::Address),
            ("anotation", Field::Annotation),
            ("svx", Field::Service),
            ("ip", Field::Address),
            ("chnaged", Field::Changed),
        ] {
            assert_eq!(field_like(word), Some(field), "{word}");
        }
    }

    #[test]
    fn what_is_nearly_a_state_of_tls_is_taken_for_it() {
        for (word, state) in [
            ("true", Some(TlsState::Full)),
            ("None", Some(TlsState::None)),
            ("yess", Some(TlsState::Full)),
            ("par", Some(TlsState::Partial)),
            ("egde", Some(TlsState::Edge)),
            ("maybe", None),
            ("shop-tls", None),
            ("n", None),
        ] {
            assert_eq!(state_like(word), state, "{word}");
        }
    }

    #[test]
    fn other_words_are_left_alone() {
        for word in ["", "n", "web", "api", "checkout", "shop", "localhost", "grpc", "x-y"] {
            assert_eq!(field_like(word), None, "{word}");
        }
    }
}
