//! Rights that change while people look.

use actix_web::test::TestRequest;

use crate::support::{Dashboard, Reading, Setup, TextFile, behind_a_proxy};

const PATH: &str = "/api/ingresses/stream";

fn dashboard(rules: &TextFile) -> Dashboard {
    Dashboard::live(Setup { authentication: behind_a_proxy(rules), ..Setup::default() })
}

fn request(user: &str) -> TestRequest {
    let request = TestRequest::get().uri(PATH).insert_header(("x-forwarded-user", user));
    request.peer_addr("127.0.0.1:4711".parse().unwrap())
}

/// A stream with its whole state, and that state.
async fn open(dashboard: &Dashboard, request: TestRequest) -> (Reading, String) {
    let mut reading = dashboard.open(request).await;
    let state = reading.until("ready").await;
    (reading, state)
}

/// The last position that a client was told.
fn last_id(text: &str) -> String {
    text.lines().filter_map(|line| line.strip_prefix("id: ")).next_back().unwrap().to_owned()
}

#[tokio::test(start_paused = true)]
async fn whose_rights_changed_comes_back_to_what_they_are_now() {
    let rules = TextFile::with("users: {alice: [shop], bob: [shop]}");
    let dashboard = dashboard(&rules);
    let (mut alice, mut state) = open(&dashboard, request("alice")).await;
    for (access, seen, hidden) in [
        ("[pay]", "uid-api", "uid-web"),
        ("['*']", "uid-web", "\"count\":1"),
        ("[]", "\"count\":0", "uid-"),
        ("[shop]", "uid-web", "uid-api"),
    ] {
        rules.write(&format!("users: {{alice: {access}, bob: [shop]}}"));
        assert_eq!(alice.rest().await, "", "{access}");
        let back = request("alice").insert_header(("last-event-id", last_id(&state)));
        (alice, state) = open(&dashboard, back).await;
        assert!(state.contains("\"reason\":\"unknown-epoch\""), "{access}: {state}");
        assert!(state.contains(seen) && !state.contains(hidden), "{access}: {state}");
    }
}

#[tokio::test(start_paused = true)]
async fn other_peoples_rights_end_nobodys_stream() {
    let rules = TextFile::with("users: {alice: [shop], bob: [shop]}");
    let dashboard = dashboard(&rules);
    let (mut alice, _) = open(&dashboard, request("alice")).await;
    rules.write("users: {alice: [shop], bob: [pay]}\ngroups: {new: [pay]}");
    for _ in 0..3 {
        alice.until("heartbeat").await;
    }
    let (_, bobs) = open(&dashboard, request("bob")).await;
    assert!(bobs.contains("uid-api"), "the new rules hold: {bobs}");
}

#[tokio::test(start_paused = true)]
async fn rules_that_make_no_sense_change_nothing() {
    let rules = TextFile::with("users: {alice: [shop]}");
    let dashboard = dashboard(&rules);
    let (mut alice, _) = open(&dashboard, request("alice")).await;
    for spoilt in ["users: {alice: [SHOP]}", "users: [", "", "everything: true"] {
        rules.write(spoilt);
        alice.until("heartbeat").await;
        let (_, state) = open(&dashboard, request("alice")).await;
        assert!(state.contains("uid-web") && !state.contains("uid-api"), "{spoilt}: {state}");
    }
}
