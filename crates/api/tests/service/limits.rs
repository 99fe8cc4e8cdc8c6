//! What one client may ask for.

use std::num::{NonZeroU16, NonZeroU32};

use actix_web::body::MessageBody as _;
use actix_web::test::{self, TestRequest};
use kube_ingress_dash_api::{StreamLimits, TrustedProxy, app};
use kube_ingress_dash_core::limit::{Period, Quota, Rate};

use crate::support::{Answer, Dashboard, Setup};

/// Users behind one proxy.
const USERS: usize = 300;

/// Each client may ask so often at once, and once an hour.
fn limited(burst: u16) -> Dashboard {
    let rate = Rate { tokens: NonZeroU32::MIN, period: Period::Hour };
    Dashboard::live(Setup {
        quota: Some(Quota { rate, burst: NonZeroU16::new(burst).unwrap() }),
        trusted_proxies: vec![TrustedProxy::Network("10.0.0.0/8".parse().unwrap())],
        ..Setup::default()
    })
}

fn from(peer: &str) -> TestRequest {
    TestRequest::get().uri("/api/config").peer_addr(format!("{peer}:4711").parse().unwrap())
}

/// Sends many requests to one service.
async fn statuses(dashboard: &Dashboard, requests: impl IntoIterator<Item = TestRequest>) -> Vec<u16> {
    let app = test::init_service(app(dashboard.service.clone())).await;
    let mut statuses = Vec::new();
    for request in requests {
        statuses.push(test::call_service(&app, request.to_request()).await.status().as_u16());
    }
    statuses
}

#[tokio::test(start_paused = true)]
async fn the_request_that_is_too_much_is_refused_and_others_are_unaffected() {
    let dashboard = limited(100);
    let hundred = statuses(&dashboard, (0..100).map(|_| from("192.0.2.1"))).await;
    assert!(hundred.iter().all(|status| *status == 200));
    let refused = dashboard.answer(from("192.0.2.1")).await;
    refused.problem(429);
    assert_eq!(refused.header("retry-after"), Some("3600"));
    assert_eq!(refused.json()["class"], "transient");
    assert_eq!(dashboard.answer(from("192.0.2.2")).await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn an_answer_tells_how_its_client_stands() {
    let dashboard = limited(100);
    dashboard.answer(from("192.0.2.1")).await;
    let answer = dashboard.answer(from("192.0.2.1")).await;
    assert_eq!(answer.header("ratelimit-policy"), Some("\"client\";q=100;w=360000"));
    assert_eq!(answer.header("ratelimit"), Some("\"client\";r=98;t=3600"));
}

#[tokio::test(start_paused = true)]
async fn health_the_page_and_its_files_are_never_refused() {
    let dashboard = limited(100);
    statuses(&dashboard, (0..101).map(|_| from("192.0.2.1"))).await;
    for path in ["/api/health", "/api/health?probe=liveness", "/"] {
        let answer = dashboard.answer(from("192.0.2.1").uri(path)).await;
        assert_ne!(answer.status, 429, "{path}");
        assert_eq!(answer.header("ratelimit"), None, "{path}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_header_of_a_stranger_makes_nobody_else_of_it() {
    let dashboard = limited(100);
    let spoofed = (0..10_000_u32).map(|number| {
        let claim = format!("198.51.{}.{}", number / 256 % 256, number % 256);
        from("192.0.2.1").insert_header(("x-forwarded-for", claim))
    });
    let statuses = statuses(&dashboard, spoofed).await;
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 100);
    assert_eq!(dashboard.service.rate_limit.clients(), 1);
}

#[tokio::test(start_paused = true)]
async fn three_hundred_users_behind_a_trusted_proxy_are_three_hundred_clients() {
    let dashboard = limited(3);
    let requests = (0..4 * USERS).map(|number| {
        let user = format!("198.51.{}.{}", number % USERS / 256, number % USERS % 256);
        from("10.0.0.1").insert_header(("x-forwarded-for", user))
    });
    let statuses = statuses(&dashboard, requests).await;
    let (within, beyond) = statuses.split_at(3 * USERS);
    assert!(within.iter().all(|status| *status == 200));
    assert!(beyond.iter().all(|status| *status == 429));
    assert_eq!(dashboard.service.rate_limit.clients(), USERS);
}

#[tokio::test(start_paused = true)]
async fn a_client_has_so_many_streams_and_gets_a_place_back_with_each_that_ends() {
    let stream_limits = StreamLimits { total: Some(3), per_client: Some(2) };
    let dashboard = Dashboard::live(Setup { stream_limits, ..Setup::default() });
    let stream = |peer: &str| from(peer).uri("/api/ingresses/stream");
    let first = dashboard.open(stream("192.0.2.1")).await;
    let _second = dashboard.open(stream("192.0.2.1")).await;
    dashboard.answer(stream("192.0.2.1")).await.problem(429);
    let _other = dashboard.open(stream("192.0.2.2")).await;
    let full: Answer = dashboard.answer(stream("192.0.2.3")).await;
    full.problem(503);
    drop(first);
    dashboard.open(stream("192.0.2.1")).await;
}

#[tokio::test(start_paused = true)]
async fn a_client_that_asks_for_many_lists_leaves_places_to_others() {
    let dashboard = Dashboard::live(Setup::default());
    let app = test::init_service(app(dashboard.service.clone())).await;
    for path in ["/api/ingresses?q=web", "/api/ingresses?namespaces=shop", "/api/ingresses.csv"] {
        let ask = async |client: u8| {
            let request = from(&format!("192.0.2.{client}")).uri(path).to_request();
            test::call_service(&app, request).await.map_body(|_, body| body.boxed())
        };
        // Nobody reads them.
        let mut lists = Vec::new();
        for client in [1; 4] {
            lists.push(ask(client).await);
        }
        let refused = Answer::read(ask(1).await).await;
        assert!(refused.problem(429).contains("filtered lists"));
        assert_eq!(refused.header("retry-after"), Some("5"));
        assert_eq!(Answer::read(ask(2).await).await.status, 200, "{path}");
        for client in (3..10).flat_map(|client| [client; 4]) {
            lists.push(ask(client).await);
        }
        assert!(lists.iter().all(|list| list.status() == 200));
        let refused = Answer::read(ask(2).await).await;
        refused.problem(503);
        assert_eq!(refused.header("retry-after"), Some("5"));
        assert_eq!(dashboard.answer(from("192.0.2.2").uri("/api/ingresses")).await.status, 200);
        drop(lists);
        assert_eq!(Answer::read(ask(1).await).await.status, 200, "{path}");
    }
}
