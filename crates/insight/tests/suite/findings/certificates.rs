//! `spec.tls` of hosts.

use std::slice::from_ref;

use kube_ingress_dash_insight::Facts;
use kube_ingress_dash_insight::finding::FindingKind::{TlsHostUnused, TlsMissing, TlsSecretsDiffer};
use kube_ingress_dash_model::tls::EdgeClasses;

use super::{found, notice, warning};
use crate::sample::{Build, ingress};

#[test]
fn a_host_without_a_certificate_is_told_more_loudly_beside_one_that_has_one() {
    let web = ingress("shop/web").prefix("a.example.com", "/", "web");
    assert_eq!(found(TlsMissing, from_ref(&web), &Facts::default()), [notice("shop/web")]);
    let both = web.clone().prefix("b.example.com", "/", "web").tls(&["b.example.com"], "tls");
    assert_eq!(found(TlsMissing, &[both], &Facts::default()), [warning("shop/web")]);
    for covered in [
        web.clone().tls(&["a.example.com"], "tls"),
        web.clone().tls(&["*.example.com"], "tls"),
        web.clone().tls(&[], "tls"),
        web.clone().nginx("force-ssl-redirect", "true"),
        ingress("shop/web").prefix("*", "/", "web"),
    ] {
        assert_eq!(found(TlsMissing, &[covered], &Facts::default()), []);
    }
    let edge = EdgeClasses::new(["public".to_owned()]);
    assert_eq!(found(TlsMissing, &[web], &Facts { edge, ..Facts::default() }), []);
}

#[test]
fn the_certificate_of_one_ingress_is_enough_for_the_host() {
    let web = ingress("shop/web").prefix("a.example.com", "/", "web").tls(&["a.example.com"], "tls");
    let pay = ingress("shop/pay").prefix("a.example.com", "/pay", "pay");
    assert_eq!(found(TlsMissing, &[web.clone(), pay.clone()], &Facts::default()), []);
    let rows = [web, pay.class(Some("internal"))];
    assert_eq!(found(TlsMissing, &rows, &Facts::default()), [notice("shop/pay")]);
}

#[test]
fn a_host_of_spec_tls_is_for_a_rule() {
    let web = ingress("shop/web").prefix("a.example.com", "/", "web");
    let unused = web.clone().tls(&["a.example.com", "old.example.com"], "tls");
    assert_eq!(found(TlsHostUnused, from_ref(&unused), &Facts::default()), [notice("shop/web")]);
    assert_eq!(
        found(TlsHostUnused, &[web.clone().tls(&["*.example.org"], "tls")], &Facts::default()),
        [notice("shop/web")]
    );
    for used in [
        web.clone().tls(&["a.example.com"], "tls"),
        web.clone().tls(&["*.example.com"], "tls"),
        ingress("shop/web").prefix("*", "/", "web").tls(&["a.example.com"], "tls"),
        ingress("shop/web").default_backend("web").tls(&["a.example.com"], "tls"),
        ingress("shop/web").prefix("*.example.com", "/", "web").tls(&["a.example.com"], "tls"),
    ] {
        assert_eq!(found(TlsHostUnused, &[used], &Facts::default()), []);
    }
    let elsewhere = ingress("shop/old").prefix("old.example.com", "/", "old");
    assert_eq!(found(TlsHostUnused, &[unused, elsewhere], &Facts::default()), []);
}

#[test]
fn a_solver_of_a_challenge_uses_no_certificate_of_a_wildcard() {
    let unused = ingress("shop/web").prefix("a.example.com", "/", "web").tls(&["*.example.org"], "tls");
    let below = |name: &str| ingress(name).prefix("x.example.org", "/.well-known/acme-challenge/t", "solver");
    let rows = [unused.clone(), below("shop/cm-acme-http-solver-x7k2p")];
    assert_eq!(found(TlsHostUnused, &rows, &Facts::default()), [notice("shop/web")]);
    assert_eq!(found(TlsHostUnused, &[unused, below("shop/other")], &Facts::default()), []);
}

#[test]
fn a_host_has_one_certificate() {
    let web = |key: &str, secret: &str| {
        ingress(key).prefix("a.example.com", &format!("/{key}"), "web").tls(&["a.example.com"], secret)
    };
    let rows = [web("shop/a", "one"), web("shop/b", "two")];
    assert_eq!(found(TlsSecretsDiffer, &rows, &Facts::default()), [warning("shop/a"), warning("shop/b")]);
    let twice = web("shop/a", "one").tls(&["a.example.com"], "two");
    assert_eq!(found(TlsSecretsDiffer, &[twice], &Facts::default()).len(), 2);
    for other in [
        web("shop/b", "one"),
        web("pay/b", "one"),
        web("shop/b", "two").class(Some("internal")),
        ingress("shop/b").prefix("a.example.com", "/b", "web").tls(&["*.example.com"], "wildcard"),
    ] {
        assert_eq!(found(TlsSecretsDiffer, &[web("shop/a", "one"), other], &Facts::default()), []);
    }
}
