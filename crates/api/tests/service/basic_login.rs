//! Users log in with a password, programs with a token.

use std::time::Duration;

use actix_web::body::MessageBody as _;
use actix_web::test::{self, TestRequest};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use futures_util::future::join_all;
use kube_ingress_dash_api::{Authentication, app};
use kube_ingress_dash_core::limit::{Period, Quota, Rate};

use crate::support::{Answer, Dashboard, Setup, TextFile};

/// Of `hunter2` and of `swordfish`, by Apache's htpasswd.
const HUNTER2: &str = "$2y$04$27z7tcygB7KmgmF0e05PbuBHmIPofjhuA0zA9ouBTFnhUbn2ONAh2";
const SWORDFISH: &str = "$2y$04$n35oey1v9wwJL4Kz9cjcUuP3Eo5v0ucJngG7CtBX1fqqi2152uE0O";
/// Of `a-token`.
const DIGEST: &str = "1f6076e3a47ba1ded08025ffe06e57af217c14f9407f33fba50f99b1c7019387";
const PATH: &str = "/api/config";

fn users() -> TextFile {
    TextFile::with(&format!("alice:{HUNTER2}:shop-team\ntoken:ci:sha256:{DIGEST}\n"))
}

fn setup(users: &TextFile) -> Setup {
    Setup { authentication: Authentication::basic(users.accounts(), None), ..Setup::default() }
}

fn password(user: &str, password: &str) -> String {
    format!("Basic {}", BASE64_STANDARD.encode(format!("{user}:{password}")))
}

async fn ask(dashboard: &Dashboard, path: &str, authorization: &str) -> Answer {
    let request = TestRequest::get().uri(path).insert_header(("authorization", authorization));
    dashboard.answer(request).await
}

#[tokio::test]
async fn a_browser_is_told_to_ask_for_a_password() {
    let users = users();
    let dashboard = Dashboard::live(setup(&users));
    for path in ["/", PATH, "/metrics", "/api/ingresses/stream"] {
        let answer = dashboard.call(TestRequest::get().uri(path)).await;
        assert_eq!(answer.status(), 401, "{path}");
        let challenges: Vec<_> = answer.headers().get_all("www-authenticate").collect();
        assert_eq!(
            challenges,
            ["Basic realm=\"kube-ingress-dash\", charset=\"UTF-8\"", "Bearer realm=\"kube-ingress-dash\""]
        );
    }
    assert_eq!(dashboard.get("/api/health").await.status, 200);
    dashboard.get(PATH).await.problem(401);
}

#[tokio::test]
async fn whoever_knows_a_password_or_a_token_is_let_in() {
    let users = users();
    let dashboard = Dashboard::live(setup(&users));
    for (authorization, name) in
        [(password("alice", "hunter2"), "alice"), ("Bearer a-token".to_owned(), "ci")]
    {
        let answer = ask(&dashboard, PATH, &authorization).await;
        assert_eq!(answer.json()["viewer"], name);
        assert_eq!(answer.json()["auth"], "basic");
        assert_eq!(answer.header("vary"), Some("authorization"));
        assert_eq!(ask(&dashboard, "/api/ingresses", &authorization).await.status, 200);
    }
}

#[tokio::test]
async fn nothing_else_lets_anybody_in_and_no_answer_tells_why() {
    let users = users();
    let dashboard = Dashboard::live(setup(&users));
    let mut details = std::collections::BTreeSet::new();
    for authorization in [
        password("alice", "hunter3"),
        password("alice", ""),
        password("Alice", "hunter2"),
        password("nobody", "hunter2"),
        password("ci", "a-token"),
        "Bearer hunter2".to_owned(),
        "Bearer alice".to_owned(),
        format!("Bearer {HUNTER2}"),
        password("alice", HUNTER2),
    ] {
        details.insert(ask(&dashboard, PATH, &authorization).await.problem(401));
    }
    assert_eq!(details.len(), 1, "{details:?}");
    for authorization in ["Basic", "Basic !", "Digest x", "Bearer ", &password("", "x")] {
        let detail = ask(&dashboard, PATH, authorization).await.problem(401);
        assert!(detail.contains("malformed"), "{detail}");
    }
}

/// So many tokens and none that come back within the test.
fn quota(tokens: u16) -> Quota {
    let rate = Rate { tokens: std::num::NonZeroU32::MIN, period: Period::Hour };
    Quota { rate, burst: std::num::NonZeroU16::new(tokens).unwrap() }
}

#[tokio::test(start_paused = true)]
async fn a_password_that_was_right_is_not_looked_at_again_for_a_minute() {
    let users = users();
    let dashboard = Dashboard::live(Setup { quota: Some(quota(2)), ..setup(&users) });
    let alice = password("alice", "hunter2");
    // The page is no request of the API: what it costs is the verification.
    let ask = || ask(&dashboard, "/", &alice);
    for _ in 0..50 {
        assert_ne!(ask().await.status, 429);
    }
    tokio::time::advance(Duration::from_secs(61)).await;
    assert_ne!(ask().await.status, 429, "a second look");
    tokio::time::advance(Duration::from_secs(61)).await;
    ask().await.problem(429);
}

#[tokio::test(start_paused = true)]
async fn a_page_that_asks_for_all_its_files_at_once_costs_one_verification() {
    let users = users();
    let dashboard = Dashboard::live(Setup { quota: Some(quota(1)), ..setup(&users) });
    let alice = password("alice", "hunter2");
    let answers = join_all((0..20).map(|_| ask(&dashboard, "/", &alice))).await;
    assert!(answers.iter().all(|answer| answer.status != 429 && answer.status != 401));
}

#[tokio::test(start_paused = true)]
async fn guessing_is_slow_for_each_name_and_for_each_client() {
    let users = users();
    let dashboard = Dashboard::live(setup(&users));
    for user in ["alice", "nobody"] {
        for guess in 0..10 {
            ask(&dashboard, "/", &password(user, &format!("guess-{guess}"))).await.problem(401);
        }
        let answer = ask(&dashboard, "/", &password(user, "guess-10")).await;
        assert!(answer.header("retry-after").is_some());
        answer.problem(429);
    }
    assert_eq!(
        ask(&dashboard, "/", "Bearer a-token").await.problem(503),
        NO_WEB_APP,
        "who has a token goes on"
    );
    let limited = Dashboard::live(Setup { quota: Some(quota(5)), ..setup(&users) });
    for guess in 0..5 {
        ask(&limited, "/", &password(&format!("user-{guess}"), "hunter2")).await.problem(401);
    }
    ask(&limited, "/", &password("alice", "hunter2")).await.problem(429);
}

const NO_WEB_APP: &str = "the web app is not part of this binary: build it with ./just build";

#[tokio::test(start_paused = true)]
async fn a_changed_file_holds_at_once_and_ends_the_streams_of_whom_it_knows_no_more() {
    let users = users();
    let dashboard = Dashboard::live(setup(&users));
    let alice = password("alice", "hunter2");
    let stream =
        || TestRequest::get().uri("/api/ingresses/stream").insert_header(("authorization", alice.clone()));
    let mut reading = dashboard.open(stream()).await;
    reading.until("ready").await;

    users.write(&format!("alice:{HUNTER2}:shop-team\nbob:{SWORDFISH}\n"));
    reading.until("heartbeat").await;
    assert_eq!(ask(&dashboard, PATH, &password("bob", "swordfish")).await.json()["viewer"], "bob");
    ask(&dashboard, PATH, "Bearer a-token").await.problem(401);

    users.write("alice:hunter2 is no hash");
    reading.until("heartbeat").await;

    users.write(&format!("alice:{SWORDFISH}:shop-team\n"));
    assert_eq!(reading.rest().await, "");
    dashboard.answer(stream()).await.problem(401);
    assert_eq!(ask(&dashboard, PATH, &password("alice", "swordfish")).await.status, 200);
}

#[tokio::test]
async fn a_flood_of_logins_from_one_client_keeps_no_other_client_out_and_costs_no_name_a_try() {
    let users = users();
    let dashboard = Dashboard::live(setup(&users));
    let app = test::init_service(app(dashboard.service.clone())).await;
    let from = async |peer: &str, user: &str, secret: &str| {
        let request = TestRequest::get().uri("/").peer_addr(format!("{peer}:4711").parse().unwrap());
        let request = request.insert_header(("authorization", password(user, secret))).to_request();
        Answer::read(test::call_service(&app, request).await.map_body(|_, body| body.boxed())).await
    };
    let unknown: Vec<String> = (0..100).map(|number| format!("nobody-{number}")).collect();
    let unknown = join_all(unknown.iter().map(|name| from("192.0.2.1", name, "x")));
    let guesses: Vec<String> = (0..20).map(|number| format!("guess-{number}")).collect();
    let guesses = join_all(guesses.iter().map(|guess| from("192.0.2.1", "alice", guess)));
    let other = from("192.0.2.2", "alice", "hunter2");
    let (unknown, guesses, other) = tokio::join!(unknown, guesses, other);
    assert_eq!(other.problem(503), NO_WEB_APP, "the other client is let in");
    let refused = |answers: &[Answer]| {
        let refused = answers.iter().filter(|answer| answer.status == 503);
        refused.map(|answer| assert!(answer.problem(503).contains("too many logins"))).count()
    };
    assert!(refused(&unknown) > 50 && refused(&guesses) > 10);

    let alice = from("192.0.2.1", "alice", "hunter2").await;
    assert_eq!(alice.problem(503), NO_WEB_APP, "guesses that nobody looked at are no tries");
}
