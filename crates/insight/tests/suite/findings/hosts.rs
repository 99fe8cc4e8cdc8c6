//! Hosts that several namespaces, classes and wildcards have, and default backends.

use kube_ingress_dash_insight::Facts;
use kube_ingress_dash_insight::finding::FindingKind::{
    ClassAbsent, DefaultBackendDuplicated, HostHidesWildcard, HostInSeveralNamespaces, WildcardSwallowsHost,
};

use super::{found, notice, only, others, warning};
use crate::sample::{Build, ingress, served_by, served_by_ingress_nginx};
use kube_ingress_dash_model::ingress::{Backend, Ingress, ResourceReference};

#[test]
fn a_host_belongs_to_one_namespace() {
    let shop = ingress("shop/web").prefix("a.example.com", "/", "web");
    let pay = ingress("pay/web").prefix("A.example.com", "/pay", "pay");
    let rows = [shop.clone(), pay.clone()];
    let expected = [warning("pay/web"), warning("shop/web")];
    assert_eq!(found(HostInSeveralNamespaces, &rows, &Facts::default()), expected);
    for other in [
        pay.clone().class(Some("internal")),
        ingress("pay/web").prefix("b.example.com", "/pay", "pay"),
        ingress("shop/pay").prefix("a.example.com", "/pay", "pay"),
        ingress("pay/web").prefix("b.example.com", "/", "pay").tls(&["a.example.com"], "tls"),
    ] {
        assert_eq!(found(HostInSeveralNamespaces, &[shop.clone(), other], &Facts::default()), []);
    }
    let any = |key: &str| ingress(key).prefix("*", &format!("/{key}"), "web");
    assert_eq!(found(HostInSeveralNamespaces, &[any("shop/web"), any("pay/web")], &Facts::default()), []);
}

#[test]
fn an_ingress_without_a_class_stands_out_among_others() {
    let classed = ingress("shop/web").prefix("a.example.com", "/", "web");
    let bare = ingress("shop/pay").prefix("a.example.com", "/pay", "pay").class(None);
    let rows = [classed.clone(), bare.clone()];
    assert_eq!(others(&only(ClassAbsent, &rows, &Facts::default())), ["shop/web"]);
    let elsewhere = ingress("shop/pay").prefix("b.example.com", "/pay", "pay").class(None);
    assert_eq!(found(ClassAbsent, &[classed, elsewhere], &Facts::default()), []);
    assert_eq!(found(ClassAbsent, &[bare], &Facts::default()), []);
}

#[test]
fn a_named_host_hides_the_wildcard_from_the_rest_of_its_requests() {
    let wildcard = ingress("shop/all").prefix("*.example.com", "/", "all");
    let named = ingress("shop/web").prefix("a.example.com", "/cart", "cart");
    let rows = [wildcard.clone(), named.clone()];
    assert_eq!(others(&only(HostHidesWildcard, &rows, &Facts::default())), ["shop/all"]);
    assert_eq!(found(HostHidesWildcard, &rows, &Facts::default()), [notice("shop/web")]);
    for other in [
        named.clone().prefix("a.example.com", "/", "web"),
        named.clone().default_backend("rest"),
        named.clone().class(Some("internal")),
        ingress("shop/web").prefix("b.a.example.com", "/cart", "cart"),
    ] {
        assert_eq!(found(HostHidesWildcard, &[wildcard.clone(), other], &Facts::default()), []);
    }
    for falls_back in ["traefik.io/ingress-controller", "haproxy-ingress.github.io/controller"] {
        assert_eq!(found(HostHidesWildcard, &rows, &served_by(falls_back)), []);
    }
    let rest = ingress("shop/rest").prefix("a.example.com", "/", "rest");
    assert_eq!(found(HostHidesWildcard, &[wildcard, named, rest], &Facts::default()), []);
}

/// <https://doc.traefik.io/traefik/reference/routing-configuration/http/routing/rules-and-priority/>
#[test]
fn a_wildcard_may_come_first_in_traefik() {
    let rows = [
        ingress("shop/all").prefix("*.example.com", "/", "all"),
        ingress("shop/web").prefix("a.example.com", "/", "web"),
    ];
    let traefik = served_by("traefik.io/ingress-controller");
    assert_eq!(found(WildcardSwallowsHost, &rows, &traefik), [warning("shop/web")]);
    assert_eq!(found(WildcardSwallowsHost, &rows[1..], &traefik), []);
    assert_eq!(found(WildcardSwallowsHost, &rows, &Facts::default()), []);
}

#[test]
fn one_ingress_without_rules_is_enough_for_a_class() {
    let all = |key: &str| ingress(key).default_backend("rest");
    let rows = [all("shop/a"), all("pay/b"), all("shop/c").class(Some("internal"))];
    let expected = [warning("pay/b"), warning("shop/a")];
    assert_eq!(found(DefaultBackendDuplicated, &rows, &Facts::default()), expected);
    let with_rules = ingress("shop/web").prefix("a.example.com", "/", "web").default_backend("rest");
    assert_eq!(found(DefaultBackendDuplicated, &[all("shop/a"), with_rules], &Facts::default()), []);
}

#[test]
fn with_ingress_nginx_the_oldest_primary_alone_answers_the_rest_of_a_host() {
    let wildcard = ingress("shop/all").prefix("*.example.com", "/", "all");
    let old = ingress("shop/old").prefix("a.example.com", "/cart", "cart").created(1);
    let young = ingress("shop/young").prefix("a.example.com", "/pay", "pay").created(2);
    let of = |old: &Ingress, young: Ingress| {
        let rows = [wildcard.clone(), old.clone(), young];
        found(HostHidesWildcard, &rows, &served_by_ingress_nginx())
    };
    assert_eq!(of(&old, young.clone().default_backend("rest")), [notice("shop/old")]);
    assert_eq!(of(&old.clone().default_backend("rest"), young.clone()), []);
    let canary = young.prefix("a.example.com", "/", "beta").nginx("canary", "true");
    assert_eq!(of(&old, canary), [notice("shop/old")]);
}

#[test]
fn a_default_backend_that_ingress_nginx_cannot_take_is_no_duplicate() {
    let mut bucket = ingress("shop/bucket").created(1);
    let (kind, name) = ("Bucket".to_owned(), "assets".to_owned());
    bucket.default_backend =
        Some(Backend::Resource { resource: ResourceReference { api_group: None, kind, name } });
    let rows = [bucket, ingress("shop/rest").default_backend("rest").created(2)];
    assert_eq!(found(DefaultBackendDuplicated, &rows, &served_by_ingress_nginx()), []);
    assert_eq!(found(DefaultBackendDuplicated, &rows, &served_by("example.com/other")).len(), 2);
}
