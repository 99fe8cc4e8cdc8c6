//! What one value of a term asks of a row.

use jiff::Timestamp;

use crate::ingress::Ingress;
use crate::tls::{EdgeClasses, TlsState};
use crate::url::{Url, starts_with_scheme};

use super::field::Field;
use super::findings::Findings;
use super::letters::Letter;
use super::part::Part;
use super::pattern::{Extent, Pattern};
use super::signature::Signature;
use super::time::Since;
use super::words::Words;
use super::written::{Alternative, text};

/// One thing to be true of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Condition {
    Words(Box<Words>),
    Tls(TlsState),
    /// A Secret of `spec.tls`.
    Secret(Pattern),
    Label(Entry),
    Annotation(Entry),
    Age(Since),
    Changed(Since),
    Url(Url),
    Finding(Findings),
}

/// A key, or a key and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    key: Pattern,
    value: Option<Pattern>,
}

impl Condition {
    /// What a value asks for; none if it makes no sense in its field. A value without a key has the one before it.
    pub(super) fn read(
        value: &Alternative,
        field: Option<Field>,
        is_exact: bool,
        key: Option<&[Letter]>,
    ) -> Option<Self> {
        let extent = match field {
            Some(field) if is_exact || field.is_whole() => Extent::Whole,
            _ => Extent::Part,
        };
        let words = |part| Some(Self::Words(Box::new(Words::new(&value.letters, part, extent))));
        let Some(field) = field else { return bare(value) };
        match field {
            Field::Namespace => words(Some(Part::Namespace)),
            Field::Name => words(Some(Part::Name)),
            Field::Class => words(Some(Part::Class)),
            Field::Host => words(Some(Part::Host)),
            Field::Path => words(Some(Part::Path)),
            Field::Service => words(Some(Part::Service)),
            Field::Address => words(Some(Part::Address)),
            Field::Tls => Some(tls(value, is_exact)),
            Field::Label => Entry::read(value, extent, key).map(Self::Label),
            Field::Annotation => Entry::read(value, extent, key).map(Self::Annotation),
            Field::Age => Since::parse(&value.text()).filter(|_| !is_exact).map(Self::Age),
            Field::Changed => Since::parse(&value.text()).filter(|_| !is_exact).map(Self::Changed),
            Field::Url => Url::parse(&value.text()).map(Self::Url),
            Field::Finding => Findings::read(value).map(Self::Finding),
        }
    }

    /// Whether it is true of the row.
    pub(super) fn matches(&self, ingress: &Ingress, now: Timestamp, edge: &EdgeClasses) -> bool {
        match self {
            Self::Words(words) => words.match_row(ingress),
            Self::Tls(state) => TlsState::of(ingress, edge) == *state,
            Self::Secret(secret) => {
                let mut secrets = ingress.tls.iter().filter_map(|tls| tls.secret.as_deref());
                secrets.any(|name| secret.matches(name))
            }
            Self::Label(entry) => entry.is_in(ingress.labels.iter()),
            Self::Annotation(entry) => entry.is_in(ingress.annotations.iter()),
            Self::Age(since) => since.holds(ingress.created_at, now),
            Self::Changed(since) => since.holds(ingress.changed_at, now),
            Self::Url(url) => url.rank(ingress).is_some(),
            Self::Finding(findings) => findings.are_of(ingress),
        }
    }

    /// Whether it is true of a row with this signature, where that is certain.
    pub(super) fn match_signature(&self, signature: &Signature) -> Option<bool> {
        match self {
            Self::Words(words) => words.match_signature(signature),
            _ => None,
        }
    }

    /// Whether the other is true of every row that this is true of.
    pub(super) fn implies(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Words(own), Self::Words(others)) => own.implies(others),
            _ => self == other,
        }
    }
}

fn bare(value: &Alternative) -> Option<Condition> {
    let text = value.text();
    if starts_with_scheme(&text) {
        return Url::parse(&text).map(Condition::Url);
    }
    (!text.is_empty()).then(|| Condition::Words(Box::new(Words::new(&value.letters, None, Extent::Part))))
}

fn tls(value: &Alternative, is_exact: bool) -> Condition {
    match TlsState::named(&value.text()) {
        Some(state) if !is_exact => Condition::Tls(state),
        _ => Condition::Secret(Pattern::new(&value.letters, Extent::Whole)),
    }
}

impl Entry {
    fn read(value: &Alternative, extent: Extent, key: Option<&[Letter]>) -> Option<Self> {
        let (key, value) = match (value.split_at_equals(), key) {
            (Some((key, value)), _) => (key, Some(value)),
            (None, Some(key)) => (key, Some(value.letters.as_slice())),
            (None, None) => (value.letters.as_slice(), None),
        };
        if text(key).is_empty() || value.is_some_and(<[Letter]>::is_empty) {
            return None;
        }
        let value = value.map(|value| Pattern::new(value, extent.of(value)));
        Some(Self { key: Pattern::new(key, extent), value })
    }

    fn is_in<'a>(&self, mut entries: impl Iterator<Item = (&'a String, &'a String)>) -> bool {
        entries.any(|(key, text)| {
            self.key.matches(key) && self.value.as_ref().is_none_or(|value| value.matches(text))
        })
    }
}
