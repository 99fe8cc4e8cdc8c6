//! Which findings a value asks for.

use crate::finding::{FindingKind, FindingSet, Severity};
use crate::ingress::Ingress;

use super::pattern::{Extent, Pattern};
use super::suggestion::is_one_slip_away;
use super::written::Alternative;

/// The value that any finding is asked for by.
const ANY: &str = "any";
/// Shorter words are not held to be a part of a name.
const SHORTEST_PART: usize = 3;

/// What is asked of the findings of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Findings {
    /// That it has one of these.
    Among(FindingSet),
    /// That it has none.
    Absent,
}

impl Findings {
    /// What a value asks for: `any`, a severity or a kind; none if there is nothing of this name.
    pub(super) fn read(value: &Alternative) -> Option<Self> {
        let text = value.text();
        if text.is_empty() {
            return Some(Self::Absent);
        }
        let pattern = Pattern::new(&value.letters, Extent::Whole);
        let is_any = text.eq_ignore_ascii_case(ANY);
        let is_asked = |(severity, kind): &(Severity, FindingKind)| {
            is_any || pattern.matches(severity.name()) || pattern.matches(kind.name())
        };
        let set: FindingSet = everything().filter(is_asked).collect();
        (!set.is_empty()).then_some(Self::Among(set))
    }

    /// Whether it is true of the row.
    pub(super) fn are_of(&self, ingress: &Ingress) -> bool {
        match self {
            Self::Among(asked) => asked.intersects(&ingress.findings),
            Self::Absent => ingress.findings.is_empty(),
        }
    }
}

fn everything() -> impl Iterator<Item = (Severity, FindingKind)> {
    let of = |severity| FindingKind::ALL.into_iter().map(move |kind| (severity, kind));
    Severity::ALL.into_iter().flat_map(of)
}

/// The value that somebody may have meant who wrote this one.
pub(super) fn meant(word: &str) -> Option<&'static str> {
    let word = word.to_ascii_lowercase();
    let names = || {
        let severities = Severity::ALL.into_iter().map(Severity::name);
        severities.chain(FindingKind::ALL.into_iter().map(FindingKind::name))
    };
    let is_long = word.len() >= SHORTEST_PART;
    let beginning = names().find(|name| is_long && name.starts_with(&word));
    let slip = || names().find(|name| is_one_slip_away(word.as_bytes(), name.as_bytes()));
    beginning.or_else(slip).or_else(|| names().find(|name| is_long && name.contains(&word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_a_beginning_and_a_part_are_taken_for_the_name() {
        for (word, name) in [
            ("Tls-mising", "tls-missing"),
            ("warn", "warning"),
            ("shadowed", "route-shadowed"),
            ("secrets", "tls-secrets-differ"),
        ] {
            assert_eq!(meant(word), Some(name), "{word}");
        }
        assert_eq!((meant("ro"), meant("backend-down")), (None, None));
    }
}
