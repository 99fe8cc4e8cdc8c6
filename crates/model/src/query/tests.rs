//! What queries match, from their text on.

use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::ingress::{Backend, HttpPath, Rule, Tls};
use crate::sample::ingress;

fn now() -> Timestamp {
    "2026-01-20T10:30:00Z".parse().unwrap()
}

/// Five days old, changed five minutes ago.
fn sample() -> Ingress {
    let mut row = ingress("shop", "checkout");
    row.changed_at = Some(now() - SignedDuration::from_mins(5));
    row.rules.push(Rule {
        host: Some("*.wild.example.org".to_owned()),
        paths: vec![HttpPath {
            path: "/Cart/items".to_owned(),
            path_type: "Exact".to_owned(),
            backend: Backend::Service { service: "cart-v2".to_owned(), port: "8080".to_owned() },
        }],
    });
    row.tls =
        vec![Tls { hosts: vec!["checkout.example.com".to_owned()], secret: Some("shop-tls".to_owned()) }];
    row.labels = [("team".to_owned(), "web".to_owned()), ("env".to_owned(), String::new())].into();
    row.annotations = [("cert-manager.io/cluster-issuer".to_owned(), "Größe A,b".to_owned())].into();
    row
}

fn matches(query: &str) -> bool {
    let query = Query::parse(query);
    assert_eq!(query.problems(), [], "{query:?}");
    query.matches(&sample(), now())
}

fn assert_all(expected: bool, queries: &[&str]) {
    for query in queries {
        assert_eq!(matches(query), expected, "{query}");
    }
}

#[test]
fn every_bare_word_must_match_somewhere() {
    assert_all(
        true,
        &["", "  ", "shop check", "CHECKOUT.Example", "nginx 203.0.113", "checkout:http", "cart-v2:80"],
    );
    assert_all(
        true,
        &["shop/check", "op/checkout", "*.example", "ch*out", "/cart/items", "\"*.wild\"", "sh,zzz"],
    );
    assert_all(
        false,
        &["checkout:80", "shop traefik", "p/heckout", "web", "größe", "-shop", "a,b,zzz -cart"],
    );
}

#[test]
fn some_fields_mean_the_whole_and_some_a_part() {
    assert_all(
        true,
        &["ns:shop", "ns:SH*", "ns:pay,shop", "class:nginx", "name:eck", "name:=checkout", "path:items"],
    );
    assert_all(true, &["host:example", "svc:cart", "svc:cart-v2:80", "svc:=cart-v2:8080", "address:113.7"]);
    assert_all(
        false,
        &["ns:sho", "class:ngin", "name:=check", "svc:=cart", "address:=203.0.113", "-name:eck"],
    );
    assert_all(false, &["path:=/cart", "host:=example.com", "svc:=cart-v2:80", "namespace:pay"]);
}

#[test]
fn a_full_host_finds_the_wildcards_that_cover_it() {
    assert_all(true, &["host:a.wild.example.org", "host:A.WILD.example.org", "host:wild.example.org"]);
    assert_all(false, &["host:a.b.wild.example.org", "host:=a.wild.example.org", "a.wild.example.org"]);
}

#[test]
fn absence_can_be_asked_for() {
    assert_all(false, &["class:\"\"", "class:none", "class:\"none\"", "address:\"\"", "host:\"\""]);
    let mut bare = sample();
    bare.class = None;
    bare.addresses.clear();
    bare.rules[1].host = None;
    for query in [
        "class:\"\"",
        "class:none",
        "address:none",
        "address:\"\"",
        "host:\"\"",
        "-class:*",
        "class:nginx,\"\"",
    ] {
        assert!(Query::parse(query).matches(&bare, now()), "{query}");
    }
}

#[test]
fn tls_is_a_state_or_a_secret() {
    assert_all(true, &["tls:partial", "tls:no,PARTIAL", "tls:shop-tls", "tls:*-tls", "-tls:yes"]);
    assert_all(false, &["tls:no", "tls:yes", "tls:edge", "tls:shop", "tls:=partial"]);
    let edge = crate::tls::EdgeClasses::new(["nginx".to_owned()]);
    assert!(Query::parse("tls:edge").with_edge_classes(edge).matches(&sample(), now()));
}

#[test]
fn labels_match_whole_and_annotations_in_part() {
    assert_all(
        true,
        &[
            "label:team",
            "label:TEAM=Web",
            "label:te*=w*",
            "label:team=api,web",
            "label:x,env",
            "label:env=\"\"",
        ],
    );
    assert_all(
        true,
        &[
            "annotation:issuer",
            "annotation:issuer=größe",
            "annotation:issuer=\"A,B\"",
            "annotation:=*issuer=*b",
        ],
    );
    assert_all(
        false,
        &["label:tea", "label:team=we", "label:team=\"\"", "label:env=web", "annotation:=issuer"],
    );
}

#[test]
fn times_are_measured_from_now() {
    assert_all(true, &["age:<7d", "age:>4d12h", "age:<1h,>4d", "changed:<10m", "-changed:<1m"]);
    assert_all(false, &["age:>5d", "age:<5d", "changed:>10m"]);
    let never = Ingress { changed_at: None, created_at: None, ..sample() };
    for query in ["age:<7d", "age:>1s", "changed:<1y", "changed:>1s"] {
        assert!(!Query::parse(query).matches(&never, now()), "{query}");
    }
    assert!(Query::parse("x age:<7d").depends_on_time() && Query::parse("changed:>1d").depends_on_time());
    assert!(!Query::parse("age changed").depends_on_time());
}

#[test]
fn a_pasted_url_finds_the_rules_that_can_answer_it() {
    assert_all(true, &["https://checkout.example.com/any?x=1", "HTTP://a.wild.example.org:80/Cart/items"]);
    assert_all(
        true,
        &["url:checkout.example.com/any", "url:\"checkout.example.com/any\"", "url:a.wild.example.org"],
    );
    assert_all(
        false,
        &["https://a.wild.example.org/cart/items", "-https://checkout.example.com/", "url:example.com/"],
    );
    let rank = |query: &str| Query::parse(query).rank(&sample());
    assert!(rank("https://checkout.example.com/").unwrap() < rank("https://a.wild.example.org").unwrap());
    assert_eq!(
        rank("https://checkout.example.com/ https://a.wild.example.org"),
        rank("https://a.wild.example.org")
    );
    assert_eq!(rank("checkout"), None);
    assert!(Query::parse("url:a").has_ranks() && !Query::parse("-url:a b").has_ranks());
}

#[test]
fn a_mistake_is_told_and_left_out() {
    for (text, range, message) in [
        ("x ns: y", 2..5, "expected a namespace, as in ns:shop"),
        ("age:7d", 4..6, "expected < or > and a time, as in age:<7d or age:>30d"),
        ("age:<7d,soon", 8..12, "expected < or > and a time, as in age:<7d or age:>30d"),
        ("changed:=<1m", 9..12, "expected < or > and a time, as in changed:<10m"),
        ("label:team=", 6..11, "expected a label, as in label:team or label:team=web"),
        ("-", 0..1, "expected a word"),
        ("\"\"", 0..2, "expected a word"),
        ("a ,,", 2..4, "expected a word"),
        ("name:\"a b", 0..9, "expected a quotation mark at the end"),
        ("https://", 0..8, "expected a host and a path, as in url:shop.example.com/cart"),
        ("url:/cart", 4..9, "expected a host and a path, as in url:shop.example.com/cart"),
    ] {
        let query = Query::parse(text);
        assert_eq!(query.problems(), [Problem { range, message: message.into() }], "{text}");
        assert!(query.terms().all(|term| term.field().is_none()), "{text}");
    }
    assert!(Query::parse("ns:shop,").problems().is_empty(), "a value is being typed");
}

#[test]
fn a_word_that_is_nearly_a_field_is_still_looked_for() {
    let query = Query::parse("-nmae:web");
    assert_eq!(query.hints(), [Hint { range: 1..5, advice: Advice::Field(Field::Name) }]);
    assert_eq!(query.hints()[0].to_string(), "did you mean name:?");
    assert!(query.problems().is_empty() && query.matches(&sample(), now()));
    assert!(Query::parse("web:80 \"nmae:web\" https://a.example/ 10.0.0.1:80").hints().is_empty());
}

#[test]
fn how_a_word_is_taken_is_of_interest_where_nothing_matches() {
    let advice = |text: &str| {
        let query = Query::parse(text);
        assert!(query.problems().is_empty() && query.hints().len() <= 1, "{text}");
        query.hints().first().map(|hint| (hint.range.clone(), hint.is_about_nothing_found()))
    };
    assert_eq!(advice("x foo:bar"), Some((2..5, true)));
    assert_eq!(advice("tls:no,maybe"), Some((7..12, true)));
    assert_eq!(advice("tls:true"), Some((4..8, false)));
    for text in ["tls:yes,NO", "tls:=maybe", "tls:may*", "foo:80", "/foo:bar"] {
        assert_eq!(advice(text), None, "{text}");
    }
}

#[test]
fn a_namespace_is_asked_for_by_its_field_or_by_a_word() {
    for text in ["ns:vault", "ns:pay,VAULT x", "ns:v*", "vault", "vault/web", "ns:vault -name:vault"] {
        assert!(Query::parse(text).asks_for_namespace("vault"), "{text}");
    }
    for text in [
        "",
        "-ns:pay",
        "ns:vault-2",
        "-ns:vault",
        "vault -ns:vault",
        "vault ns:pay",
        "name:vault",
        "vau",
        "vau/web",
    ] {
        assert!(!Query::parse(text).asks_for_namespace("vault"), "{text}");
    }
}

#[test]
fn marks_are_where_terms_that_concern_the_part_match() {
    for (query, part, marked) in [
        ("ECK check out", Part::Name, "[checkout]"),
        ("a", Part::Name, "b[a]n[a]n[a]"),
        ("host:a -b", Part::Name, "banana"),
        ("name:n*n -b", Part::Name, "ba[nan]a"),
        ("ns:shop", Part::Namespace, "[Shop]"),
        ("ns:shop", Part::Namespace, "shops"),
        ("op/ch", Part::Namespace, "sh[op]"),
        ("op/ch", Part::Name, "[ch]eckout"),
        ("svc:web:80", Part::Service, "my-[web:80]80"),
        ("80", Part::Service, "web[80]:8080"),
        (":80", Part::Service, "web[:80]80"),
        ("web:", Part::Service, "[web:]80"),
        ("bucket", Part::Service, "Bucket/my-[bucket]"),
        ("host:a.example.com", Part::Host, "[*.example.com]"),
        ("https://a.example.com/cart/1", Part::Host, "[*.example.com]"),
        ("https://a.example.com/cart/1", Part::Path, "[/cart]"),
        ("", Part::Name, "banana"),
    ] {
        let text = marked.replace(['[', ']'], "");
        let mut found = text.clone();
        for mark in Query::parse(query).marks(part, &text).into_iter().rev() {
            found.insert(mark.end, ']');
            found.insert(mark.start, '[');
        }
        assert_eq!(found, marked, "{query}");
    }
}

#[test]
fn the_term_that_excludes_most_is_found() {
    let rows = [ingress("shop", "a"), ingress("shop", "b"), ingress("pay", "a")];
    let excludes = |text: &str| excludes_most(&Query::parse(text), &rows, now());
    assert_eq!(excludes("ns:shop name:zzz"), Some(Exclusion { range: 8..16, rows_without_it: 2 }));
    assert_eq!(excludes("zzz yyy"), None);
    assert_eq!(excludes("ns:pay name:b"), Some(Exclusion { range: 0..6, rows_without_it: 1 }));
    assert_eq!(excludes(""), None);
}

#[test]
fn typing_on_narrows() {
    for (earlier, later) in [
        ("", "a"),
        ("a", "ab"),
        ("ch", "check shop"),
        ("name:a", "name:ab"),
        ("name:a", "name:=ab"),
        ("host:exam", "host:example"),
        ("ns:a,b", "ns:a"),
        ("-ab", "-a"),
        ("a", "a*b"),
        ("tls:no", "tls:no x"),
        ("shop", "shop/web"),
        ("web", "web:80"),
    ] {
        assert!(Query::parse(later).narrows(&Query::parse(earlier)), "{earlier} to {later}");
    }
    for (earlier, later) in [
        ("a", ""),
        ("a", "name:a"),
        ("ns:a", "ns:ab"),
        ("ns:a", "ns:a,b"),
        ("-a", "-ab"),
        ("name", "name:"),
        ("host:example", "host:example.com"),
        ("host:a.example.co", "host:a.example.com"),
        ("80", "web:80"),
        ("/web", "shop/web"),
        ("age:>1d", "age:>1d x"),
        ("url:a.example.com/c", "url:a.example.com/ca"),
    ] {
        assert!(!Query::parse(later).narrows(&Query::parse(earlier)), "{earlier} to {later}");
    }
}

#[test]
fn what_is_asked_twice_is_held_against_rows_once() {
    let counts = |text: &str| {
        let query = Query::parse(text);
        (query.values(), query.clone().without_repetitions().values())
    };
    for (text, expected) in [
        ("", (0, 0)),
        ("web,cart -web web", (4, 4)),
        ("web WEB -zzq -zzq -zzq", (5, 2)),
        ("name:web web name:=web name:web", (4, 3)),
        ("ns:a,b ns:a,b ns:b,a", (6, 4)),
        ("https://a.example/x https://a.example/x", (2, 1)),
    ] {
        assert_eq!(counts(text), expected, "{text}");
    }
}
