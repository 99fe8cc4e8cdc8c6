//! The examples of the Kubernetes documentation.

use std::slice::from_ref;

use kube_ingress_dash_insight::Facts;
use kube_ingress_dash_insight::route::{Reason, Verdict};

use crate::sample::{Build, answer, explain, ingress, ranking, served_by, verdicts};

/// <https://kubernetes.io/docs/concepts/services-networking/ingress/#examples>: the type of the paths, the paths, the
/// requested path, and the path that answers; none is the default backend.
const PATH_TYPES: [(&str, &[&str], &str, Option<&str>); 24] = [
    ("Prefix", &["/"], "/", Some("/")),
    ("Prefix", &["/"], "/any/path", Some("/")),
    ("Exact", &["/foo"], "/foo", Some("/foo")),
    ("Exact", &["/foo"], "/bar", None),
    ("Exact", &["/foo"], "/foo/", None),
    ("Exact", &["/foo/"], "/foo", None),
    ("Prefix", &["/foo"], "/foo", Some("/foo")),
    ("Prefix", &["/foo"], "/foo/", Some("/foo")),
    ("Prefix", &["/foo/"], "/foo", Some("/foo/")),
    ("Prefix", &["/foo/"], "/foo/", Some("/foo/")),
    ("Prefix", &["/aaa/bb"], "/aaa/bbb", None),
    ("Prefix", &["/aaa/bbb"], "/aaa/bbb", Some("/aaa/bbb")),
    ("Prefix", &["/aaa/bbb/"], "/aaa/bbb", Some("/aaa/bbb/")),
    ("Prefix", &["/aaa/bbb"], "/aaa/bbb/", Some("/aaa/bbb")),
    ("Prefix", &["/aaa/bbb"], "/aaa/bbb/ccc", Some("/aaa/bbb")),
    ("Prefix", &["/aaa/bbb"], "/aaa/bbbxyz", None),
    ("Prefix", &["/", "/aaa"], "/aaa/ccc", Some("/aaa")),
    ("Prefix", &["/", "/aaa", "/aaa/bbb"], "/aaa/bbb", Some("/aaa/bbb")),
    ("Prefix", &["/", "/aaa", "/aaa/bbb"], "/ccc", Some("/")),
    ("Prefix", &["/aaa"], "/ccc", None),
    // "Matching is case sensitive."
    ("Exact", &["/foo"], "/FOO", None),
    ("Prefix", &["/foo"], "/FOO", None),
    // The query is no part of the path.
    ("Exact", &["/foo"], "/foo?bar=1", Some("/foo")),
    ("Prefix", &["/foo"], "/foo#bar", Some("/foo")),
];

#[test]
fn paths_answer_by_their_type() {
    for (path_type, paths, asked, expected) in PATH_TYPES {
        let mut web = ingress("shop/web").default_backend("rest");
        for path in paths {
            web = web.route("foo.example.com", path, path_type, path);
        }
        let answered = answer(&format!("http://foo.example.com{asked}"), &[web], &Facts::default());
        assert_eq!(answered, expected.unwrap_or("default rest"), "{path_type} {paths:?} {asked}");
    }
}

#[test]
fn an_exact_path_comes_before_an_equal_prefix() {
    let web = ingress("shop/web").prefix("foo.example.com", "/foo", "prefix").route(
        "foo.example.com",
        "/foo",
        "Exact",
        "exact",
    );
    let ranking = ranking("foo.example.com/foo", from_ref(&web), &Facts::default());
    assert_eq!(
        verdicts(&ranking),
        [("exact".to_owned(), Verdict::Wins), ("prefix".to_owned(), Verdict::PrefixBesideExact)]
    );
    assert_eq!(ranking.decided_by, Reason::ExactPath);
    assert_eq!(answer("foo.example.com/foo/", &[web], &Facts::default()), "prefix");
}

/// <https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards>
#[test]
fn a_wildcard_stands_for_one_label() {
    let web = ingress("shop/web").prefix("*.foo.com", "/", "wildcard");
    let rows = [web];
    assert_eq!(answer("bar.foo.com", &rows, &Facts::default()), "wildcard");
    for host in ["baz.bar.foo.com", "foo.com", ".foo.com"] {
        assert_eq!(explain(host, &rows, &Facts::default()).rankings, [], "{host}");
    }
}

#[test]
fn hosts_are_compared_without_regard_to_case_port_and_final_dot() {
    let rows = [ingress("shop/web").prefix("Foo.Example.com", "/", "web")];
    for url in ["https://foo.example.com", "FOO.EXAMPLE.COM:8443/x", "foo.example.com./"] {
        assert_eq!(answer(url, &rows, &Facts::default()), "web", "{url}");
    }
}

#[test]
fn the_most_specific_host_is_chosen_before_any_path_is_looked_at() {
    let rows = [
        ingress("shop/exact").prefix("a.example.com", "/cart", "exact"),
        ingress("shop/wildcard").prefix("*.example.com", "/", "wildcard"),
        ingress("shop/any").prefix("*", "/", "any"),
    ];
    let facts = served_by("example.com/another");
    let of = |url: &str| {
        let ranking = ranking(url, &rows, &facts);
        (crate::sample::outcome(&ranking.outcome), ranking.steps.first().unwrap().reason)
    };
    assert_eq!(of("a.example.com/cart"), ("exact".to_owned(), Reason::ExactHost));
    assert_eq!(of("b.example.com/cart"), ("wildcard".to_owned(), Reason::WildcardHost));
    assert_eq!(of("example.org/cart"), ("any".to_owned(), Reason::AnyHost));
    assert_eq!(of("a.example.com/x"), ("404".to_owned(), Reason::ExactHost));
    let missed = ranking("a.example.com/x", &rows, &facts);
    assert_eq!(
        verdicts(&missed),
        [
            ("wildcard".to_owned(), Verdict::LessSpecificHost),
            ("any".to_owned(), Verdict::LessSpecificHost),
            ("exact".to_owned(), Verdict::PathDiffers)
        ]
    );
}

#[test]
fn each_class_is_decided_apart() {
    let rows = [
        ingress("shop/inside").class(Some("internal")).prefix("a.example.com", "/", "inside"),
        ingress("shop/outside").prefix("a.example.com", "/cart", "outside"),
        ingress("shop/nobody").class(None).prefix("a.example.com", "/", "nobody"),
        ingress("shop/elsewhere").class(Some("elsewhere")).prefix("b.example.com", "/", "elsewhere"),
    ];
    let explanation = explain("a.example.com/cart", &rows, &Facts::default());
    let answers: Vec<_> = explanation
        .rankings
        .iter()
        .map(|ranking| (ranking.class.as_deref(), crate::sample::outcome(&ranking.outcome)))
        .collect();
    assert_eq!(
        answers,
        [
            (None, "nobody".to_owned()),
            (Some("internal"), "inside".to_owned()),
            (Some("public"), "outside".to_owned())
        ]
    );
}

#[test]
fn classes_that_name_the_host_come_first_and_then_those_that_answer_by_a_nearer_rule() {
    let of = |class: &str| ingress(&format!("shop/{class}")).class(Some(class));
    let rows = [
        of("a").prefix("other.example.com", "/", "web").default_backend("rest"),
        of("b").default_backend("rest"),
        of("c").prefix("", "/", "any"),
        of("d").prefix("*.example.com", "/", "wild"),
        of("e").prefix("foo.example.com", "/", "exact"),
        of("f").prefix("foo.example.com", "/elsewhere", "exact"),
    ];
    let rankings = explain("http://foo.example.com/", &rows, &Facts::default()).rankings;
    let classes: Vec<_> = rankings.iter().filter_map(|ranking| ranking.class.as_deref()).collect();
    assert_eq!(classes, ["e", "f", "d", "c", "b", "a"]);
}

#[test]
fn the_default_backend_of_the_host_comes_before_that_of_an_ingress_without_rules() {
    let all = ingress("shop/all").default_backend("all");
    let host =
        ingress("shop/host").prefix("a.example.com", "/cart", "cart").default_backend("host").created(9);
    let other = ingress("shop/other").prefix("b.example.com", "/", "b").default_backend("other");
    let rows = [all.clone(), host, other.clone()];
    assert_eq!(answer("a.example.com/x", &rows, &Facts::default()), "default host");
    assert_eq!(answer("c.example.com/x", &rows, &Facts::default()), "default all");
    assert_eq!(answer("a.example.com/cart", &rows, &Facts::default()), "cart");
    let ranking = ranking("c.example.com/x", &[all, other], &Facts::default());
    assert_eq!(ranking.decided_by, Reason::DefaultBackend);
}

#[test]
fn a_rule_without_paths_leaves_its_host_to_the_default_backend() {
    let wildcard = ingress("shop/wildcard").prefix("*.example.com", "/", "wildcard");
    let bare = ingress("shop/bare").without_paths("a.example.com");
    let rows = [wildcard.clone(), bare.clone()];
    assert_eq!(answer("a.example.com/", &rows, &Facts::default()), "404");
    let rows = [wildcard, bare.default_backend("rest")];
    assert_eq!(answer("a.example.com/", &rows, &Facts::default()), "default rest");
}

#[test]
fn every_step_says_what_is_left_and_where_that_is_written() {
    let rows = [
        ingress("shop/a").prefix("a.example.com", "/", "root").prefix("a.example.com", "/cart", "cart"),
        ingress("shop/b").prefix("a.example.com", "/cart/", "younger").created(9),
        ingress("shop/c").prefix("a.example.com", "/pay", "pay"),
    ];
    let ranking = ranking("a.example.com/cart/1", &rows, &Facts::default());
    let steps: Vec<_> = ranking.steps.iter().map(|step| (step.reason, step.remaining)).collect();
    assert_eq!(
        steps,
        [(Reason::ExactHost, 4), (Reason::MatchingPath, 3), (Reason::LongestPath, 2), (Reason::Oldest, 1)]
    );
    assert!(
        ranking.steps.iter().all(|step| step.source.starts_with("https://") && step.sentence.ends_with('.'))
    );
    assert_eq!(
        verdicts(&ranking),
        [
            ("cart".to_owned(), Verdict::Wins),
            ("younger".to_owned(), Verdict::Younger),
            ("root".to_owned(), Verdict::ShorterPath),
            ("pay".to_owned(), Verdict::PathDiffers)
        ]
    );
}

#[test]
fn of_what_is_for_any_host_and_does_not_match_five_are_listed() {
    let mut any = ingress("shop/any");
    for number in 0..100 {
        any = any.prefix("", &format!("/{number}"), &number.to_string());
    }
    let ranking = ranking("a.example.com/77", &[any], &Facts::default());
    let verdicts = verdicts(&ranking);
    assert_eq!(verdicts[0], ("77".to_owned(), Verdict::Wins));
    let numbers = ["0", "1", "2", "3", "4"];
    assert_eq!(verdicts[1..], numbers.map(|number| (number.to_owned(), Verdict::PathDiffers)));
    assert_eq!(ranking.omitted, 94);
}

#[test]
fn of_many_candidates_the_best_are_listed_and_the_others_counted() {
    let mut web = ingress("shop/web");
    for number in 0..100 {
        web = web.prefix("a.example.com", &format!("/{number}"), &number.to_string());
    }
    let ranking = ranking("a.example.com/77", &[web], &Facts::default());
    assert_eq!((ranking.candidates.len(), ranking.omitted), (20, 80));
    assert_eq!(verdicts(&ranking)[0], ("77".to_owned(), Verdict::Wins));
}
