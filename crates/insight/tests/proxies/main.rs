//! What the resolver says of random Ingresses, held against what real proxies do with them.
//!
//! `KUBE_INGRESS_DASH_NGINX` and `KUBE_INGRESS_DASH_HAPROXY` name their programs; `./just test-proxies` sets them.
//! `KUBE_INGRESS_DASH_PAIRS` is how many pairs of a request and a set of Ingresses are compared for each proxy, and
//! `KUBE_INGRESS_DASH_SEED` where they begin, so that a difference is seen again.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod cause;
mod comparison;
mod haproxy;
mod nginx;
mod proxy;
mod request;
mod scenario;
mod smallest;
mod story;

use comparison::{Pair, Subject, compare};
use haproxy::Haproxy;
use haproxy::hosts::StrictHost;
use kube_ingress_dash_insight::route::CaveatKind;
use nginx::Nginx;
use request::{Answer, Request};
use scenario::{Annotations, Scenario};

/// The figures above the sets that are left out are no invention: NGINX refuses these.
#[test]
fn nginx_refuses_a_location_that_is_there_twice() {
    let scenarios = (1..).map(|seed| Scenario::new(seed, Annotations::Nginx, 0));
    let mut seen = 0;
    for scenario in scenarios.filter(|scenario| !Nginx.takes(&scenario.ingresses)).take(20) {
        let words = nginx::refusal(&scenario.ingresses).expect("NGINX refuses the configuration");
        assert!(words.contains("duplicate location"), "{words}");
        seen += 1;
    }
    assert_eq!(seen, 20);
}

/// NGINX does all that is known of ingress-nginx, and redirects where it is said to.
#[test]
fn nginx_does_what_the_resolver_says() {
    hold("nginx", &Nginx, |pair| {
        let is_told =
            |kind| pair.ranking.iter().flat_map(|ranking| &ranking.caveats).any(|caveat| caveat.kind == kind);
        let redirects = matches!(pair.answered, Answer::Redirect(_));
        assert_eq!(is_told(CaveatKind::SlashRedirect), redirects, "{}", story::of(pair));
        assert!(!is_told(CaveatKind::RefusedConfiguration), "{}", story::of(pair));
    });
}

/// What it refuses for its path is said, and nothing else.
#[test]
fn nginx_refuses_the_paths_that_the_resolver_says() {
    let refused =
        ["/a%", "/a%4", "/a%zz", "/a%00b", "/..", "/../a", "/%2e%2e/a", "/a/../../b", "/a//../../b"];
    let taken = ["/", "/a%20b", "/%ff", "/a/..", "/a/../b", "/...", "//a/../b", "/a?x=/../%zz"];
    let request = |path: &&str| Request { host: "shop.example.com".to_owned(), path: (*path).to_owned() };
    let requests: Vec<_> = refused.iter().chain(&taken).map(request).collect();
    let answers_all = |scenario: &Scenario| {
        let mut hosts = scenario.ingresses.iter().flat_map(|ingress| &ingress.rules);
        hosts.any(|rule| rule.host.as_deref() == Some("shop.example.com")) && Nginx.takes(&scenario.ingresses)
    };
    let mut scenarios = (1..1_000).map(|seed| Scenario::new(seed, Annotations::Nginx, 0));
    let scenario = scenarios.find(answers_all).unwrap();
    let pairs = comparison::ask(&Nginx, &[Scenario { requests, ..scenario }]);
    assert_eq!(pairs.len(), refused.len() + taken.len());
    for pair in pairs {
        let caveats = pair.ranking.iter().flat_map(|ranking| &ranking.caveats);
        let is_told = caveats.into_iter().any(|caveat| caveat.kind == CaveatKind::RefusedPath);
        assert_eq!(is_told, pair.answered == Answer::Status(400), "{}", story::of(&pair));
        assert_eq!(is_told, refused.contains(&pair.request.path.as_str()), "{}", story::of(&pair));
    }
}

#[test]
fn haproxy_does_what_the_resolver_says_or_says_to_be_open() {
    hold("HAProxy", &Haproxy { strict: StrictHost::Yes }, |_| {});
}

#[test]
fn haproxy_without_strict_host_does_what_the_resolver_says_or_says_to_be_open() {
    hold("HAProxy without strict-host", &Haproxy { strict: StrictHost::No }, |_| {});
}

fn hold<S: Subject>(name: &str, subject: &S, show: impl Fn(&Pair)) {
    let number = |variable: &str| std::env::var(variable).ok().map(|text| text.parse().expect("a number"));
    let seed = number("KUBE_INGRESS_DASH_SEED").unwrap_or(1);
    let pairs = number("KUBE_INGRESS_DASH_PAIRS").unwrap_or(2_000);
    let mut report = compare(subject, seed, usize::try_from(pairs).unwrap(), show);
    eprintln!("{}", story::of_report(name, &report));
    if let Some(pair) = report.unexplained.pop() {
        let number = report.unexplained.len() + 1;
        let story = story::of(&smallest::smallest(subject, pair));
        panic!("{number} differences have no known reason, one of them is\n{story}");
    }
    if let Some(pair) = report.untold.pop() {
        panic!(
            "the resolver does not tell {} known reasons, as in\n{}",
            report.untold.len() + 1,
            story::of(&pair)
        );
    }
}
