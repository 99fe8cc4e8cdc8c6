//! What is no reason for a finding.

use kube_ingress_dash_insight::{Facts, is_acme_solver};

use super::all;
use crate::sample::{Build, ingress, served_by_ingress_nginx};

#[test]
fn an_ordinary_ingress_has_none() {
    let rows = [
        ingress("shop/web")
            .prefix("a.example.com", "/", "web")
            .prefix("a.example.com", "/cart", "cart")
            .tls(&["a.example.com"], "web-tls"),
        ingress("pay/api").prefix("pay.example.com", "/v1", "api").tls(&["pay.example.com"], "pay-tls"),
    ];
    for facts in [Facts::default(), served_by_ingress_nginx()] {
        assert_eq!(all(&rows, &facts), []);
    }
}

/// cert-manager makes an Ingress for the time of a challenge, beside the one that waits for its certificate.
#[test]
fn a_solver_of_a_challenge_disturbs_nobody() {
    let path = "/.well-known/acme-challenge/token";
    let web = ingress("shop/web").prefix("a.example.com", "/", "web").tls(&["a.example.com"], "web-tls");
    let solver = |key: &str| {
        let solver =
            ingress(key).route("a.example.com", path, "ImplementationSpecific", "solver").class(None);
        solver.annotation("kubernetes.io/ingress.class", "public")
    };
    let named = solver("shop/cm-acme-http-solver-x7k2p");
    let mut labelled = solver("certificates/challenge");
    labelled.labels.insert("acme.cert-manager.io/http01-solver".to_owned(), "true".to_owned());
    assert!(is_acme_solver(&named) && is_acme_solver(&labelled) && !is_acme_solver(&web));
    let wildcard = ingress("shop/all").prefix("*.example.com", "/", "all").tls(&["*.example.com"], "all-tls");
    for facts in [Facts::default(), served_by_ingress_nginx()] {
        assert_eq!(all(&[web.clone(), named.clone(), labelled.clone()], &facts), []);
        assert_eq!(all(&[wildcard.clone(), named.clone()], &facts), []);
    }
}

#[test]
fn a_canary_beside_its_primary_is_what_it_should_be() {
    let web = ingress("shop/web").prefix("a.example.com", "/", "web").tls(&["a.example.com"], "web-tls");
    let beta = ingress("shop/beta").prefix("a.example.com", "/", "beta").nginx("canary", "true");
    let elsewhere = ingress("beta/web").prefix("a.example.com", "/", "beta").nginx("canary", "true");
    for facts in [Facts::default(), served_by_ingress_nginx()] {
        assert_eq!(all(&[web.clone(), elsewhere.clone()], &facts), []);
        assert_eq!(all(&[web.clone(), beta.clone().nginx("canary-weight", "10")], &facts), []);
    }
}

#[test]
fn an_address_that_is_not_there_yet_is_no_finding() {
    let web = ingress("shop/web").prefix("a.example.com", "/", "web").tls(&["a.example.com"], "web-tls");
    assert!(web.addresses.is_empty());
    assert_eq!(all(&[web], &Facts::default()), []);
}
