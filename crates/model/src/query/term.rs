//! A term: what it says of a row, or what is wrong with it.

use std::borrow::Cow;
use std::ops::Range;

use jiff::Timestamp;

use crate::ingress::Ingress;
use crate::tls::EdgeClasses;
use crate::url::starts_with_scheme;

use super::condition::Condition;
use super::field::Field;
use super::findings;
use super::problem::Problem;
use super::signature::Signature;
use super::written::{Alternative, Written};

/// One term of a query: one of its values must be true of a row, or none if it is negated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    range: Range<usize>,
    field: Option<Field>,
    is_negated: bool,
    conditions: Vec<Condition>,
    values: Vec<Value>,
}

/// A value as it is written, that of a label or an annotation with its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) text: String,
    /// Whether rows with just this text are asked for.
    pub(super) is_chosen: bool,
}

impl Term {
    pub(super) fn read(written: &Written) -> Result<Self, Problem> {
        let problem = |range: &Range<usize>, message: Cow<'static, str>| Problem {
            range: if range.is_empty() { written.range.clone() } else { range.clone() },
            message,
        };
        if written.is_open {
            return Err(problem(&written.range, "expected a quotation mark at the end".into()));
        }
        let expectation = |value: &Alternative| match (written.field, value.text()) {
            (Some(Field::Finding), text) => match findings::meant(&text) {
                Some(name) => format!("there is no finding {text}: did you mean {name}?").into(),
                None => Field::Finding.expectation().into(),
            },
            (Some(field), _) => field.expectation().into(),
            (None, text) if starts_with_scheme(&text) => Field::Url.expectation().into(),
            (None, _) => "expected a word".into(),
        };
        let mut conditions = Vec::new();
        let mut key = None;
        // A comma without a value beside it is there while the value is being typed.
        for value in written.alternatives.iter().filter(|value| !value.letters.is_empty()) {
            if let Some((own, _)) = value.split_at_equals() {
                key = Some(own);
            }
            let condition = Condition::read(value, written.field, written.is_exact, key);
            conditions.push(condition.ok_or_else(|| problem(&value.range, expectation(value)))?);
        }
        if conditions.is_empty() {
            let expectation = written.field.map_or("expected a word", Field::expectation);
            return Err(problem(&written.range, expectation.into()));
        }
        Ok(Self {
            range: written.range.clone(),
            field: written.field,
            is_negated: written.is_negated,
            conditions,
            values: written
                .values()
                .into_iter()
                .map(|(alternative, text)| Value {
                    text,
                    is_chosen: written.is_of_wholes() && !written.is_negated && !alternative.has_stars(),
                })
                .collect(),
        })
    }

    pub(super) fn values(&self) -> &[Value] {
        &self.values
    }

    /// Where it stands in the text, in bytes.
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// What it is about; none is a bare word.
    pub const fn field(&self) -> Option<Field> {
        self.field
    }

    /// Whether it asks for rows of which it is not true.
    pub const fn is_negated(&self) -> bool {
        self.is_negated
    }

    /// What it asks for, unless it asks for the contrary.
    pub(super) fn wanted(&self) -> &[Condition] {
        if self.is_negated { &[] } else { &self.conditions }
    }

    /// How many values it has.
    pub(super) fn conditions(&self) -> usize {
        self.conditions.len()
    }

    /// Whether it is true of the same rows as the other, for the same reasons.
    pub(super) fn asks_the_same_as(&self, other: &Self) -> bool {
        self.is_negated == other.is_negated
            && self.field == other.field
            && self.conditions == other.conditions
    }

    pub(super) fn depends_on_time(&self) -> bool {
        self.field.is_some_and(Field::is_time)
    }

    pub(super) fn matches(&self, ingress: &Ingress, now: Timestamp, edge: &EdgeClasses) -> bool {
        self.conditions.iter().any(|condition| condition.matches(ingress, now, edge)) != self.is_negated
    }

    /// Whether one of its values names this namespace.
    pub(super) fn names_namespace(&self, namespace: &str) -> bool {
        let finds = |condition: &Condition| match condition {
            Condition::Words(words) => words.names_namespace(namespace),
            _ => false,
        };
        self.conditions.iter().any(finds)
    }

    /// Whether it is true of a row with this signature, where that is certain.
    pub(super) fn match_signature(&self, signature: &Signature) -> Option<bool> {
        let mut answer = Some(self.is_negated);
        for condition in &self.conditions {
            match condition.match_signature(signature) {
                Some(true) => return Some(!self.is_negated),
                Some(false) => {}
                None => answer = None,
            }
        }
        answer
    }

    /// Whether the other is true of every row that this is true of.
    pub(super) fn implies(&self, other: &Self) -> bool {
        let (narrow, wide) = if self.is_negated { (other, self) } else { (self, other) };
        let is_in_wide = |own: &Condition| wide.conditions.iter().any(|others| own.implies(others));
        self.is_negated == other.is_negated && narrow.conditions.iter().all(is_in_wide)
    }
}
