//! Where the specification leaves the outcome open, and says so.

use kube_ingress_dash_insight::Facts;
use kube_ingress_dash_insight::route::{CaveatKind, Verdict};
use kube_ingress_dash_model::ingress::{Backend, Ingress, ResourceReference};

use crate::sample::{Build, answer, ingress, ranking, served_by, served_by_ingress_nginx, verdicts};

fn caveats(url: &str, rows: &[Ingress], facts: &Facts) -> Vec<CaveatKind> {
    let ranking = ranking(url, rows, facts);
    assert!(ranking.caveats.iter().all(|caveat| caveat.source.starts_with("https://")));
    ranking.caveats.iter().map(|caveat| caveat.kind).collect()
}

#[test]
fn what_is_specified_has_no_caveat() {
    let rows = [
        ingress("shop/web").prefix("a.example.com", "/", "web").route(
            "a.example.com",
            "/cart",
            "Exact",
            "cart",
        ),
        ingress("shop/pay").prefix("a.example.com", "/pay", "pay"),
    ];
    for url in ["a.example.com/", "a.example.com/cart", "a.example.com/pay/1"] {
        assert_eq!(caveats(url, &rows, &Facts::default()), [], "{url}");
    }
}

#[test]
fn implementation_specific_paths_are_up_to_the_controller() {
    let web = ingress("shop/web").prefix("a.example.com", "/", "web");
    let specific =
        |path: &str| ingress("shop/api").route("a.example.com", path, "ImplementationSpecific", "api");
    let rows = [web.clone(), specific("/api")];
    assert_eq!(answer("a.example.com/api/1", &rows, &Facts::default()), "api");
    assert_eq!(
        caveats("a.example.com/api/1", &rows, &Facts::default()),
        [CaveatKind::ImplementationSpecificPath]
    );
    let rows = [web, specific("/api(/|$)(.*)")];
    let ranking = ranking("a.example.com/api/1", &rows, &Facts::default());
    assert_eq!(
        verdicts(&ranking),
        [("web".to_owned(), Verdict::Wins), ("api".to_owned(), Verdict::MayMatch)]
    );
    assert_eq!(
        caveats("a.example.com/api/1", &rows, &Facts::default()),
        [CaveatKind::ImplementationSpecificPath]
    );
    assert_eq!(caveats("a.example.com/pay", &rows, &Facts::default()), []);
}

#[test]
fn of_paths_that_may_match_the_longest_answers_where_nothing_else_does() {
    let rows = [ingress("shop/web").route("a.example.com", "/*", "ImplementationSpecific", "all").route(
        "a.example.com",
        "/api/*",
        "ImplementationSpecific",
        "api",
    )];
    assert_eq!(answer("a.example.com/api/1", &rows, &Facts::default()), "api");
    assert_eq!(answer("a.example.com/x", &rows, &Facts::default()), "all");
}

#[test]
fn equal_rules_are_up_to_the_controller() {
    let rows = [
        ingress("shop/old").prefix("a.example.com", "/", "old").created(1),
        ingress("shop/young").prefix("a.example.com", "/", "young").created(2),
    ];
    assert_eq!(caveats("a.example.com/", &rows, &Facts::default()), [CaveatKind::EqualRules]);
    assert_eq!(caveats("a.example.com/", &rows, &served_by_ingress_nginx()), []);
}

/// <https://haproxy-ingress.github.io/docs/configuration/keys/#strict-host>
#[test]
fn some_controllers_fall_back_to_a_less_specific_host() {
    let rows = [
        ingress("shop/named").prefix("my.domain.com", "/a", "svc1"),
        ingress("shop/wildcard").prefix("*.domain.com", "/", "svc2"),
    ];
    assert_eq!(answer("my.domain.com/b", &rows, &Facts::default()), "404");
    assert_eq!(caveats("my.domain.com/b", &rows, &Facts::default()), [CaveatKind::HostFallback]);
    assert_eq!(caveats("my.domain.com/b", &rows, &served_by_ingress_nginx()), []);
    assert_eq!(caveats("my.domain.com/a", &rows, &Facts::default()), []);
}

#[test]
fn without_a_class_it_is_open_who_serves_the_ingress() {
    let rows = [ingress("shop/web").class(None).prefix("a.example.com", "/", "web")];
    assert_eq!(caveats("a.example.com/", &rows, &Facts::default()), [CaveatKind::ClassAbsent]);
}

#[test]
fn of_several_default_backends_one_is_taken() {
    let rows = [
        ingress("shop/a").default_backend("a").created(2),
        ingress("shop/b").default_backend("b").created(1),
    ];
    assert_eq!(answer("a.example.com/", &rows, &Facts::default()), "default b");
    assert_eq!(caveats("a.example.com/", &rows, &Facts::default()), [CaveatKind::SeveralDefaultBackends]);
}

#[test]
fn an_implementation_specific_path_may_be_compared_by_letters_of_any_case() {
    let specific =
        |path: &str| ingress("shop/api").route("a.example.com", path, "ImplementationSpecific", "api");
    let of = |url: &str, rows: &[Ingress]| caveats(url, rows, &Facts::default());
    assert_eq!(answer("a.example.com/API", &[specific("/api")], &Facts::default()), "404");
    assert_eq!(of("a.example.com/API", &[specific("/api")]), [CaveatKind::ImplementationSpecificPath]);
    let rows = [specific("/api/"), ingress("shop/web").prefix("a.example.com", "/api", "web")];
    assert_eq!(of("a.example.com/api/1", &rows), [CaveatKind::ImplementationSpecificPath]);
    assert_eq!(of("a.example.com/api", &rows), []);
}

#[test]
fn default_backends_of_other_hosts_may_be_asked() {
    let other = ingress("shop/other").prefix("b.example.com", "/", "b").default_backend("default");
    let rows = [other.clone(), ingress("shop/web").prefix("a.example.com", "/cart", "web")];
    for url in ["a.example.com/pay", "c.example.com/"] {
        assert_eq!(answer(url, &rows, &Facts::default()), "404");
        assert_eq!(caveats(url, &rows, &Facts::default()), [CaveatKind::OtherDefaultBackends], "{url}");
    }
    assert_eq!(caveats("a.example.com/cart", &rows, &Facts::default()), []);
    // To ingress-nginx they are those of their own hosts.
    let explanation = crate::sample::explain("c.example.com/", &[other], &served_by_ingress_nginx());
    assert_eq!(explanation.rankings, []);
}

#[test]
fn what_is_no_service_may_be_left_out() {
    let mut web = ingress("shop/web").prefix("a.example.com", "/", "web");
    let resource = ResourceReference { api_group: None, kind: "Bucket".to_owned(), name: "files".to_owned() };
    web.rules[0].paths[0].backend = Backend::Resource { resource };
    assert_eq!(caveats("a.example.com/", &[web], &Facts::default()), [CaveatKind::ResourceBackend]);
}

#[test]
fn haproxy_ingress_compares_paths_of_wildcards_otherwise() {
    let haproxy = served_by("haproxy-ingress.github.io/controller");
    let rows =
        [ingress("shop/web").prefix("*.example.com", "/cart", "web").prefix("b.example.com", "/cart", "b")];
    assert_eq!(caveats("a.example.com/cart", &rows, &haproxy), [CaveatKind::WildcardExpressions]);
    assert_eq!(caveats("a.example.com/carts", &rows, &haproxy), [CaveatKind::WildcardExpressions]);
    assert_eq!(caveats("b.example.com/cart", &rows, &haproxy), []);
    assert_eq!(caveats("a.example.com/cart", &rows, &served_by("example.com/other")), []);
}

#[test]
fn prefixes_that_differ_in_a_final_slash_are_equal_and_may_not_be() {
    let rows = [ingress("shop/web").prefix("a.example.com", "/cart", "first").prefix(
        "a.example.com",
        "/cart/",
        "second",
    )];
    assert_eq!(answer("a.example.com/cart/1", &rows, &Facts::default()), "first");
    assert_eq!(caveats("a.example.com/cart/1", &rows, &Facts::default()), [CaveatKind::EqualRules]);
}
