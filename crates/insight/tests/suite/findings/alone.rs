//! What is seen in an Ingress alone.

use std::slice::from_ref;

use kube_ingress_dash_insight::finding::FindingKind::{
    ClassAbsent, ClassAnnotationDeprecated, ClassUnknown, GatewayEquivalentMissing,
};
use kube_ingress_dash_insight::{Facts, IngressClass};

use super::{error, found, notice, only, warning};
use crate::sample::{Build, ingress, served_by_ingress_nginx};

#[test]
fn a_class_is_one_of_the_clusters() {
    let strange = ingress("shop/web").class(Some("ngnix")).prefix("a.example.com", "/", "web");
    assert_eq!(found(ClassUnknown, from_ref(&strange), &served_by_ingress_nginx()), [error("shop/web")]);
    assert_eq!(found(ClassUnknown, from_ref(&strange), &Facts::default()), []);
    let annotated = strange.class(Some("gce")).annotation("kubernetes.io/ingress.class", "gce");
    assert_eq!(found(ClassUnknown, &[annotated], &served_by_ingress_nginx()), []);
    let known = ingress("shop/web").prefix("a.example.com", "/", "web");
    assert_eq!(found(ClassUnknown, &[known], &served_by_ingress_nginx()), []);
}

#[test]
fn without_a_default_class_an_ingress_names_one() {
    let bare = ingress("shop/web").class(None).prefix("a.example.com", "/", "web");
    assert_eq!(found(ClassAbsent, from_ref(&bare), &served_by_ingress_nginx()), [warning("shop/web")]);
    let class = IngressClass { controller: "k8s.io/ingress-nginx".to_owned(), is_default: true };
    let facts = Facts { classes: Some([("public".to_owned(), class)].into()), ..Facts::default() };
    assert_eq!(found(ClassAbsent, &[bare], &facts), []);
}

#[test]
fn the_class_annotation_is_deprecated() {
    let key = "kubernetes.io/ingress.class";
    let old = ingress("shop/web").annotation(key, "public").prefix("a.example.com", "/", "web");
    assert_eq!(found(ClassAnnotationDeprecated, &[old], &Facts::default()), [notice("shop/web")]);
    let torn = ingress("shop/web").annotation(key, "internal").prefix("a.example.com", "/", "web");
    assert_eq!(found(ClassAnnotationDeprecated, &[torn], &Facts::default()), [warning("shop/web")]);
    let new = ingress("shop/web").prefix("a.example.com", "/", "web");
    assert_eq!(found(ClassAnnotationDeprecated, &[new], &Facts::default()), []);
}

#[test]
fn some_annotations_have_no_equivalent_in_the_gateway_api() {
    let web =
        ingress("shop/web").nginx("canary", "true").nginx("rewrite-target", "/").nginx("enable-cors", "true");
    assert_eq!(found(GatewayEquivalentMissing, from_ref(&web), &Facts::default()), []);
    let web = web.nginx("configuration-snippet", "hidden").nginx("limit-rps", "5");
    let finding = only(GatewayEquivalentMissing, &[web], &Facts::default());
    let annotations: Vec<_> =
        finding.evidence.iter().filter_map(|evidence| evidence.annotation.as_deref()).collect();
    assert_eq!(
        annotations,
        ["nginx.ingress.kubernetes.io/configuration-snippet", "nginx.ingress.kubernetes.io/limit-rps"]
    );
    assert!(finding.sentence.contains("configuration-snippet and limit-rps"), "{}", finding.sentence);
}
