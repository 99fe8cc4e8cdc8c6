//! `GET /api/ingresses/stream`, as a client reads it.

use std::sync::Arc;
use std::time::Duration;

use crate::support::{Dashboard, Setup, denied, listed, removed, upserted};
use actix_web::test::TestRequest;
use futures_util::FutureExt as _;
use kube_ingress_dash_api::StreamLimits;
use kube_ingress_dash_model::board::Board;
use kube_ingress_dash_model::event::Event;
use kube_ingress_dash_watcher::viewer::{Sight, Viewer};

const PATH: &str = "/api/ingresses/stream";

/// The names of the events and the ids in a text, in order.
fn outline(text: &str) -> Vec<&str> {
    text.lines()
        .filter_map(|line| line.strip_prefix("event: ").or_else(|| line.strip_prefix("id: ")))
        .collect()
}

fn reset(reason: &str) -> String {
    format!("id: e1.0\nevent: reset\ndata: {{\"reason\":\"{reason}\"}}\n\n")
}

#[tokio::test(start_paused = true)]
async fn a_whole_conversation() {
    let mut dashboard = Dashboard::live(Setup::default());
    let mut reading = dashboard.stream("").await;
    let mut conversation = reading.until("ready").await;
    dashboard.apply(upserted("shop", "web", "2"));
    dashboard.apply(removed("shop", "admin"));
    dashboard.apply(denied("pay"));
    conversation += &reading.until("heartbeat").await;
    insta::assert_snapshot!(conversation);
}

#[tokio::test(start_paused = true)]
async fn a_selection_hears_of_its_namespaces_only() {
    let mut dashboard = Dashboard::live(Setup::default());
    let mut reading = dashboard.stream("?namespaces=pay,elsewhere").await;
    let state = reading.until("ready").await;
    assert!(!state.contains("\"namespace\":\"shop\""), "{state}");
    assert!(state.contains("\"namespace\":\"elsewhere\",\"state\":\"unwatched\""));
    assert!(state.contains("\"count\":1"));
    dashboard.apply(upserted("shop", "web", "2"));
    dashboard.apply(upserted("pay", "api", "2"));
    assert_eq!(outline(&reading.until("upsert").await), ["e1.7", "upsert"]);
}

#[tokio::test(start_paused = true)]
async fn a_client_of_a_quiet_namespace_hears_how_far_it_has_everything() {
    let mut dashboard = Dashboard::live(Setup::default());
    let mut reading = dashboard.stream("?namespaces=pay").await;
    reading.until("ready").await;
    for version in 2..5 {
        dashboard.apply(upserted("shop", "web", &version.to_string()));
    }
    let heartbeat = reading.until("heartbeat").await;
    assert_eq!(outline(&heartbeat), ["e1.8", "heartbeat"]);
    assert!(heartbeat.contains("\"position\":\"e1.8\""));
}

#[tokio::test(start_paused = true)]
async fn heartbeats_come_after_silence_and_not_before() {
    let mut dashboard = Dashboard::live(Setup::default());
    let mut reading = dashboard.stream("").await;
    reading.until("ready").await;
    let ready = tokio::time::Instant::now();
    assert!(reading.chunk().now_or_never().is_none());
    tokio::time::sleep(Duration::from_secs(10)).await;
    dashboard.apply(upserted("shop", "web", "2"));
    reading.until("upsert").await;
    reading.until("heartbeat").await;
    assert_eq!(ready.elapsed().as_secs(), 25);
}

#[tokio::test(start_paused = true)]
async fn large_namespaces_come_in_batches_of_at_most_500() {
    let mut dashboard = Dashboard::live(Setup::default());
    let names: Vec<String> = (0..1201).map(|number| format!("web-{number:04}")).collect();
    dashboard.apply(listed("shop", &names.iter().map(String::as_str).collect::<Vec<_>>()));
    let state = dashboard.stream("?namespaces=shop").await.until("ready").await;
    let batches: Vec<usize> = state
        .split("event: upsert\ndata: ")
        .skip(1)
        .map(|rest| {
            let data = rest.lines().next().unwrap();
            serde_json::from_str::<serde_json::Value>(data).unwrap()["ingresses"].as_array().unwrap().len()
        })
        .collect();
    assert!(batches.iter().all(|rows| *rows <= 500), "{batches:?}");
    assert_eq!(batches.iter().sum::<usize>(), 1201);
}

#[tokio::test(start_paused = true)]
async fn a_position_in_the_log_is_resumed_exactly() {
    let mut dashboard = Dashboard::live(Setup::default());
    dashboard.apply(upserted("shop", "web", "2"));
    dashboard.apply(upserted("pay", "api", "2"));
    dashboard.apply(removed("shop", "admin"));
    for (request, expected) in [
        (TestRequest::get().uri(&format!("{PATH}?from=e1.6")), &["e1.7", "upsert", "e1.8", "remove"][..]),
        (TestRequest::get().uri(PATH).insert_header(("last-event-id", "e1.7")), &["e1.8", "remove"]),
        (TestRequest::get().uri(&format!("{PATH}?from=e1.0")).insert_header(("last-event-id", "e1.8")), &[]),
        (TestRequest::get().uri(&format!("{PATH}?from=e1.5&namespaces=pay")), &["e1.7", "upsert"]),
    ] {
        let resumed = dashboard.open(request).await.until("ready").await;
        let tail = ["status", "e1.8", "ready"];
        assert_eq!(outline(&resumed), [expected, &tail].concat(), "{resumed}");
        assert!(!resumed.contains("reset"));
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_published_while_a_client_resumes_is_neither_lost_nor_repeated() {
    let mut dashboard = Dashboard::live(Setup::default());
    dashboard.apply(upserted("shop", "web", "2"));
    let mut reading = dashboard.stream("?from=e1.5").await;
    reading.chunk().await;
    dashboard.apply(upserted("shop", "web", "3"));
    let mut heard = reading.until("ready").await;
    heard += &reading.until("heartbeat").await;
    assert_eq!(
        outline(&heard),
        ["e1.6", "upsert", "status", "e1.6", "ready", "e1.7", "upsert", "e1.7", "heartbeat"]
    );
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_resumed_leads_to_one_reset_with_its_reason() {
    let mut dashboard = Dashboard::live(Setup { replay: 3, ..Setup::default() });
    for version in 2..10 {
        dashboard.apply(upserted("shop", "web", &version.to_string()));
    }
    let long = format!("e1.{}", "9".repeat(8000));
    for (from, reason) in [
        ("", "initial"),
        ("e1.0", "expired"),
        ("e1.5", "expired"),
        ("e1.14", "expired"),
        ("e1.18446744073709551615", "expired"),
        ("e1.x", "expired"),
        ("e1.", "expired"),
        ("e1.7.7", "expired"),
        (&long, "expired"),
        ("e2.7", "unknown-epoch"),
        ("e1", "unknown-epoch"),
        ("x%0d%0aevent:%20upsert%0d%0a%0d%0a", "unknown-epoch"),
        ("%ff%00", "unknown-epoch"),
    ] {
        let state = dashboard.stream(&format!("?from={from}")).await.until("ready").await;
        assert!(state.starts_with(&format!("retry: JITTER\n\n{}", reset(reason))), "{from}: {state}");
        assert_eq!(state.matches("event: reset").count(), 1);
        assert!(!state.contains('\r'));
    }
}

#[tokio::test(start_paused = true)]
async fn the_header_may_be_anything_as_well() {
    let dashboard = Dashboard::live(Setup::default());
    for header in [&b"\xff\xfe"[..], &[b'x'; 8192], b" ", b"e1.5.5"] {
        let value = actix_web::http::header::HeaderValue::from_bytes(header).unwrap();
        let request = TestRequest::get().uri(PATH).insert_header(("last-event-id", value));
        let state = dashboard.open(request).await.until("ready").await;
        assert_eq!(state.matches("event: reset").count(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_client_that_fell_behind_starts_anew_once() {
    let mut dashboard = Dashboard::live(Setup { replay: 3, ..Setup::default() });
    let mut reading = dashboard.stream("").await;
    reading.until("ready").await;
    for version in 2..100 {
        dashboard.apply(upserted("shop", "web", &version.to_string()));
    }
    let anew = reading.until("ready").await;
    assert!(anew.starts_with(&reset("overflow")), "{anew}");
    assert!(anew.contains("\"resourceVersion\":\"99\""));
    dashboard.apply(removed("shop", "web"));
    assert_eq!(outline(&reading.until("remove").await), ["e1.104", "remove"]);
}

#[tokio::test(start_paused = true)]
async fn a_client_cut_off_within_the_state_has_no_position_to_come_back_with() {
    let dashboard = Dashboard::live(Setup::default());
    let state = dashboard.stream("").await.until("upsert").await;
    let ids: Vec<&str> = state.lines().filter_map(|line| line.strip_prefix("id: ")).collect();
    assert_eq!(ids, ["e1.0"]);
}

#[tokio::test(start_paused = true)]
async fn many_clients_are_handed_the_same_bytes() {
    let mut dashboard = Dashboard::live(Setup::default());
    let (mut one, mut other) = (dashboard.stream("").await, dashboard.stream("?namespaces=shop").await);
    one.until("ready").await;
    other.until("ready").await;
    dashboard.apply(upserted("shop", "web", "2"));
    let (one, other) = (one.chunk().await.unwrap(), other.chunk().await.unwrap());
    assert_eq!(one.as_ptr(), other.as_ptr());
}

#[tokio::test(start_paused = true)]
async fn streams_are_counted_and_leave_their_place_when_they_go() {
    let stream_limits = StreamLimits { total: Some(1), per_client: None };
    let dashboard = Dashboard::live(Setup { stream_limits, ..Setup::default() });
    let reading = dashboard.stream("").await;
    let refused = dashboard.get(PATH).await;
    assert_eq!(refused.problem(503), "there are as many streams as --max-streams allows");
    assert_eq!(refused.header("retry-after"), Some("5"));
    drop(reading);
    dashboard.stream("").await.until("ready").await;
}

#[tokio::test(start_paused = true)]
async fn streams_end_within_seconds_of_a_shutdown_and_no_new_ones_open() {
    let dashboard = Dashboard::live(Setup::default());
    let mut readings = Vec::new();
    for _ in 0..20 {
        let mut reading = dashboard.stream("").await;
        reading.until("ready").await;
        readings.push(reading);
    }
    let began = tokio::time::Instant::now();
    dashboard.drain.begin();
    let refused = dashboard.get(PATH).await;
    assert_eq!(refused.problem(503), "the server is shutting down");
    assert_eq!(refused.header("retry-after"), Some("5"));
    let mut ends = Vec::new();
    for ended in futures_util::future::join_all(readings.into_iter().map(|reading| async move {
        let rest = reading.rest().await;
        (rest, began.elapsed())
    }))
    .await
    {
        assert_eq!(ended.0, "");
        ends.push(ended.1);
    }
    let (first, last) = (ends.iter().min().unwrap(), ends.iter().max().unwrap());
    assert!(*last <= Duration::from_secs(3), "{ends:?}");
    assert!(*last >= *first + Duration::from_millis(300), "spread: {ends:?}");
}

#[tokio::test(start_paused = true)]
async fn the_stream_is_neither_compressed_nor_kept_nor_buffered() {
    let dashboard = Dashboard::live(Setup::default());
    let request = TestRequest::default().method(actix_web::http::Method::HEAD).uri(PATH);
    let answer = dashboard.answer(request.insert_header(("accept-encoding", "br, gzip, zstd"))).await;
    insta::assert_snapshot!(answer.transcript());
}

/// The rows and the statuses that a client has after these frames, and how often it had to start anew.
fn received(text: &str) -> (Board, usize) {
    let (mut board, mut resets) = (Board::default(), 0);
    for frame in text.split("\n\n") {
        let field = |name: &str| frame.lines().find_map(|line| line.strip_prefix(name));
        if let (Some(event), Some(data)) = (field("event: "), field("data: ")) {
            resets += usize::from(event == "reset");
            let mut json = serde_json::Deserializer::from_str(data);
            board.apply(Event::deserialize(event, &mut json).unwrap().unwrap());
        }
    }
    (board, resets)
}

#[tokio::test(start_paused = true)]
async fn a_client_that_needs_longer_for_the_state_than_the_log_reaches_back_is_sent_the_difference() {
    let mut dashboard = Dashboard::live(Setup { replay: 10, ..Setup::default() });
    let names: Vec<String> = (0..1200).map(|number| format!("web-{number}")).collect();
    dashboard.apply(listed("shop", &names.iter().map(String::as_str).collect::<Vec<_>>()));
    let mut reading = dashboard.stream("").await;
    let mut heard = reading.until("upsert").await;
    for number in 0..100 {
        dashboard.apply(upserted("shop", &format!("web-{number}"), "2"));
        dashboard.apply(removed("shop", &format!("web-{}", number + 500)));
    }
    dashboard.apply(denied("pay"));
    heard += &reading.until("remove").await;
    for number in 0..100 {
        dashboard.apply(upserted("shop", &format!("web-{number}"), "3"));
    }
    heard += &reading.until("ready").await;
    dashboard.apply(upserted("shop", "web-7", "4"));
    heard += &reading.until("upsert").await;

    let (client, resets) = received(&heard);
    assert_eq!(resets, 1);
    let snapshot = dashboard.service.board.snapshot(&Viewer::unrestricted().select(None));
    let rows = snapshot.rows().map(|row| Arc::new(row.ingress(Sight::Whole).unwrap()));
    assert!(client.rows().cloned().eq(rows));
    assert!(client.namespaces().eq(&snapshot.namespaces));
    let ids: Vec<&str> = heard.lines().filter_map(|line| line.strip_prefix("id: ")).collect();
    let latest = dashboard.service.board.position().sequence;
    assert_eq!(ids, ["e1.0".to_owned(), format!("e1.{}", latest - 1), format!("e1.{latest}")]);
    assert_eq!(
        heard.matches("\"name\":\"web-7\"").count(),
        4,
        "first as it was, then twice by key, then live"
    );
}

#[tokio::test(start_paused = true)]
async fn a_big_state_is_handed_over_in_pieces() {
    let mut dashboard = Dashboard::live(Setup::default());
    let names: Vec<String> = (0..1200).map(|number| format!("web-{number}")).collect();
    dashboard.apply(listed("shop", &names.iter().map(String::as_str).collect::<Vec<_>>()));
    let mut reading = dashboard.stream("").await;
    let mut longest = 0;
    loop {
        let chunk = reading.chunk().await.unwrap();
        longest = longest.max(chunk.len());
        if chunk.windows(12).any(|words| words == b"event: ready") {
            break;
        }
    }
    assert!((2 * 1024..=4 * 1024).contains(&longest), "{longest}");
}
