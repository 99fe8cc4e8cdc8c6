//! `GET /api/ingresses`.

use std::time::Duration;

use actix_web::http::Method;
use actix_web::test::{self, TestRequest};
use futures_util::future::join_all;
use kube_ingress_dash_api::app;
use kube_ingress_dash_watcher::board::{Change, ChangeKind, Partition};
use serde_json::Value;

use crate::support::{Answer, Dashboard, Reading, Setup, at, denied, listed, lost, upserted};

const PATH: &str = "/api/ingresses";
/// How far behind the board a list may stand.
const LAG: Duration = Duration::from_millis(250);

fn accepting(coding: &str) -> TestRequest {
    TestRequest::get().uri(PATH).insert_header(("accept-encoding", coding))
}

#[tokio::test]
async fn the_list() {
    let mut dashboard = Dashboard::live(Setup::default());
    dashboard.apply(denied("pay"));
    insta::assert_snapshot!(dashboard.get("/api/ingresses").await.transcript());
}

#[tokio::test]
async fn the_list_in_lines() {
    let dashboard = Dashboard::live(Setup::default());
    let request = TestRequest::get().uri("/api/ingresses?namespaces=shop");
    let request = request.insert_header(("accept", "application/json;q=0.5, application/x-ndjson"));
    insta::assert_snapshot!(dashboard.answer(request).await.transcript());
}

#[tokio::test]
async fn lines_are_for_who_asks_for_them() {
    let dashboard = Dashboard::live(Setup::default());
    for (accept, expected) in [
        ("application/x-ndjson", "application/x-ndjson"),
        ("application/x-ndjson, application/json;q=0.9", "application/x-ndjson"),
        ("application/json, application/x-ndjson;q=0.9", "application/json"),
        ("application/x-ndjson;q=0", "application/json"),
        ("*/*", "application/json"),
        ("text/html", "application/json"),
        ("nonsense;;;", "application/json"),
    ] {
        let request = TestRequest::get().uri("/api/ingresses").insert_header(("accept", accept));
        let answer = dashboard.answer(request).await;
        assert_eq!(answer.header("content-type"), Some(expected), "{accept}");
    }
}

#[tokio::test]
async fn an_empty_board_is_a_valid_document() {
    let dashboard = Dashboard::connecting(Setup::default());
    let list = dashboard.get("/api/ingresses").await.json();
    assert_eq!(list["ingresses"], serde_json::json!([]));
    assert_eq!(list["namespaces"][0]["state"], "connecting");
}

#[tokio::test(start_paused = true)]
async fn what_the_client_has_is_not_sent_again() {
    let mut dashboard = Dashboard::live(Setup::default());
    let ask =
        |tag: &'static str| TestRequest::get().uri("/api/ingresses").insert_header(("if-none-match", tag));
    let answer = dashboard.answer(ask("W/\"e1.5\"")).await;
    insta::assert_snapshot!(answer.transcript());
    dashboard.apply(lost("shop"));
    tokio::time::advance(LAG).await;
    assert_eq!(dashboard.answer(ask("W/\"e1.5\"")).await.status, 200);
}

#[tokio::test]
async fn the_list_is_compressed_as_the_client_accepts() {
    let dashboard = Dashboard::live(Setup::default());
    for encoding in ["br", "gzip", "zstd"] {
        let request = TestRequest::get().uri("/api/ingresses").insert_header(("accept-encoding", encoding));
        let answer = dashboard.answer(request).await;
        assert_eq!(answer.header("content-encoding"), Some(encoding));
        assert!(!answer.body.starts_with(b"{"));
    }
    assert_eq!(dashboard.get("/api/ingresses").await.header("content-encoding"), None);
    let none = TestRequest::get().uri("/api/ingresses").insert_header(("accept-encoding", "*;q=0"));
    dashboard.answer(none).await.problem(406);
}

/// How many lists were compressed.
async fn encoded(dashboard: &Dashboard) -> u64 {
    let text = dashboard.get("/metrics").await;
    let samples =
        text.text().lines().filter(|line| line.starts_with("kube_ingress_dash_lists_encoded_total"));
    samples.map(|line| line.rsplit(' ').next().unwrap().parse::<u64>().unwrap()).sum()
}

fn decompressed(answer: &Answer) -> Value {
    assert_eq!(answer.header("content-encoding"), Some("zstd"));
    serde_json::from_slice(&zstd::decode_all(&answer.body[..]).unwrap()).unwrap()
}

#[tokio::test(start_paused = true)]
async fn fifty_clients_at_once_are_given_the_same_bytes() {
    let dashboard = Dashboard::live(Setup::default());
    let app = test::init_service(app(dashboard.service.clone())).await;
    let bodies = (0..50).map(async |_| {
        let answer = test::call_service(&app, accepting("zstd").to_request()).await;
        Reading::new(answer.map_into_boxed_body().into_body()).chunk().await.unwrap()
    });
    let bodies = join_all(bodies).await;
    assert!(bodies.iter().all(|body| body.as_ptr() == bodies[0].as_ptr()));
    assert_eq!(encoded(&dashboard).await, 1);
    assert_eq!(zstd::decode_all(&bodies[0][..]).unwrap(), dashboard.get(PATH).await.body);
}

/// Actix keeps a whole chunk of what a slow client does not take.
#[tokio::test(start_paused = true)]
async fn a_list_as_it_is_comes_in_small_pieces() {
    let mut dashboard = Dashboard::live(Setup::default());
    let names: Vec<String> = (0..500).map(|number| format!("web-{number}")).collect();
    dashboard.apply(listed("shop", &names.iter().map(String::as_str).collect::<Vec<_>>()));
    for path in [PATH, "/api/ingresses?namespaces=shop"] {
        let answer = dashboard.call(TestRequest::get().uri(path)).await;
        let mut reading = Reading::new(answer.map_into_boxed_body().into_body());
        let (mut length, mut longest) = (0, 0);
        while let Some(piece) = reading.chunk().await {
            length += piece.len();
            longest = longest.max(piece.len());
        }
        assert!(length > 64 * 1024 && longest <= 16 * 1024, "{longest} of {length} bytes at once");
    }
}

#[tokio::test(start_paused = true)]
async fn a_list_is_made_four_times_a_second_at_most_and_says_where_it_stands() {
    let mut dashboard = Dashboard::live(Setup::default());
    for version in 2..22 {
        dashboard.apply(upserted("shop", "web", &version.to_string()));
        let answer = dashboard.answer(accepting("zstd")).await;
        let list = decompressed(&answer);
        let tag = format!("W/\"{}\"", list["position"].as_str().unwrap());
        assert_eq!(answer.header("etag"), Some(tag.as_str()));
        let web = list["ingresses"].as_array().unwrap().last().unwrap();
        let behind = version - web["resourceVersion"].as_str().unwrap().parse::<i32>().unwrap();
        assert_eq!(behind, (version - 2) % 5, "made anew each 250 ms");
        tokio::time::advance(LAG / 5).await;
    }
    assert_eq!(encoded(&dashboard).await, 4);
}

#[tokio::test(start_paused = true)]
async fn a_list_of_a_board_that_stands_still_is_not_made_again() {
    let dashboard = Dashboard::live(Setup::default());
    for _ in 0..10 {
        dashboard.answer(accepting("zstd")).await;
        tokio::time::advance(LAG).await;
    }
    assert_eq!(encoded(&dashboard).await, 1);
}

#[tokio::test(start_paused = true)]
async fn a_confirmation_moves_no_position_and_is_in_the_list() {
    let mut dashboard = Dashboard::live(Setup::default());
    let before = dashboard.answer(accepting("zstd")).await;
    let partition = Partition::Namespace("shop".to_owned());
    dashboard.board.apply(Change { partition, kind: ChangeKind::Confirmed }, at(60));
    tokio::time::advance(LAG).await;
    let after = dashboard.answer(accepting("zstd")).await;
    assert_eq!(before.header("etag"), after.header("etag"));
    assert_eq!(decompressed(&after)["namespaces"][1]["lastSync"], at(60).to_string());
}

#[tokio::test(start_paused = true)]
async fn each_form_and_coding_is_made_when_somebody_wants_it() {
    let dashboard = Dashboard::live(Setup::default());
    let mut expected = 0;
    dashboard.get(PATH).await;
    let tag = accepting("zstd").insert_header(("if-none-match", "W/\"e1.5\""));
    assert_eq!(dashboard.answer(tag).await.status, 304);
    dashboard.answer(accepting("zstd").method(Method::HEAD)).await;
    dashboard.answer(accepting("zstd").uri("/api/ingresses?namespaces=pay,shop")).await;
    assert_eq!(encoded(&dashboard).await, expected, "none of these is worth a whole list");
    for accept in ["application/json", "application/x-ndjson"] {
        for coding in ["zstd", "gzip", "br"] {
            let ask = || accepting(coding).insert_header(("accept", accept));
            let answer = dashboard.answer(ask()).await;
            assert_eq!(answer.header("content-encoding"), Some(coding));
            assert_eq!(answer.header("content-type"), Some(accept));
            dashboard.answer(ask()).await;
            expected += 1;
            assert_eq!(encoded(&dashboard).await, expected, "{accept} {coding}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn every_answer_says_once_what_it_depends_on() {
    let dashboard = Dashboard::live(Setup::default());
    let filtered = "/api/ingresses?namespaces=shop";
    for (status, request) in [
        (200, TestRequest::get().uri(PATH)),
        (200, accepting("zstd")),
        (200, TestRequest::get().uri(filtered)),
        (200, accepting("br").uri(filtered)),
        (304, accepting("br").insert_header(("if-none-match", "*"))),
        (400, accepting("gzip").uri("/api/ingresses?x")),
        (406, accepting("*;q=0")),
        (406, accepting("*;q=0").uri(filtered)),
    ] {
        let answer = dashboard.call(request).await;
        assert_eq!(answer.status(), status);
        let vary: Vec<_> = answer.headers().get_all("vary").collect();
        assert_eq!(vary, ["accept, accept-encoding"], "{status}");
    }
}
