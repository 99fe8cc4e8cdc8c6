//! Which field somebody may have meant who wrote another word before a colon.

use super::field::Field;

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

/// Shorter words are not held to be the beginning of a field.
const SHORTEST_BEGINNING: usize = 3;

/// The field that is spelt nearly so.
pub(super) fn field_like(word: &str) -> Option<Field> {
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
    fn other_words_are_left_alone() {
        for word in ["", "n", "web", "api", "checkout", "shop", "localhost", "grpc", "x-y"] {
            assert_eq!(field_like(word), None, "{word}");
        }
    }
}
