//! What Prometheus is told.

use actix_web::test::{self, TestRequest};
use kube_ingress_dash_api::app;

use crate::support::{Dashboard, Setup, denied};

/// The samples of a scrape, by name and labels.
fn sample<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))
}

#[tokio::test]
async fn requests_are_counted_by_route_and_status() {
    let dashboard = Dashboard::live(Setup::default());
    let app = test::init_service(app(dashboard.service.clone())).await;
    for path in
        ["/api/ingresses/shop/web", "/api/ingresses/shop/nothing", "/api/ingresses/shop/no", "/nowhere.js"]
    {
        test::call_service(&app, TestRequest::get().uri(path).to_request()).await;
    }
    let text = dashboard.get("/metrics").await;
    assert!(text.header("content-type").unwrap().starts_with("application/openmetrics-text"));
    let text = text.text();
    let route = "/api/ingresses/{namespace}/{name}";
    for (route, status, expected) in [(route, 200, "1"), (route, 404, "2"), ("other", 404, "1")] {
        let name = format!("kube_ingress_dash_http_requests_total{{route=\"{route}\",status=\"{status}\"}}");
        assert_eq!(sample(text, &name), Some(expected), "{name}\n{text}");
    }
    assert!(text.ends_with("# EOF\n"));
}

#[tokio::test]
async fn the_board_is_told_as_it_stands() {
    let mut dashboard = Dashboard::live(Setup::default());
    dashboard.apply(denied("pay"));
    let text = dashboard.get("/metrics").await;
    for (name, expected) in [
        ("ingresses", "2"),
        ("namespaces", "1"),
        ("watches{state=\"denied\"}", "1"),
        ("watches{state=\"live\"}", "1"),
        ("watches{state=\"stale\"}", "0"),
        ("kube_breaker_state{state=\"closed\"}", "1"),
        ("kube_breaker_state{state=\"open\"}", "0"),
    ] {
        assert_eq!(
            sample(text.text(), &format!("kube_ingress_dash_{name}")),
            Some(expected),
            "{name}\n{}",
            text.text()
        );
    }
}

#[tokio::test]
async fn streams_are_counted_while_they_are_open() {
    let dashboard = Dashboard::live(Setup::default());
    let mut reading = dashboard.stream("").await;
    reading.until("ready").await;
    let open = |text: &str| sample(text, "kube_ingress_dash_streams").map(str::to_owned);
    let text = dashboard.get("/metrics").await;
    assert_eq!(open(text.text()).as_deref(), Some("1"));
    assert_eq!(sample(text.text(), "kube_ingress_dash_stream_resets_total{reason=\"initial\"}"), Some("1"));
    drop(reading);
    assert_eq!(open(dashboard.get("/metrics").await.text()).as_deref(), Some("0"));
}

#[tokio::test]
async fn names_follow_prometheus() {
    let dashboard = Dashboard::live(Setup::default());
    dashboard.get("/api/config").await;
    let text = dashboard.get("/metrics").await;
    let names: Vec<&str> = text.text().lines().filter_map(|line| line.strip_prefix("# TYPE ")).collect();
    insta::assert_snapshot!(names.join("\n"));
}

#[tokio::test]
async fn metrics_that_have_a_port_of_their_own_are_nowhere_else() {
    let dashboard = Dashboard::live(Setup { shows_metrics: false, ..Setup::default() });
    dashboard.get("/metrics").await.problem(404);
}
