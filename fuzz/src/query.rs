//! Any text is a query, whatever row it is held against, whatever it marks and however it is edited.

use jiff::Timestamp;
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::query::facet::{self, Facet};
use kube_ingress_dash_model::query::{Field, Part, Query, Signature, Term, edit, excludes_most, shown};

/// The first line is the query, the second an object that it is held against and whose text is marked.
pub fn check(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (text, object) = text.split_once('\n').unwrap_or((&text, ""));
    let query = Query::parse(text);
    is_within(text, &query);
    if let Ok(object) = serde_json::from_str(object)
        && let Ok(row) = super::object::projection().row(object)
    {
        filters(text, &query, &row);
    }
    for part in Part::ALL {
        marks(&query, part, object);
    }
    for field in Field::ALL {
        edits(text, field, object);
    }
}

/// What is said of the text is said of parts of it.
fn is_within(text: &str, query: &Query) {
    let terms = query.terms().map(Term::range);
    let problems = query.problems().iter().map(|problem| problem.range.clone());
    let hints = query.hints().iter().map(|hint| hint.range.clone());
    for range in terms.chain(problems).chain(hints) {
        assert!(text.get(range.clone()).is_some_and(|part| !part.is_empty()), "{range:?} of {text:?}");
    }
}

fn filters(text: &str, query: &Query, row: &Ingress) {
    let now = Timestamp::UNIX_EPOCH;
    let matches = query.matches(row, now);
    assert!(matches || !query.is_empty(), "the empty query does not match");
    let signed = query.matches_signed(&Signature::of(row), row, now);
    assert!(signed == matches, "the signature says something else than {text:?}");
    assert!(query.narrows(query) || query.depends_on_time(), "{text:?} does not narrow itself");
    let shouted = Query::parse(&text.to_ascii_uppercase());
    // The path of a URL is what a server is asked for, in just these letters.
    assert!(matches == shouted.matches(row, now) || text.contains(['/']), "case matters in {text:?}");
    if let Some(exclusion) = excludes_most(query, [row], now) {
        assert!(!matches, "nothing excludes what matches");
        let without = edit::without(text, exclusion.range);
        assert!(Query::parse(&without).matches(row, now), "{text:?} does not match without its term");
    }
    if let Some(shown) = shown(row, query) {
        assert!(row.hosts().any(|host| host == shown.host), "a host is shown that the row does not have");
    }
    let facets = [
        Facet::Namespace,
        Facet::Class,
        Facet::Tls,
        Facet::Address,
        Facet::LabelKey,
        Facet::Severity,
        Facet::Finding,
    ];
    for facet in facets {
        let values = facet::values([row], query, facet, now);
        assert!(values.iter().all(|value| value.count > 0 || value.chosen), "{values:?}");
    }
}

fn marks(query: &Query, part: Part, text: &str) {
    let mut last = 0;
    for mark in query.marks(part, text) {
        assert!(last <= mark.start && mark.start < mark.end, "{mark:?} follows {last} in {text:?}");
        last = mark.end;
        assert!(text.get(mark).is_some(), "a mark splits a character: {query:?} in {text:?}");
    }
}

/// A value that is chosen is one that was not, and the other way round; a dropped field is gone.
fn edits(text: &str, field: Field, value: &str) {
    let dropped = Query::parse(&edit::drop_field(text, field));
    assert!(dropped.terms().all(|term| term.field() != Some(field)), "{field:?} is still in {text:?}");
    // Times and URLs are not chosen from a list.
    if matches!(field, Field::Age | Field::Changed | Field::Url) {
        return;
    }
    let is_chosen = |text: &str| {
        edit::chosen(text, field).iter().any(|chosen| chosen.to_lowercase() == value.to_lowercase())
    };
    let edited = edit::toggle(text, field, value);
    assert_ne!(is_chosen(text), is_chosen(&edited), "{value:?} of {field:?} in {text:?}, now {edited:?}");
}
