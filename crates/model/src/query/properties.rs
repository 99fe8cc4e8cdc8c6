//! What holds for any query and any row.

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::ingress::{Backend, HttpPath, Rule};
use crate::sample::ingress;

fn now() -> Timestamp {
    Timestamp::UNIX_EPOCH
}

/// Queries and rows of few letters, so that they often match.
fn query() -> impl Strategy<Value = String> {
    let field = prop_oneof![
        Just(""),
        Just("host:"),
        Just("svc:"),
        Just("name:"),
        Just("ns:"),
        Just("path:="),
        Just("-")
    ];
    let term = (field, "[ab.*/:,]{1,4}").prop_map(|(field, value)| format!("{field}{value}"));
    prop::collection::vec(term, 1..3).prop_map(|terms| terms.join(" "))
}

fn row() -> impl Strategy<Value = Ingress> {
    let host = prop_oneof![Just(None), "[ab.]{1,4}".prop_map(Some), "[*][.][ab.]{1,3}".prop_map(Some)];
    ("[ab]{1,2}", "[ab.]{1,3}", host, "[/ab]{0,4}", "[ab]{1,3}", "[ab0]{0,2}").prop_map(
        |(namespace, name, host, path, service, port)| {
            let backend = Backend::Service { service, port };
            let paths = vec![HttpPath { path, path_type: "Prefix".to_owned(), backend }];
            Ingress { rules: vec![Rule { host, paths }], ..ingress(&namespace, &name) }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_signature_says_nothing_else_than_the_row(query in query(), row in row()) {
        let query = Query::parse(&query);
        let said = query.match_signature(&Signature::of(&row));
        prop_assert!(said.is_none_or(|said| said == query.matches(&row, now())));
    }

    #[test]
    fn what_makes_sense_stays_as_it_is(text in "[ab\":,=<1d -]{0,12}|(age|ns|label):[a<1d\", -]{0,8}") {
        let (all, sensible) = (Query::parse(&text), Query::parse(&edit::sensible(&text)));
        prop_assert_eq!(sensible.problems(), []);
        prop_assert_eq!(all.terms.len(), sensible.terms.len());
        let mut pairs = all.terms().zip(sensible.terms());
        prop_assert!(pairs.all(|(one, other)| one.asks_the_same_as(other)), "{text}");
    }

    #[test]
    fn a_narrower_query_matches_no_other_rows(earlier in query(), more in "[ab.*/:, ]{0,2}", row in row()) {
        let (earlier, later) = (Query::parse(&earlier), Query::parse(&[earlier.as_str(), &more].concat()));
        if later.narrows(&earlier) && later.matches(&row, now()) {
            prop_assert!(earlier.matches(&row, now()));
        }
    }

    #[test]
    fn any_query_narrows_only_what_it_implies(earlier in query(), later in query(), row in row()) {
        let (earlier, later) = (Query::parse(&earlier), Query::parse(&later));
        if later.narrows(&earlier) && later.matches(&row, now()) {
            prop_assert!(earlier.matches(&row, now()));
        }
    }

    #[test]
    fn case_does_not_matter(query in query(), row in row()) {
        let shouted = Query::parse(&query.to_ascii_uppercase());
        prop_assert_eq!(Query::parse(&query).matches(&row, now()), shouted.matches(&row, now()));
    }

    #[test]
    fn marks_lie_on_character_boundaries_in_order(query in ".{0,12}", text in ".{0,20}", part in 0..7_usize) {
        let mut last = 0;
        for mark in Query::parse(&query).marks(Part::ALL[part], &text) {
            prop_assert!(last <= mark.start && mark.start < mark.end);
            last = mark.end;
            prop_assert!(text.get(mark).is_some());
        }
    }

    #[test]
    fn a_row_that_matches_a_bare_word_has_a_mark_somewhere(word in "[ab][ab.]{0,3}", row in row()) {
        let query = Query::parse(&word);
        let shows = |part: Part, text: &str| !query.marks(part, text).is_empty();
        let mut texts = Vec::new();
        texts.extend([(Part::Namespace, row.namespace.clone()), (Part::Name, row.name.clone())]);
        texts.extend(row.hosts().flatten().map(|host| (Part::Host, host.to_owned())));
        texts.extend(row.routes().map(|(_, path)| (Part::Path, path.path.clone())));
        texts.extend(row.backends().map(|backend| (Part::Service, backend.to_string())));
        let is_marked = texts.iter().any(|(part, text)| shows(*part, text));
        prop_assert!(is_marked || !query.matches(&row, now()) || shows(Part::Class, "nginx"));
    }
}
