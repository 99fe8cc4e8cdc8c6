//! The query language: one text that holds the whole filter. `docs/query.md` describes it.
//!
//! A text becomes letters (`letters`), letters become terms as they are written (`written`), and those become what they
//! ask of a row (`term`, `condition`). Editing works on the terms as they are written, so that what a person typed
//! stays as it is.

mod condition;
pub mod edit;
mod exclusion;
pub mod facet;
mod field;
mod findings;
mod letters;
mod literal;
mod marks;
mod part;
mod pattern;
mod problem;
#[cfg(test)]
mod properties;
mod segment;
mod shown;
mod signature;
mod suggestion;
mod term;
#[cfg(test)]
mod tests;
mod time;
mod words;
mod written;

use jiff::Timestamp;

use crate::ingress::Ingress;
use crate::tls::EdgeClasses;
use crate::url::{HostFit, Rank, Url};

pub use exclusion::{Exclusion, excludes_most};
pub use field::Field;
pub use part::Part;
pub use problem::{Advice, Hint, Problem};
pub use segment::{Segment, segments};
pub use shown::{Shown, shown};
pub use signature::Signature;
pub use term::Term;

use condition::Condition;

/// A parsed query; the empty query matches everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    terms: Vec<Term>,
    problems: Vec<Problem>,
    hints: Vec<Hint>,
    edge: EdgeClasses,
}

impl Query {
    /// Reads a query. Every text is one: terms that make no sense are left out and told by [`Query::problems`].
    pub fn parse(text: &str) -> Self {
        let mut query = Self::default();
        for written in written::terms(text) {
            match term::Term::read(&written) {
                Ok(term) => query.terms.push(term),
                Err(problem) => query.problems.push(problem),
            }
            query.hints.extend(suggestion::hints(&written));
        }
        query
    }

    /// The same query where TLS of these classes ends before the Ingress.
    #[must_use]
    pub fn with_edge_classes(self, edge: EdgeClasses) -> Self {
        Self { edge, ..self }
    }

    /// Whether it matches everything.
    pub const fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The terms that filter, in the order of the text.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.terms.iter()
    }

    /// How many values a row may be held against: each word, and each that stands between commas.
    pub fn values(&self) -> usize {
        self.terms.iter().map(Term::conditions).sum()
    }

    /// The same query without the terms that only repeat an earlier one. Takes time with the square of their number.
    #[must_use]
    pub fn without_repetitions(mut self) -> Self {
        let mut distinct: Vec<Term> = Vec::with_capacity(self.terms.len());
        for term in self.terms {
            if !distinct.iter().any(|earlier| earlier.asks_the_same_as(&term)) {
                distinct.push(term);
            }
        }
        self.terms = distinct;
        self
    }

    /// What is wrong, in the order of the text.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// What may have been meant by words that are looked for as they are written, in the order of the text.
    pub fn hints(&self) -> &[Hint] {
        &self.hints
    }

    /// Whether what matches changes as time goes by.
    pub fn depends_on_time(&self) -> bool {
        self.terms.iter().any(Term::depends_on_time)
    }

    /// Whether every term is true of the row at this time, by the server's clock.
    pub fn matches(&self, ingress: &Ingress, now: Timestamp) -> bool {
        self.terms.iter().all(|term| term.matches(ingress, now, &self.edge))
    }

    /// Whether it asks for this namespace by name, whatever else it asks for: by the field or by a bare word.
    pub fn asks_for_namespace(&self, namespace: &str) -> bool {
        let is_ruled_out = |term: &Term| {
            term.field() == Some(Field::Namespace) && term.is_negated() == term.names_namespace(namespace)
        };
        self.terms.iter().any(|term| !term.is_negated() && term.names_namespace(namespace))
            && !self.terms.iter().any(is_ruled_out)
    }

    /// [`Query::matches`] of a row whose signature is known, which decides on most rows alone.
    pub fn matches_signed(&self, signature: &Signature, ingress: &Ingress, now: Timestamp) -> bool {
        self.match_signature(signature).unwrap_or_else(|| self.matches(ingress, now))
    }

    /// Whether a row with this signature matches, where that is certain.
    fn match_signature(&self, signature: &Signature) -> Option<bool> {
        let mut answer = Some(true);
        for term in &self.terms {
            match term.match_signature(signature) {
                Some(false) => return Some(false),
                Some(true) => {}
                None => answer = None,
            }
        }
        answer
    }

    /// Whether every row that matches this query surely matched the earlier one, so that only what matched that need be
    /// looked at.
    pub fn narrows(&self, earlier: &Self) -> bool {
        let is_implied = |others: &Term| self.terms.iter().any(|own| own.implies(others));
        !earlier.depends_on_time() && self.edge == earlier.edge && earlier.terms.iter().all(is_implied)
    }

    /// The URL that rows are to answer, the first where there are several.
    pub fn url(&self) -> Option<&Url> {
        self.urls().next()
    }

    fn urls(&self) -> impl Iterator<Item = &Url> {
        self.terms.iter().flat_map(Term::wanted).filter_map(|condition| match condition {
            Condition::Url(url) => Some(url),
            _ => None,
        })
    }

    /// How well the row answers the URL of the query, of several that it answers the one that it does worst; rows are
    /// shown in this order before any other. Null for all rows of a query without a URL.
    pub fn rank(&self, ingress: &Ingress) -> Option<Rank> {
        self.urls().filter_map(|url| url.rank(ingress)).max()
    }

    /// Whether the row answers the URL of the query with what is for any host. Such rows come after all others.
    pub fn is_for_any_host(&self, ingress: &Ingress) -> bool {
        self.rank(ingress).is_some_and(|rank| rank.host == HostFit::Any)
    }

    /// Whether rows differ in [`Query::rank`].
    pub fn has_ranks(&self) -> bool {
        self.url().is_some()
    }
}
