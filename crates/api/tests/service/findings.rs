//! What is found about rows, in each answer that shows them, and for whom.

use std::time::Duration;

use actix_web::test::TestRequest;
use serde_json::{Value, json};

use crate::support::{Dashboard, Setup, TextFile, behind_a_proxy, changed, ingress, removed};

/// Alice may see `shop` alone, Bob everything.
const RULES: &str = "users: {alice: [shop], bob: ['*']}\n";

/// `pay/api` takes the requests of `shop/web`, which has no class of its own but an annotation for one.
fn dashboard(setup: Setup) -> Dashboard {
    let mut dashboard = Dashboard::live(setup);
    let mut older = ingress("pay", "api", "2");
    older.created_at = older.created_at.map(|time| time - Duration::from_mins(1));
    older.rules[0].host = Some("web.example.com".to_owned());
    dashboard.apply(changed(&older));
    let mut web = ingress("shop", "web", "2");
    web.annotations.insert("kubernetes.io/ingress.class".to_owned(), "nginx".to_owned());
    dashboard.apply(changed(&web));
    dashboard
}

fn restricted() -> Dashboard {
    dashboard(Setup { authentication: behind_a_proxy(&TextFile::with(RULES)), ..Setup::default() })
}

fn request(user: &str, path: &str) -> TestRequest {
    let request = TestRequest::get().uri(path).peer_addr("127.0.0.1:4711".parse().unwrap());
    request.insert_header(("x-forwarded-user", user))
}

fn kinds(detail: &Value) -> Vec<&str> {
    let findings = detail["findingDetails"].as_array().unwrap();
    findings.iter().map(|finding| finding["kind"].as_str().unwrap()).collect()
}

fn whole() -> Value {
    json!({
        "error": ["route-shadowed"],
        "warning": ["host-in-several-namespaces"],
        "notice": ["tls-missing", "class-annotation-deprecated"],
    })
}

#[tokio::test]
async fn rows_say_what_is_found_and_details_say_it_whole() {
    let dashboard = dashboard(Setup::default());
    let list = dashboard.get("/api/ingresses?namespaces=shop").await.json();
    assert_eq!(list["ingresses"][1]["findings"], whole());
    let detail = dashboard.get("/api/ingresses/shop/web").await.json();
    assert_eq!(detail["findings"], whole());
    let expected =
        ["class-annotation-deprecated", "route-shadowed", "host-in-several-namespaces", "tls-missing"];
    assert_eq!(kinds(&detail), expected);
    insta::assert_json_snapshot!(detail["findingDetails"][1]);
}

#[tokio::test]
async fn a_query_asks_for_what_is_found() {
    let dashboard = dashboard(Setup::default());
    for (query, names) in [
        ("finding:route-shadowed", &["web"][..]),
        ("finding:error", &["web"]),
        ("finding:warning", &["api", "web"]),
        ("-finding:class-annotation-deprecated", &["api", "admin"]),
        ("finding:any", &["api", "admin", "web"]),
    ] {
        let list = dashboard.get(&format!("/api/ingresses?q={query}")).await.json();
        let rows = list["ingresses"].as_array().unwrap();
        let found: Vec<_> = rows.iter().map(|row| row["name"].as_str().unwrap()).collect();
        assert_eq!(found, names, "{query}");
    }
    let refused = dashboard.get("/api/ingresses?q=finding:shadowed").await.problem(400);
    assert!(refused.contains("did you mean route-shadowed?"), "{refused}");
    let csv = dashboard.get("/api/ingresses.csv?q=finding:error").await;
    let line = "error=route-shadowed warning=host-in-several-namespaces notice=tls-missing \
                notice=class-annotation-deprecated";
    assert!(csv.text().lines().nth(1).unwrap().ends_with(line), "{}", csv.text());
    assert_eq!(csv.text().lines().count(), 2);
}

#[tokio::test]
async fn who_may_not_see_the_other_ingress_finds_no_trace_of_it() {
    let dashboard = restricted();
    let own = json!({"notice": ["class-annotation-deprecated"]});
    let list = dashboard.answer(request("alice", "/api/ingresses")).await.json();
    assert_eq!(list["ingresses"][1]["findings"], own);
    assert_eq!(
        dashboard.answer(request("bob", "/api/ingresses")).await.json()["ingresses"][2]["findings"],
        whole()
    );
    let detail = dashboard.answer(request("alice", "/api/ingresses/shop/web")).await.json();
    assert_eq!(
        (&detail["findings"], kinds(&detail)),
        (&own, vec!["class-annotation-deprecated", "tls-missing"])
    );
    for path in [
        "/api/explain?url=web.example.com",
        "/api/explain?url=web.example.com&namespaces=pay,shop",
        "/api/ingresses?q=finding:any",
        "/api/ingresses.csv",
        "/api/ingresses/shop/web",
        "/api/ingresses/stream",
    ] {
        let mut reading = dashboard.open(request("alice", path)).await;
        let text = match path {
            "/api/ingresses/stream" => reading.until("ready").await,
            _ => reading.rest().await,
        };
        assert!(text.contains("web"), "{path}: {text}");
        for trace in ["shadowed", "several", "pay"] {
            assert!(!text.contains(trace), "{path}: {trace} in {text}");
        }
    }
    let sought = dashboard.answer(request("alice", "/api/ingresses?q=finding:error")).await.json();
    assert_eq!(sought["ingresses"], json!([]));
    let explained = dashboard.answer(request("alice", "/api/explain?url=web.example.com")).await.json();
    assert_eq!(explained["rankings"][0]["outcome"]["ingress"], "shop/web");
    let explained = dashboard.answer(request("bob", "/api/explain?url=web.example.com")).await.json();
    assert_eq!(explained["rankings"][0]["outcome"]["ingress"], "pay/api");
}

#[tokio::test(start_paused = true)]
async fn a_change_of_the_neighbour_is_told_to_those_alone_who_may_see_it() {
    let mut dashboard = restricted();
    let mut alice = dashboard.open(request("alice", "/api/ingresses/stream")).await;
    let mut bob = dashboard.open(request("bob", "/api/ingresses/stream")).await;
    alice.until("ready").await;
    bob.until("ready").await;
    dashboard.apply(removed("pay", "api"));
    let told = bob.until("upsert").await;
    assert!(told.contains("uid-web") && !told.contains("shadowed"), "{told}");
    let told = alice.until("heartbeat").await;
    assert_eq!(told.matches("event: ").count(), 1, "{told}");
}

#[tokio::test]
async fn metrics_count_the_rows_by_kind_and_severity() {
    let dashboard = restricted();
    for (user, kind, severity, count) in [
        ("bob", "route-shadowed", "error", 1),
        ("bob", "tls-missing", "notice", 3),
        ("bob", "tls-missing", "warning", 0),
        ("alice", "route-shadowed", "error", 0),
        ("alice", "class-annotation-deprecated", "notice", 1),
    ] {
        let metrics = dashboard.answer(request(user, "/metrics")).await;
        let line = format!("kube_ingress_dash_findings{{kind=\"{kind}\",severity=\"{severity}\"}} {count}\n");
        assert!(metrics.text().contains(&line), "{user}: {line} in {}", metrics.text());
    }
}
