//! The answers of `/api` that end, and what every answer has in common.

use crate::support::{Dashboard, Scripted, Setup, at, denied, listed, lost};
use actix_web::http::Method;
use actix_web::test::TestRequest;

fn head(path: &str) -> TestRequest {
    TestRequest::default().method(Method::HEAD).uri(path)
}

#[tokio::test]
async fn the_clients_configuration() {
    let dashboard = Dashboard::connecting(Setup::default());
    insta::assert_snapshot!(dashboard.get("/api/config").await.transcript());
}

#[tokio::test]
async fn every_misunderstanding_is_a_problem_that_names_its_reason() {
    let dashboard = Dashboard::connecting(Setup::default());
    let mut problems = Vec::new();
    for (method, path) in [
        (Method::GET, "/api"),
        (Method::GET, "/api/"),
        (Method::GET, "/api/nothing"),
        (Method::POST, "/api/nothing"),
        (Method::GET, "/api/ingresses/"),
        (Method::GET, "/api/ingresses?namespace=shop"),
        (Method::GET, "/api/ingresses?namespaces=Shop"),
        (Method::GET, "/api/ingresses?namespaces=shop,"),
        (Method::GET, "/api/ingresses?namespaces=a&namespaces=b"),
        (Method::GET, "/api/ingresses?from=e1.1"),
        (Method::GET, "/api/ingresses?q=web+age:7d"),
        (Method::GET, "/api/ingresses?q=a&q=b"),
        (Method::GET, "/api/ingresses.csv?q=%22open"),
        (Method::GET, "/api/ingresses.csv?rows=hosts"),
        (Method::GET, "/api/ingresses/stream?position=e1.1"),
        (Method::GET, "/api/ingresses/stream?namespaces=%00"),
        (Method::GET, "/api/health?probe=startup"),
        (Method::GET, "/api/health?verbose"),
        (Method::GET, "/api/config?x=%22%0d%0a"),
        (Method::POST, "/api/ingresses"),
        (Method::DELETE, "/api/ingresses/stream"),
        (Method::PUT, "/api/health"),
        (Method::OPTIONS, "/api/config"),
        (Method::POST, "/"),
    ] {
        let answer = dashboard.answer(TestRequest::default().method(method.clone()).uri(path)).await;
        let detail = answer.problem(answer.status.as_u16());
        let allow = answer.header("allow").map(|methods| format!(" (allow: {methods})")).unwrap_or_default();
        problems.push(format!("{method} {path}\n  {}{allow}: {detail}", answer.status));
    }
    insta::assert_snapshot!(problems.join("\n"));
}

#[tokio::test]
async fn one_problem_in_full() {
    let dashboard = Dashboard::connecting(Setup::default());
    insta::assert_snapshot!(dashboard.get("/api/ingresses?x=1").await.transcript());
}

#[tokio::test]
async fn head_is_answered_like_get() {
    let dashboard = Dashboard::live(Setup::default());
    for path in ["/api/ingresses", "/api/config", "/api/health"] {
        let (head, get) = (dashboard.answer(head(path)).await, dashboard.get(path).await);
        assert_eq!(head.status, get.status, "{path}");
        assert_eq!(head.header("content-type"), get.header("content-type"), "{path}");
        assert_eq!(head.header("etag"), get.header("etag"), "{path}");
    }
    assert_eq!(dashboard.answer(head("/api/nothing")).await.status, 404);
}

#[tokio::test]
async fn a_loopback_listener_answers_to_its_own_names_only() {
    let dashboard =
        Dashboard::connecting(Setup { allowed_hosts: vec!["dash.internal".to_owned()], ..Setup::default() });
    let ask = |host: &'static str| TestRequest::get().uri("/api/config").insert_header(("host", host));
    for host in ["localhost:8080", "127.0.0.1", "[::1]:8080", "dash.internal:8080"] {
        assert_eq!(dashboard.answer(ask(host)).await.status, 200, "{host}");
    }
    for host in ["evil.example", "127.0.0.1.evil.example:8080", "192.0.2.1"] {
        assert!(dashboard.answer(ask(host)).await.problem(421).contains("--allowed-hosts"), "{host}");
    }
}

#[tokio::test(start_paused = true)]
async fn health_is_the_api_servers() {
    for (api_server, status, verdict, check) in [
        (Scripted::Up, 200, "healthy", "up"),
        (Scripted::Down("the API server refuses connections"), 503, "unhealthy", "down"),
        (Scripted::Silent, 503, "unhealthy", "down"),
    ] {
        let dashboard = Dashboard::connecting(Setup { api_server, ..Setup::default() });
        let answer = dashboard.get("/api/health").await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("content-type"), Some("application/json"));
        let health = answer.json();
        assert_eq!(
            (&health["status"], &health["checks"]["kubernetes"]["status"]),
            (&verdict.into(), &check.into())
        );
        assert!(health["checks"]["kubernetes"]["latency"].is_u64());
    }
}

#[tokio::test(start_paused = true)]
async fn an_outage_of_the_api_server_neither_kills_nor_hides_the_service() {
    let dashboard = Dashboard::live(Setup { api_server: Scripted::Silent, ..Setup::default() });
    for probe in ["liveness", "readiness"] {
        let began = tokio::time::Instant::now();
        let answer = dashboard.get(&format!("/api/health?probe={probe}")).await;
        assert_eq!(answer.status, 200, "{probe}");
        assert_eq!(answer.json()["checks"]["kubernetes"]["status"], "down");
        assert!(began.elapsed().as_millis() <= 500, "probes wait a second");
    }
}

#[tokio::test]
async fn readiness_comes_with_the_first_state_and_goes_with_the_drain() {
    let mut dashboard = Dashboard::connecting(Setup::default());
    let path = "/api/health?probe=readiness";
    let answer = dashboard.get(path).await;
    assert_eq!(answer.status, 503);
    assert_eq!(answer.json()["checks"]["watch"]["error"], "the first state is not complete");
    dashboard.board.apply(listed("shop", &[]), at(1));
    assert_eq!(dashboard.get(path).await.status, 503);
    dashboard.board.apply(denied("pay"), at(1));
    assert_eq!(dashboard.get(path).await.status, 200);
    dashboard.apply(lost("shop"));
    assert_eq!(dashboard.get(path).await.status, 200);
    dashboard.drain.begin();
    assert_eq!(dashboard.get(path).await.json()["checks"]["watch"]["error"], "the server is shutting down");
    assert_eq!(dashboard.get("/api/health?probe=liveness").await.status, 200);
}
