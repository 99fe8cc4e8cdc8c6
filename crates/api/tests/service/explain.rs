//! `GET /api/explain`.

use std::time::Duration;

use actix_web::http::Method;
use actix_web::test::TestRequest;
use serde_json::{Value, json};

use crate::support::{Dashboard, Setup, changed, ingress, lost};

/// `shop/web` and, younger, `pay/api` have rules for the same host.
fn collision() -> Dashboard {
    let mut dashboard = Dashboard::live(Setup::default());
    let mut younger = ingress("pay", "api", "2");
    younger.created_at = ingress("shop", "web", "1").created_at.map(|time| time + Duration::from_mins(1));
    younger.rules[0].host = Some("web.example.com".to_owned());
    dashboard.apply(changed(&younger));
    dashboard
}

async fn explain(dashboard: &Dashboard, query: &str) -> Value {
    let answer = dashboard.get(&format!("/api/explain?{query}")).await;
    assert_eq!(answer.status, 200, "{query}: {}", answer.text());
    answer.json()
}

#[tokio::test]
async fn the_ingress_that_answers_and_why() {
    let dashboard = collision();
    let answer = dashboard.get("/api/explain?url=https://web.example.com:8443/cart%3Fitem=1").await;
    insta::assert_snapshot!(answer.transcript());
    for url in ["web.example.com/cart", "WEB.example.com./cart", "http://user@web.example.com/cart"] {
        let same = explain(&dashboard, &format!("url={url}")).await;
        assert_eq!(same["rankings"][0]["outcome"]["ingress"], "shop/web", "{url}");
    }
}

#[tokio::test]
async fn a_host_of_no_rule_is_answered_by_nothing() {
    let answer = explain(&collision(), "url=nowhere.example.org").await;
    assert_eq!((&answer["rankings"], &answer["path"]), (&json!([]), &json!("/")));
}

#[tokio::test]
async fn only_the_namespaces_that_are_asked_for_are_looked_at() {
    let dashboard = collision();
    for (query, winner, candidates) in
        [("", "shop/web", 2), ("&namespaces=pay", "pay/api", 1), ("&namespaces=pay,shop", "shop/web", 2)]
    {
        let ranking = &explain(&dashboard, &format!("url=web.example.com{query}")).await["rankings"][0];
        assert_eq!(ranking["outcome"]["ingress"], winner, "{query}");
        assert_eq!(ranking["candidates"].as_array().unwrap().len(), candidates, "{query}");
    }
}

#[tokio::test]
async fn a_watch_that_is_lost_is_told() {
    let mut dashboard = collision();
    assert_eq!(explain(&dashboard, "url=web.example.com").await["notLive"], json!([]));
    dashboard.apply(lost("pay"));
    let not_live = &explain(&dashboard, "url=web.example.com").await["notLive"];
    assert_eq!((&not_live[0]["namespace"], &not_live[0]["state"]), (&json!("pay"), &json!("stale")));
    let of_shop = explain(&dashboard, "url=web.example.com&namespaces=shop").await;
    assert_eq!(of_shop["notLive"], json!([]));
}

#[tokio::test]
async fn what_is_no_url_is_refused() {
    let dashboard = collision();
    for query in [
        "",
        "?url=",
        "?url=https://",
        "?url=/cart",
        "?url=a%20b",
        "?url=a&url=b",
        "?uri=a",
        "?url=a&namespaces=A",
    ] {
        dashboard.get(&format!("/api/explain{query}")).await.problem(400);
    }
}

#[tokio::test]
async fn a_head_has_the_same_headers() {
    let dashboard = collision();
    let path = "/api/explain?url=web.example.com";
    let (get, head) = (TestRequest::get().uri(path), TestRequest::get().method(Method::HEAD).uri(path));
    let (get, head) = (dashboard.answer(get).await, dashboard.answer(head).await);
    for name in ["cache-control", "content-type", "vary"] {
        assert_eq!((head.status.as_u16(), head.header(name)), (200, get.header(name)), "{name}");
    }
    assert_eq!(head.header("cache-control"), Some("private, no-cache, no-transform"));
}
