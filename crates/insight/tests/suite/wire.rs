//! What crosses the wire comes back as it was, under names that do not change by accident.

use kube_ingress_dash_insight::finding::Finding;
use kube_ingress_dash_insight::{Explanation, Facts, Index};
use serde_json::{Value, json};

use crate::sample::{Build, explain, ingress};

#[test]
fn an_explanation_keeps_its_names() {
    let rows = [
        ingress("shop/web").prefix("a.example.com", "/", "web"),
        ingress("shop/beta").nginx("canary", "true").nginx("canary-weight", "5").prefix(
            "a.example.com",
            "/",
            "beta",
        ),
    ];
    let explanation = explain("https://a.example.com/cart", &rows, &Facts::default());
    let value = serde_json::to_value(&explanation).unwrap();
    let ranking = &value["rankings"][0];
    assert_eq!((&value["host"], &value["path"]), (&json!("a.example.com"), &json!("/cart")));
    assert_eq!((&ranking["class"], &ranking["dialect"]), (&json!("public"), &json!("ingress-nginx")));
    assert_eq!(ranking["decidedBy"], "matching-path");
    assert_eq!(
        ranking["outcome"],
        json!({
            "kind": "route", "ingress": "shop/web", "host": "a.example.com", "path": "/", "pathType": "Prefix",
            "backend": {"service": "web", "port": "80"},
            "canaries": [{
                "ingress": "shop/beta", "backend": {"service": "beta", "port": "80"},
                "terms": {"weight": 5, "weightTotal": null, "header": null, "headerValue": null, "cookie": null},
            }],
        })
    );
    assert_eq!(ranking["candidates"][1]["verdict"], "shares");
    assert_eq!(ranking["caveats"][0]["kind"], "controller-assumed");
    assert_eq!(serde_json::from_value::<Explanation>(value).unwrap(), explanation);
}

#[test]
fn a_finding_keeps_its_names() {
    let mut index = Index::default();
    index.upsert(&ingress("shop/web").prefix("a.example.com", "/", "web"));
    let findings: Vec<_> = index.all_findings().collect();
    let value = serde_json::to_value(&findings).unwrap();
    let Value::Array(values) = &value else { unreachable!("{value}") };
    assert_eq!(values.len(), 1);
    assert_eq!(values[0]["ingress"], "shop/web");
    assert_eq!((&values[0]["kind"], &values[0]["severity"]), (&json!("tls-missing"), &json!("notice")));
    assert_eq!(values[0]["evidence"], json!([{"host": "a.example.com"}]));
    assert_eq!(serde_json::from_value::<Vec<Finding>>(value).unwrap(), findings);
}
