//! What a viewer may not see is absent: from every endpoint, in every form, and from what one learns beside the rows.
//!
//! Alice may see `shop`, where `admin` and `web` live. Bob may see everything, so also `pay` with its `api`.

use std::time::Duration;

use actix_web::http::Method;
use actix_web::test::{self, TestRequest};
use kube_ingress_dash_api::app;
use serde_json::Value;

use crate::support::{
    Answer, Dashboard, FORBIDDEN, Objects, Setup, TextFile, behind_a_proxy, denied, lost, refusal, removed,
    upserted,
};

const RULES: &str = "groups: {shop-team: [shop]}\nusers: {bob: ['*']}\n";

fn dashboard(setup: Setup) -> Dashboard {
    Dashboard::live(Setup { authentication: behind_a_proxy(&TextFile::with(RULES)), ..setup })
}

fn request(user: &str, path: &str) -> TestRequest {
    let request = TestRequest::get().uri(path).peer_addr("127.0.0.1:4711".parse().unwrap());
    let groups = if user == "alice" { "shop-team" } else { "" };
    request.insert_header(("x-forwarded-user", user)).insert_header(("x-forwarded-groups", groups))
}

async fn ask(dashboard: &Dashboard, user: &str, path: &str) -> Answer {
    dashboard.answer(request(user, path)).await
}

/// Asserts that the text has what alice may see, if anything, and nothing of the rest.
fn check(text: &str, expects: &str, place: &str) {
    assert!(text.contains(expects), "{place}: {text}");
    for trace in [
        "\"pay\"",
        "\\\"pay\\\"",
        "pay/",
        "pay,",
        ":pay:",
        "uid-api",
        "api.example.com",
        "are named",
        "serviceaccount",
    ] {
        assert!(!text.contains(trace), "{place}: {trace} in {text}");
    }
}

#[tokio::test]
async fn every_answer_holds_what_may_be_seen_and_no_trace_of_the_rest() {
    let dashboard = dashboard(Setup::default());
    for (path, expects) in [
        ("/api/ingresses", "uid-web"),
        ("/api/ingresses?namespaces=pay,shop", "uid-web"),
        ("/api/ingresses?namespaces=pay", "\"ingresses\":[]"),
        ("/api/ingresses?q=example.com", "uid-web"),
        ("/api/ingresses?q=ns:pay", "\"ingresses\":[]"),
        ("/api/ingresses.csv", "shop,web"),
        ("/api/ingresses.csv?rows=routes", "web.example.com"),
        ("/api/ingresses.csv?namespaces=pay&q=api", "amespace"),
        ("/api/namespaces", "\"namespace\":\"shop\""),
        ("/api/explain?url=web.example.com", "shop/web"),
        ("/api/explain?url=api.example.org", "\"rankings\":[]"),
        ("/api/config", "alice"),
        ("/api/ingresses/shop/web", "uid-web"),
        ("/api/ingresses/shop/web/events", "uid-web"),
        ("/metrics", "kube_ingress_dash_ingresses 2\n"),
    ] {
        let answer = ask(&dashboard, "alice", path).await;
        assert_eq!(answer.status, 200, "{path}");
        check(answer.text(), expects, path);
        let lines = request("alice", path).insert_header(("accept", "application/x-ndjson"));
        let lines = dashboard.answer(lines).await;
        assert_eq!(lines.status, 200, "{path}");
        let expects = if expects.starts_with("\"ingresses\"") { "\"count\":0" } else { expects };
        check(lines.text(), expects, path);
    }
    let mut reading = dashboard.open(request("alice", "/api/ingresses/stream?namespaces=pay,shop")).await;
    check(&reading.until("ready").await, "uid-web", "the stream");
}

#[tokio::test(start_paused = true)]
async fn a_refusal_of_the_api_server_is_told_in_other_words() {
    let objects = Objects::default();
    let mut dashboard = dashboard(Setup { objects: objects.clone(), ..Setup::default() });
    let mut stream = dashboard.open(request("alice", "/api/ingresses/stream")).await;
    stream.until("ready").await;
    for part in ["", "/events"] {
        let path = format!("/api/ingresses/shop/web{part}");
        for (user, knows) in [("alice", false), ("bob", true)] {
            objects.fail([refusal(403, "Forbidden", FORBIDDEN)]);
            let detail = ask(&dashboard, user, &path).await.problem(403);
            assert_eq!(detail.contains("serviceaccount:pay:dash"), knows, "{user}: {detail}");
            assert!(detail.contains("needs a role"), "{user}: {detail}");
        }
        objects.fail([refusal(403, "Forbidden", FORBIDDEN)]);
        check(ask(&dashboard, "alice", &path).await.text(), "does not let", &path);
    }
    dashboard.apply(denied("shop"));
    check(&stream.until("status").await, "does not let", "an event");
    for path in ["/api/ingresses", "/api/ingresses?q=web", "/api/namespaces"] {
        check(ask(&dashboard, "alice", path).await.text(), "does not let", path);
        assert!(ask(&dashboard, "bob", path).await.text().contains("serviceaccount:pay:dash"), "{path}");
    }
    let state = dashboard.open(request("alice", "/api/ingresses/stream")).await.until("ready").await;
    check(&state, "does not let", "the stream");
}

#[tokio::test]
async fn counts_are_of_what_may_be_seen() {
    let dashboard = dashboard(Setup::default());
    let lines = request("alice", "/api/ingresses").insert_header(("accept", "application/x-ndjson"));
    let lines = dashboard.answer(lines).await;
    let header: Value = serde_json::from_str(lines.text().lines().next().unwrap()).unwrap();
    assert_eq!((&header["count"], header["namespaces"].as_array().unwrap().len()), (&2.into(), 1));
    assert_eq!(header["scope"]["namespaces"], serde_json::json!(["shop"]));
    let state = dashboard.open(request("alice", "/api/ingresses/stream")).await.until("ready").await;
    assert!(state.contains("\"count\":2"), "{state}");
    let metrics = ask(&dashboard, "alice", "/metrics").await;
    for line in ["namespaces 1", "ingresses 2", "watches{state=\"live\"} 1", "build_info{"] {
        assert!(metrics.text().contains(&format!("kube_ingress_dash_{line}")), "{line}: {}", metrics.text());
    }
    assert_eq!(metrics.text().matches("# EOF").count(), 1);
    let metrics = ask(&dashboard, "bob", "/metrics").await;
    assert!(metrics.text().contains("kube_ingress_dash_ingresses 3\n"), "{}", metrics.text());
}

#[tokio::test]
async fn whom_no_rule_names_sees_nothing() {
    let dashboard = dashboard(Setup::default());
    assert_eq!(ask(&dashboard, "eve", "/api/ingresses").await.json()["ingresses"], serde_json::json!([]));
    assert_eq!(ask(&dashboard, "eve", "/api/namespaces").await.json()["namespaces"], serde_json::json!([]));
    ask(&dashboard, "eve", "/api/ingresses/shop/web").await.problem(404);
    let state = dashboard.open(request("eve", "/api/ingresses/stream")).await.until("ready").await;
    assert!(state.contains("\"count\":0") && !state.contains("shop"), "{state}");
}

#[tokio::test(start_paused = true)]
async fn details_that_may_not_be_seen_do_not_exist_whoever_fetched_or_fetches_them() {
    let objects = Objects::default();
    let mut dashboard = dashboard(Setup { objects: objects.clone(), ..Setup::default() });
    let nothing = ask(&dashboard, "alice", "/api/ingresses/shop/nothing").await.problem(404);
    let absent = ["/api/ingresses/pay/api", "/api/ingresses/pay/api/events", "/api/ingresses/pay/none"];
    for path in absent {
        assert_eq!(ask(&dashboard, "alice", path).await.problem(404), nothing, "{path}");
    }
    assert_eq!(objects.asked(), 0);
    objects.take(Duration::from_secs(1));
    for path in &absent[..2] {
        let app = test::init_service(app(dashboard.service.clone())).await;
        let fetching = test::call_service(&app, request("bob", path).to_request());
        let joining = async {
            tokio::time::sleep(Duration::from_millis(500)).await;
            ask(&dashboard, "alice", path).await.problem(404)
        };
        let (fetched, refused) = tokio::join!(fetching, joining);
        assert_eq!((fetched.status().as_u16(), refused), (200, nothing.clone()), "{path}");
        assert_eq!(ask(&dashboard, "bob", path).await.header("x-cache"), Some("hit"));
        ask(&dashboard, "alice", path).await.problem(404);
    }
    dashboard.apply(denied("pay"));
    assert_eq!(ask(&dashboard, "alice", absent[0]).await.problem(404), nothing, "refused by the cluster");
}

#[tokio::test(start_paused = true)]
async fn a_list_that_was_made_for_others_is_never_given() {
    let dashboard = dashboard(Setup::default());
    let zstd = |user| request(user, "/api/ingresses").insert_header(("accept-encoding", "zstd"));
    let bobs = dashboard.answer(zstd("bob")).await;
    let alices = dashboard.answer(zstd("alice")).await;
    for (answer, count) in [(&bobs, 3), (&alices, 2)] {
        assert_eq!(answer.header("content-encoding"), Some("zstd"));
        let list: Value = serde_json::from_slice(&zstd::decode_all(&answer.body[..]).unwrap()).unwrap();
        assert_eq!(list["ingresses"].as_array().unwrap().len(), count);
        assert_eq!(answer.header("etag").unwrap(), format!("W/{}", list["position"]));
        assert!(answer.header("cache-control").unwrap().starts_with("private"));
        assert!(answer.header("vary").unwrap().contains("x-forwarded-user, x-forwarded-groups"));
    }
    let tags = [bobs.header("etag").unwrap(), alices.header("etag").unwrap()];
    for (user, tag, status) in
        [("bob", tags[0], 304), ("alice", tags[1], 304), ("bob", tags[1], 200), ("alice", tags[0], 200)]
    {
        for path in ["/api/ingresses", "/api/ingresses?q=example"] {
            let known = request(user, path).insert_header(("if-none-match", tag));
            assert_eq!(dashboard.answer(known).await.status, status, "{user} {path} {tag}");
        }
    }
    let head = request("alice", "/api/ingresses").method(Method::HEAD);
    assert_eq!(dashboard.answer(head).await.header("etag"), Some(tags[1]));
}

#[tokio::test(start_paused = true)]
async fn a_stream_tells_of_what_may_be_seen_from_bytes_that_are_shared() {
    let mut dashboard = dashboard(Setup::default());
    let mut alice = dashboard.open(request("alice", "/api/ingresses/stream")).await;
    let mut bob = dashboard.open(request("bob", "/api/ingresses/stream")).await;
    let state = alice.until("ready").await;
    let epoch = state.rsplit_once("id: ").unwrap().1.split('.').next().unwrap();
    bob.until("ready").await;
    dashboard.apply(upserted("pay", "api", "2"));
    dashboard.apply(lost("pay"));
    dashboard.apply(removed("pay", "api"));
    dashboard.apply(denied("pay"));
    dashboard.apply(upserted("shop", "web", "2"));
    bob.until("status").await;
    let told = alice.until("upsert").await;
    check(&told, "\"resourceVersion\":\"2\"", "an event");
    assert_eq!(told.matches("event: ").count(), 1, "{told}");
    assert!(told.starts_with(&format!("id: {epoch}.")), "the place is alice's own, {epoch}: {told}");
    check(&alice.until("heartbeat").await, "position", "a heartbeat");
    dashboard.apply(lost("shop"));
    check(&alice.until("status").await, "stale", "a status");
    let encoded = ask(&dashboard, "bob", "/metrics").await;
    let line = encoded.text().lines().find(|line| line.contains("frames_encoded_total ")).unwrap();
    assert!(line.ends_with(" 3"), "bob read two alone, and one was written for alice: {line}");
}

#[tokio::test(start_paused = true)]
async fn a_client_goes_on_from_its_own_place_and_from_nobody_elses() {
    let mut dashboard = dashboard(Setup::default());
    let position = async |dashboard: &Dashboard, user| {
        ask(dashboard, user, "/api/ingresses").await.json()["position"].as_str().unwrap().to_owned()
    };
    let (bobs, alices) = (position(&dashboard, "bob").await, position(&dashboard, "alice").await);
    dashboard.apply(upserted("pay", "api", "2"));
    dashboard.apply(upserted("shop", "web", "2"));
    let from = |user, from: &str| request(user, &format!("/api/ingresses/stream?from={from}"));
    let resumed = dashboard.open(from("alice", &alices)).await.until("ready").await;
    assert!(!resumed.contains("event: reset"), "{resumed}");
    check(&resumed, "\"resourceVersion\":\"2\"", "resumed");
    for (user, place) in [("alice", &bobs), ("bob", &alices), ("eve", &alices)] {
        let anew = dashboard.open(from(user, place)).await.until("ready").await;
        assert!(anew.contains("unknown-epoch"), "{user}: {anew}");
    }
    let epoch = alices.split('.').next().unwrap();
    let spoilt = dashboard.open(from("alice", &format!("{epoch}.x"))).await.until("ready").await;
    assert!(spoilt.contains("expired"), "{spoilt}");
}
