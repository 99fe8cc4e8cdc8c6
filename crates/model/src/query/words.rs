//! A value that is looked for in the texts of a row: in one part of it, or in every part.

use std::ops::Range;

use crate::ingress::{Backend, Ingress};
use crate::url::is_wildcard_for;

use super::letters::Letter;
use super::part::Part;
use super::pattern::{Extent, Pattern};
use super::signature::Signature;
use super::written::text;

/// What is looked for, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    /// None is every part.
    part: Option<Part>,
    pattern: Pattern,
    /// The value as `namespace/name`.
    key: Option<Pair>,
    /// The value as `service:port`.
    backend: Option<Pair>,
    /// The value as a name that wildcards may stand for.
    full_host: Option<String>,
    /// What every row that matches has.
    signature: Signature,
    /// The value as a single letter: a row matches if it has it in any part.
    letter: Option<u8>,
}

/// A value with a sign in it that stands between two texts of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pair {
    before: Pattern,
    after: Pattern,
}

impl Pair {
    fn new(letters: &[Letter], sign: char, extent: Extent) -> Option<Self> {
        let at = letters.iter().position(|letter| letter.character() == Some(sign))?;
        let before = Pattern::new(letters.get(..at)?, extent.before());
        Some(Self { before, after: Pattern::new(letters.get(at + 1..)?, extent.after()) })
    }

    fn matches(&self, before: &str, after: &str) -> bool {
        self.before.matches(before) && self.after.matches(after)
    }

    /// Where it is in a text whose first half is there, with one sign between the halves.
    fn find(&self, text: &str, first: Range<usize>) -> Option<Range<usize>> {
        let second = first.end + 1;
        let before = self.before.find(text.get(first.clone())?)?;
        let after = self.after.find(text.get(second..)?)?;
        // Without a letter before the sign, the sign is the first.
        let start = if before.is_empty() { first.end } else { first.start + before.start };
        Some(start..second + after.end)
    }
}

impl Words {
    /// A value in a part of the row, or in all of it.
    pub(super) fn new(letters: &[Letter], part: Option<Part>, extent: Extent) -> Self {
        let extent = extent.of(letters);
        let pattern = Pattern::new(letters, extent);
        // A word that begins with a slash is about a path.
        let is_key = part.is_none() && letters.first().is_some_and(|first| first.character() != Some('/'));
        let key = if is_key { Pair::new(letters, '/', extent) } else { None };
        let may_be_backend = matches!(part, None | Some(Part::Service));
        let backend = if may_be_backend { Pair::new(letters, ':', extent) } else { None };
        let is_literal = !letters.iter().any(|letter| letter.is('*'));
        let full_host = (part == Some(Part::Host) && extent == Extent::Part && is_literal)
            .then(|| text(letters))
            .filter(|host| parent(host).is_some());
        let mut signature = Signature::default();
        match full_host.as_deref().and_then(parent) {
            // All that the name and its wildcard have in common.
            Some(parent) => signature.add(&[".", parent]),
            None => pattern.literals().iter().for_each(|literal| signature.add(&[literal.folded()])),
        }
        let letter = match pattern.literals() {
            [only] if part.is_none() && pattern.is_open() && key.is_none() && backend.is_none() => {
                only.letter()
            }
            _ => None,
        };
        Self { part, pattern, key, backend, full_host, signature, letter }
    }

    /// Whether a row with this signature has what is looked for, where that is certain.
    pub(super) fn match_signature(&self, signature: &Signature) -> Option<bool> {
        match self.letter {
            Some(letter) => Some(signature.has(letter)),
            None => (!self.signature.is_within(signature)).then_some(false),
        }
    }

    /// Whether a row has what is looked for.
    pub(super) fn match_row(&self, ingress: &Ingress) -> bool {
        if let Some(part) = self.part {
            return self.match_part(part, ingress);
        }
        Part::ALL.into_iter().any(|part| self.match_part(part, ingress))
            || self.key.as_ref().is_some_and(|key| key.matches(&ingress.namespace, &ingress.name))
    }

    fn match_part(&self, part: Part, ingress: &Ingress) -> bool {
        if self.pattern.is_nothing() {
            return part.is_absent(ingress);
        }
        part.any(ingress, |text| self.pattern.matches(text))
            || match part {
                Part::Host if self.full_host.is_some() => {
                    ingress.hosts().flatten().any(|host| self.is_covered_by(host))
                }
                Part::Service if self.backend.is_some() => {
                    ingress.backends().any(|backend| self.match_pair(backend))
                }
                _ => false,
            }
    }

    fn match_pair(&self, backend: &Backend) -> bool {
        match (&self.backend, backend) {
            (Some(pair), Backend::Service { service, port }) => pair.matches(service, port),
            _ => false,
        }
    }

    fn is_covered_by(&self, host: &str) -> bool {
        self.full_host.as_deref().is_some_and(|name| is_wildcard_for(host, name))
    }

    /// Whether it names this namespace: a value of the field by what it matches, a bare word alone or before a slash by
    /// being the name itself, since it is found in parts of many names.
    pub(super) fn names_namespace(&self, namespace: &str) -> bool {
        match self.part {
            Some(Part::Namespace) => self.pattern.matches(namespace),
            Some(_) => false,
            None => {
                let before_slash = self.key.as_ref().map(|key| &key.before);
                before_slash.into_iter().chain([&self.pattern]).any(|pattern| pattern.is_text(namespace))
            }
        }
    }

    /// Whether a host of a rule is one that is looked for.
    pub(super) fn match_host(&self, host: Option<&str>) -> bool {
        match host {
            _ if !self.concerns(Part::Host) => false,
            None => self.pattern.is_nothing(),
            Some(host) => self.pattern.matches(host) || self.is_covered_by(host),
        }
    }

    /// Whether a path or what answers it is what is looked for.
    pub(super) fn match_route(&self, path: &str, backend: &Backend) -> bool {
        let by_path = self.concerns(Part::Path) && self.pattern.matches(path);
        let by_backend = || self.pattern.matches(backend.name()) || self.match_pair(backend);
        by_path || (self.concerns(Part::Service) && by_backend())
    }

    fn concerns(&self, part: Part) -> bool {
        self.part.is_none_or(|own| own == part)
    }

    /// Adds where it is found in a text that shows this part.
    pub(super) fn mark(&self, part: Part, text: &str, marks: &mut Vec<Range<usize>>) {
        if !self.concerns(part) {
            return;
        }
        if part == Part::Host && self.is_covered_by(text) {
            return marks.push(0..text.len());
        }
        let shown = match part {
            Part::Service => name_of_backend(text),
            _ => 0..text.len(),
        };
        let found = self.pattern.find_all(text.get(shown.clone()).unwrap_or_default());
        marks.extend(found.map(|found| shown.start + found.start..shown.start + found.end));
        match (part, &self.key, &self.backend) {
            (Part::Namespace, Some(key), _) => marks.extend(key.before.find(text)),
            (Part::Name, Some(key), _) => marks.extend(key.after.find(text)),
            (Part::Service, _, Some(backend)) => marks.extend(backend.find(text, shown)),
            _ => {}
        }
    }

    /// Whether every text that has this also has what the other looks for.
    pub(super) fn implies(&self, other: &Self) -> bool {
        if self == other {
            return true;
        }
        let [wanted] = other.pattern.literals() else { return false };
        let is_in = |pattern: &Pattern| {
            pattern.literals().iter().any(|literal| literal.folded().contains(wanted.folded()))
        };
        let same_kind = self.part == other.part && other.pattern.is_open();
        // What is found between two texts of a row may be in neither of them.
        let pairs_agree =
            [(&self.key, &other.key), (&self.backend, &other.backend)].into_iter().all(|(own, others)| {
                own.is_none() || others.is_some() || own.as_ref().is_some_and(|own| is_in(&own.before))
            });
        let wildcards_agree = self.full_host.as_deref().and_then(parent).is_none_or(|domain| {
            let wildcard = format!("*.{domain}");
            other.pattern.matches(&wildcard) || other.is_covered_by(&wildcard)
        });
        same_kind && is_in(&self.pattern) && pairs_agree && wildcards_agree
    }
}

/// Where the name is in `service:port` or `Kind/name`.
fn name_of_backend(text: &str) -> Range<usize> {
    let start = text.find('/').map_or(0, |slash| slash + 1);
    start..text.rfind(':').filter(|colon| *colon >= start).unwrap_or(text.len())
}

/// The domain that the first label of a name is in.
fn parent(host: &str) -> Option<&str> {
    let (label, parent) = host.split_once('.')?;
    (!label.is_empty() && !parent.is_empty()).then_some(parent)
}
