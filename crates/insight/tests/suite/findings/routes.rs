//! Paths that several Ingresses have, and rules that nothing matches.

use std::slice::from_ref;

use kube_ingress_dash_insight::Facts;
use kube_ingress_dash_insight::finding::FindingKind::{
    CanaryWithoutPrimary, RouteContested, RouteShadowed, RuleNeverMatches, RuleWithoutPaths,
};
use kube_ingress_dash_model::ingress::{Backend, Ingress, ResourceReference};

use super::{error, found, notice, only, others, warning};
use crate::sample::{Build, ingress, served_by, served_by_ingress_nginx};

fn web(name: &str, path: &str) -> Ingress {
    ingress(&format!("shop/{name}")).prefix("a.example.com", path, name)
}

#[test]
fn of_the_same_host_and_path_all_but_the_oldest_are_shadowed() {
    let rows =
        [web("old", "/cart").created(1), web("young", "/cart/").created(2), web("other", "/").created(0)];
    assert_eq!(found(RouteShadowed, &rows, &Facts::default()), [error("shop/young")]);
    assert_eq!(found(RouteContested, &rows, &Facts::default()), [notice("shop/old")]);
    let shadowed = only(RouteShadowed, &rows, &Facts::default());
    assert_eq!(others(&shadowed), ["shop/old"]);
    assert_eq!(shadowed.evidence[0].path.as_deref(), Some("/cart/"));
    assert_eq!(others(&only(RouteContested, &rows, &Facts::default())), ["shop/young"]);
}

#[test]
fn two_ways_to_the_same_backend_are_only_to_be_known() {
    let rows =
        [web("old", "/").created(1), ingress("shop/young").prefix("a.example.com", "/", "old").created(2)];
    assert_eq!(found(RouteShadowed, &rows, &Facts::default()), [notice("shop/young")]);
}

#[test]
fn another_path_type_host_or_class_shadows_nothing() {
    let rows = [
        web("a", "/cart"),
        ingress("shop/b").route("a.example.com", "/cart", "Exact", "b"),
        ingress("shop/c").prefix("c.example.com", "/cart", "c"),
        web("d", "/cart").class(Some("internal")),
        web("e", "/carts"),
    ];
    assert_eq!(found(RouteShadowed, &rows, &Facts::default()), []);
    assert_eq!(found(RouteContested, &rows, &Facts::default()), []);
}

#[test]
fn a_canary_shadows_nothing_but_to_other_controllers() {
    let rows = [web("web", "/"), web("beta", "/").nginx("canary", "true")];
    for facts in [Facts::default(), served_by_ingress_nginx()] {
        assert_eq!(found(RouteShadowed, &rows, &facts), []);
        assert_eq!(found(CanaryWithoutPrimary, &rows, &facts), []);
    }
    assert_eq!(found(RouteShadowed, &rows, &served_by("example.com/other")).len(), 1);
}

#[test]
fn a_canary_needs_a_primary_of_the_same_host_path_and_type() {
    let canary = |path: &str| web("beta", path).nginx("canary", "true");
    for rows in [[web("web", "/cart"), canary("/")], [web("web", "/").class(None), canary("/")]] {
        assert_eq!(found(CanaryWithoutPrimary, &rows, &Facts::default()), [warning("shop/beta")]);
    }
    assert_eq!(found(CanaryWithoutPrimary, &[web("web", "/"), canary("/")], &Facts::default()), []);
}

#[test]
fn a_path_that_stands_twice_in_an_ingress_matches_once() {
    let rows = [web("web", "/cart").prefix("a.example.com", "/cart", "again")];
    assert_eq!(found(RuleNeverMatches, &rows, &Facts::default()), [error("shop/web")]);
    assert_eq!(found(RouteShadowed, &rows, &Facts::default()), []);
}

#[test]
fn some_hosts_and_paths_are_never_asked_for() {
    for (host, path) in [
        ("*", "cart"),
        ("a.example.com", "/cart?item=1"),
        ("a.example.com", "/cart#top"),
        ("a.*.example.com", "/"),
        ("*.*.example.com", "/"),
        ("a*.example.com", "/"),
        ("a.example.com:8080", "/"),
    ] {
        let rows = [ingress("shop/web").prefix(host, path, "web")];
        assert_eq!(found(RuleNeverMatches, &rows, &Facts::default()), [error("shop/web")], "{host} {path}");
    }
    for (host, path) in
        [("*", ""), ("*.example.com", "/"), ("a.example.com", "/a%20b/c;d=1"), ("localhost", "/c++")]
    {
        let rows = [ingress("shop/web").prefix(host, path, "web")];
        assert_eq!(found(RuleNeverMatches, &rows, &Facts::default()), [], "{host} {path}");
    }
}

#[test]
fn an_expression_is_none_in_a_type_that_is_taken_literally() {
    let web = ingress("shop/web").prefix("a.example.com", "/api(/|$)(.*)", "web");
    assert_eq!(found(RuleNeverMatches, from_ref(&web), &Facts::default()), [warning("shop/web")]);
    let asking = web.clone().nginx("rewrite-target", "/$2");
    assert_eq!(found(RuleNeverMatches, &[asking], &Facts::default()), []);
    let neighbour = ingress("shop/other").nginx("use-regex", "true").prefix("a.example.com", "/x", "other");
    assert_eq!(found(RuleNeverMatches, &[web, neighbour], &Facts::default()), []);
    let elsewhere = ingress("shop/web").annotation("nginx.org/path-regex", "case_sensitive");
    let elsewhere = elsewhere.prefix("a.example.com", "/tea/[A-Z0-9]", "web");
    assert_eq!(found(RuleNeverMatches, &[elsewhere], &Facts::default()), []);
    let open = ingress("shop/web").route("a.example.com", "/*", "ImplementationSpecific", "web");
    assert_eq!(found(RuleNeverMatches, &[open], &Facts::default()), []);
}

#[test]
fn ingress_nginx_leads_to_services_alone() {
    let mut web = web("web", "/icons");
    let resource = ResourceReference { api_group: None, kind: "Bucket".to_owned(), name: "icons".to_owned() };
    web.rules[0].paths[0].backend = Backend::Resource { resource };
    assert_eq!(found(RuleNeverMatches, from_ref(&web), &served_by_ingress_nginx()), [error("shop/web")]);
    assert_eq!(found(RuleNeverMatches, &[web], &Facts::default()), []);
}

#[test]
fn a_rule_without_paths_needs_a_default_backend() {
    let bare = ingress("shop/web").without_paths("a.example.com");
    assert_eq!(found(RuleWithoutPaths, from_ref(&bare), &Facts::default()), [warning("shop/web")]);
    let rows = [bare.default_backend("rest")];
    assert_eq!(found(RuleWithoutPaths, &rows, &Facts::default()), [notice("shop/web")]);
    assert_eq!(found(RuleWithoutPaths, &[web("web", "/")], &Facts::default()), []);
}

#[test]
fn expressions_that_differ_in_a_slash_are_two_paths() {
    let old = web("old", "/cart").nginx("use-regex", "true").created(1);
    let rows = [old, web("young", "/cart/").created(2)];
    assert_eq!(found(RouteShadowed, &rows, &served_by_ingress_nginx()), []);
    assert_eq!(found(RouteShadowed, &rows, &served_by("example.com/other")), [error("shop/young")]);
}

#[test]
fn a_canary_has_the_path_of_its_primary_as_it_is_written() {
    let rows = [web("web", "/cart"), web("beta", "/cart/").nginx("canary", "true")];
    assert_eq!(found(CanaryWithoutPrimary, &rows, &served_by_ingress_nginx()), [warning("shop/beta")]);
}

#[test]
fn a_path_that_stands_twice_is_found_where_another_ingress_is_older_too() {
    let young = web("young", "/").prefix("a.example.com", "/", "young").created(2);
    let rows = [web("old", "/").created(1), young];
    assert_eq!(found(RuleNeverMatches, &rows, &Facts::default()), [error("shop/young")]);
    assert_eq!(found(RouteShadowed, &rows, &Facts::default()), [error("shop/young")]);
}
