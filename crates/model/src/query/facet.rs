//! The values of a field among the rows, with how many rows have each: what the menus above the table offer.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::finding::{FindingKind, Severity};
use crate::ingress::Ingress;
use crate::order::natural;
use crate::tls::TlsState;

use super::edit::{is_same, key_of};
use super::{Field, Query, Term};

/// What is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Facet<'a> {
    /// The namespaces.
    Namespace,
    /// The classes; the empty one stands for none.
    Class,
    /// What is known of TLS: `yes`, `partial`, `edge` and `no`.
    Tls,
    /// The addresses; the empty one stands for none.
    Address,
    /// The keys of labels.
    LabelKey,
    /// The values of the label with this key, each written `key=value`.
    Label(&'a str),
    /// The severities of findings; the empty one stands for rows without a finding.
    Severity,
    /// The kinds of findings.
    Finding,
}

/// One value and how often it is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// As [`toggle`](super::edit::toggle) takes it.
    pub value: String,
    /// How many rows have it, of those that match the query without its terms about the facet.
    pub count: usize,
    /// Whether the query asks for it.
    pub chosen: bool,
}

impl Facet<'_> {
    /// The field whose terms choose values.
    pub const fn field(self) -> Field {
        match self {
            Self::Namespace => Field::Namespace,
            Self::Class => Field::Class,
            Self::Tls => Field::Tls,
            Self::Address => Field::Address,
            Self::LabelKey | Self::Label(_) => Field::Label,
            Self::Severity | Self::Finding => Field::Finding,
        }
    }

    /// Whether the term is about this facet, and has no say in how often its values are found.
    fn owns(self, term: &Term) -> bool {
        let is_of_key = |key: &str| term.values().iter().any(|value| is_same(key_of(&value.text), key));
        term.field() == Some(self.field())
            && match self {
                Self::Label(key) => is_of_key(key),
                // What a value is not added to narrows the others.
                Self::Severity | Self::Finding => {
                    term.values().iter().all(|value| value.is_chosen && self.lists(&value.text))
                }
                _ => true,
            }
    }

    /// Where a value stands whatever its count; values of most facets have no order of their own.
    fn own_order(self, value: &str) -> Option<(bool, Option<Severity>)> {
        let severity = || Severity::named(value);
        (self == Self::Severity).then(|| (severity().is_none(), severity()))
    }

    /// Whether a value that the query asks for is one of this facet's.
    fn lists(self, value: &str) -> bool {
        match self {
            Self::Tls => TlsState::named(value).is_some(),
            Self::LabelKey => !value.contains('='),
            Self::Label(key) => value.contains('=') && is_same(key_of(value), key),
            Self::Severity => value.is_empty() || Severity::named(value).is_some(),
            Self::Finding => FindingKind::named(value).is_some(),
            _ => true,
        }
    }
}

/// The values among the rows, and all that the query asks for: severities from the worst, all others by how often they
/// are found.
pub fn values<'a>(
    rows: impl IntoIterator<Item = &'a Ingress>,
    query: &Query,
    facet: Facet,
    now: Timestamp,
) -> Vec<FacetValue> {
    let mut others = query.clone();
    others.terms.retain(|term| !facet.owns(term));
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for row in rows.into_iter().filter(|row| others.matches(row, now)) {
        let mut count = |value: &'a str| *counts.entry(value).or_default() += 1;
        match facet {
            Facet::Namespace => count(&row.namespace),
            Facet::Class => count(row.class.as_deref().unwrap_or_default()),
            Facet::Tls => count(TlsState::of(row, &query.edge).name()),
            Facet::Address if row.addresses.is_empty() => count(""),
            Facet::Address => distinct(&row.addresses).for_each(count),
            Facet::LabelKey => row.labels.keys().for_each(|key| count(key)),
            Facet::Label(key) => row.labels.get(key).into_iter().for_each(|value| count(value)),
            Facet::Severity if row.findings.is_empty() => count(""),
            Facet::Severity => {
                let severities = Severity::ALL.into_iter();
                severities
                    .filter(|severity| row.findings.has_severity(*severity))
                    .for_each(|one| count(one.name()));
            }
            Facet::Finding => {
                let kinds = FindingKind::ALL.into_iter();
                kinds.filter(|kind| row.findings.has_kind(*kind)).for_each(|kind| count(kind.name()));
            }
        }
    }
    let written = |value: &str| match facet {
        Facet::Label(key) => [key, "=", value].concat(),
        _ => value.to_owned(),
    };
    let mut values: Vec<FacetValue> = counts
        .into_iter()
        .map(|(value, count)| FacetValue { value: written(value), count, chosen: false })
        .collect();
    let of_field = query.terms().filter(|term| term.field() == Some(facet.field())).flat_map(Term::values);
    for chosen in of_field.filter(|value| value.is_chosen && facet.lists(&value.text)) {
        match values.iter_mut().find(|known| is_same(&known.value, &chosen.text)) {
            Some(known) => known.chosen = true,
            None => values.push(FacetValue { value: chosen.text.clone(), count: 0, chosen: true }),
        }
    }
    values.sort_by(|one, other| {
        facet
            .own_order(&one.value)
            .cmp(&facet.own_order(&other.value))
            .then_with(|| other.count.cmp(&one.count))
            .then_with(|| natural(&one.value, &other.value))
            .then_with(|| one.value.cmp(&other.value))
    });
    values
}

fn distinct(values: &[String]) -> impl Iterator<Item = &str> {
    let is_first = |at: usize| !values.iter().take(at).any(|before| *before == values[at]);
    (0..values.len()).filter(move |at| is_first(*at)).map(|at| values[at].as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingress::Tls;
    use crate::sample::ingress;

    fn rows() -> Vec<Ingress> {
        let mut rows: Vec<Ingress> =
            [("shop", "web"), ("shop", "api"), ("pay", "web"), ("pay-10", "web"), ("pay-9", "x")]
                .into_iter()
                .map(|(namespace, name)| ingress(namespace, name))
                .collect();
        rows[0].class = None;
        rows[1].tls = vec![Tls { hosts: Vec::new(), secret: None }];
        rows[2].addresses.clear();
        rows[3].addresses = vec!["a".to_owned(), "a".to_owned()];
        rows
    }

    fn of(query: &str, facet: Facet) -> Vec<(String, usize, bool)> {
        let query = Query::parse(query);
        let values = values(&rows(), &query, facet, Timestamp::UNIX_EPOCH);
        values.into_iter().map(|value| (value.value, value.count, value.chosen)).collect()
    }

    fn row(value: &str, count: usize, chosen: bool) -> (String, usize, bool) {
        (value.to_owned(), count, chosen)
    }

    #[test]
    fn the_facets_own_terms_do_not_count() {
        let expected =
            [row("pay", 1, false), row("pay-10", 1, false), row("shop", 1, true), row("gone", 0, true)];
        assert_eq!(of("ns:Shop,gone name:web", Facet::Namespace), expected);
        assert_eq!(of("-ns:shop web", Facet::Namespace).len(), 3);
        assert_eq!(of("ns:p*", Facet::Namespace)[0], row("shop", 2, false));
    }

    #[test]
    fn the_absence_of_a_value_is_one_too() {
        assert_eq!(of("", Facet::Class), [row("nginx", 4, false), row("", 1, false)]);
        assert_eq!(of("class:\"\"", Facet::Class)[1], row("", 1, true));
        let addresses = [row("203.0.113.7", 3, false), row("", 1, false), row("a", 1, true)];
        assert_eq!(of("address:=a", Facet::Address), addresses);
        assert_eq!(
            of("tls:partial", Facet::Tls),
            [row("no", 4, false), row("yes", 1, false), row("partial", 0, true)]
        );
    }

    #[test]
    fn labels_are_counted_by_key_and_by_value() {
        assert_eq!(of("label:app=web,x", Facet::LabelKey), [row("app", 5, false)]);
        let values = [row("app=web", 3, true), row("app=api", 1, false), row("app=x", 1, true)];
        assert_eq!(of("label:app=web,x", Facet::Label("app")), values);
        assert_eq!(of("label:app=web,x", Facet::Label("other")), []);
        assert_eq!(of("label:other=y", Facet::Label("app")), []);
        assert_eq!(of("label:app", Facet::LabelKey), [row("app", 5, true)]);
    }

    #[test]
    fn findings_are_counted_by_severity_and_by_kind() {
        let mut rows = rows();
        rows[0].findings.insert(FindingKind::TlsMissing, Severity::Notice);
        rows[0].findings.insert(FindingKind::RuleNeverMatches, Severity::Error);
        rows[0].findings.insert(FindingKind::RuleNeverMatches, Severity::Warning);
        rows[1].findings.insert(FindingKind::TlsMissing, Severity::Warning);
        let of = |query: &str, facet| {
            let values = values(&rows, &Query::parse(query), facet, Timestamp::UNIX_EPOCH);
            values.into_iter().map(|value| (value.value, value.count, value.chosen)).collect::<Vec<_>>()
        };
        let severities = |error| {
            [row("error", 1, error), row("warning", 2, false), row("notice", 1, false), row("", 3, false)]
        };
        assert_eq!(of("", Facet::Severity), severities(false));
        assert_eq!(of("finding:error", Facet::Severity), severities(true));
        let of_errors = [row("rule-never-matches", 1, false), row("tls-missing", 1, false)];
        assert_eq!(of("finding:error", Facet::Finding), of_errors);
        let kinds = [row("tls-missing", 2, true), row("rule-never-matches", 1, false)];
        assert_eq!(of("finding:TLS-missing", Facet::Finding), kinds);
    }

    #[test]
    fn equal_counts_are_in_natural_order() {
        let names: Vec<String> = of("", Facet::Namespace).into_iter().map(|(name, ..)| name).collect();
        assert_eq!(names, ["shop", "pay", "pay-9", "pay-10"]);
    }
}
