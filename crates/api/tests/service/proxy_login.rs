//! A proxy in front of the service says who its user is, and who else says so is not believed.

use actix_web::http::Method;
use actix_web::test::{self, TestRequest};
use kube_ingress_dash_api::{Authentication, IdentityHeaders, TrustedProxy, app};
use kube_ingress_dash_core::limit::{Period, Quota, Rate};

use crate::support::{Dashboard, Setup, TextFile};

const SECRET: &str = "not-to-be-guessed-7";
const SIDECAR: &str = "127.0.0.1:4711";
const ELSEWHERE: &str = "10.0.0.1:4711";

fn setup(secret: Option<&TextFile>) -> Setup {
    let secret = secret.map(TextFile::secret);
    let authentication = Authentication::proxy(IdentityHeaders::default(), secret, None);
    Setup { authentication, ..Setup::default() }
}

fn request(peer: &str, path: &str, headers: &[(&'static str, &str)]) -> TestRequest {
    let request = TestRequest::get().uri(path).peer_addr(peer.parse().unwrap());
    headers.iter().fold(request, |request, header| request.append_header(*header))
}

const ALICE: (&str, &str) = ("x-forwarded-user", "alice");

#[tokio::test]
async fn a_sidecar_is_believed_and_the_page_learns_whom_it_named() {
    let dashboard = Dashboard::live(setup(None));
    let config = dashboard.answer(request(SIDECAR, "/api/config", &[ALICE])).await;
    assert_eq!(config.status, 200);
    assert_eq!((&config.json()["auth"], &config.json()["viewer"]), (&"proxy".into(), &"alice".into()));
    let open = Dashboard::live(Setup::default()).get("/api/config").await.json();
    assert_eq!((&open["auth"], &open["viewer"]), (&"none".into(), &serde_json::Value::Null));
}

#[tokio::test]
async fn nothing_but_the_health_is_shown_to_whom_nobody_named() {
    let dashboard = Dashboard::live(setup(None));
    for (path, method) in [
        ("/", Method::GET),
        ("/index.html", Method::GET),
        ("/metrics", Method::GET),
        ("/api/config", Method::GET),
        ("/api/openapi.json", Method::GET),
        ("/api/namespaces", Method::GET),
        ("/api/ingresses", Method::HEAD),
        ("/api/ingresses.csv", Method::GET),
        ("/api/ingresses/stream", Method::GET),
        ("/api/ingresses/shop/web", Method::GET),
        ("/api/ingresses/shop/web/events", Method::GET),
        ("/api/nothing", Method::GET),
        ("/api/health/", Method::GET),
        ("/api/ingresses", Method::POST),
        ("/api//health", Method::GET),
        ("/API/health", Method::GET),
    ] {
        for peer in [SIDECAR, ELSEWHERE] {
            let answer = dashboard.answer(request(peer, path, &[]).method(method.clone())).await;
            assert_eq!(answer.status, 401, "{method} {path} from {peer}");
            assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
            assert!(!answer.text().contains("web"), "{path}");
        }
    }
    for query in ["", "?probe=liveness", "?probe=readiness"] {
        let path = format!("/api/health{query}");
        assert_eq!(dashboard.answer(request(ELSEWHERE, &path, &[])).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn a_base_path_opens_no_other_door() {
    let dashboard = Dashboard::live(Setup { base_path: "/dash/", ..setup(None) });
    assert_eq!(dashboard.answer(request(ELSEWHERE, "/dash/api/health", &[])).await.status, 200);
    for path in ["/dash", "/dash/", "/dash/api/ingresses", "/api/health", "/elsewhere", "/dash/metrics"] {
        assert_eq!(dashboard.answer(request(ELSEWHERE, path, &[])).await.status, 401, "{path}");
    }
}

#[tokio::test]
async fn what_is_missing_is_said() {
    let secret = TextFile::with(SECRET);
    let alone = Dashboard::live(setup(None));
    let guarded = Dashboard::live(setup(Some(&secret)));
    let wrong = ("x-auth-proxy-secret", "not-to-be-guessed-8");
    for (dashboard, peer, headers, expected) in [
        (&alone, ELSEWHERE, &[ALICE][..], "--auth-proxy-secret-file"),
        (&alone, SIDECAR, &[], "expected in the header x-forwarded-user"),
        (&guarded, ELSEWHERE, &[ALICE], "proves itself with the header X-Auth-Proxy-Secret"),
        (&guarded, SIDECAR, &[ALICE], "proves itself with the header X-Auth-Proxy-Secret"),
        (&guarded, ELSEWHERE, &[ALICE, wrong], "does not hold the secret"),
        (&guarded, SIDECAR, &[ALICE, wrong], "does not hold the secret"),
        (&guarded, ELSEWHERE, &[("x-auth-proxy-secret", SECRET)], "expected in the header x-forwarded-user"),
    ] {
        let answer = dashboard.answer(request(peer, "/api/ingresses", headers)).await;
        let detail = answer.problem(401);
        assert!(detail.contains(expected) && !answer.text().contains(SECRET), "{detail}");
        assert_eq!(answer.header("www-authenticate"), None, "no browser can log in here by itself");
    }
}

#[tokio::test]
async fn the_secret_is_believed_from_everywhere_and_nothing_else_is() {
    let file = TextFile::with(&format!("{SECRET}\n"));
    let dashboard = Dashboard::live(setup(Some(&file)));
    let with = |secret: &'static str| {
        request(ELSEWHERE, "/api/namespaces", &[ALICE, ("x-auth-proxy-secret", secret)])
    };
    assert_eq!(dashboard.answer(with(SECRET)).await.status, 200);
    let forwarded_port = request(SIDECAR, "/api/namespaces", &[ALICE]);
    assert_eq!(
        dashboard.answer(forwarded_port).await.status,
        401,
        "kubectl port-forward comes from loopback"
    );
    let twice = with(SECRET).append_header(("x-auth-proxy-secret", SECRET));
    assert_eq!(dashboard.answer(twice).await.status, 401, "a client sent one of them");
}

#[tokio::test(start_paused = true)]
async fn a_renewed_secret_replaces_the_old_one() {
    let file = TextFile::with(SECRET);
    let dashboard = Dashboard::live(setup(Some(&file)));
    let with = |secret: &'static str| {
        request(ELSEWHERE, "/api/namespaces", &[ALICE, ("x-auth-proxy-secret", secret)])
    };
    file.write("another-secret-to-guess");
    let renewed = async {
        while dashboard.answer(with("another-secret-to-guess")).await.status != 200 {
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), renewed).await.expect("it is read again");
    assert_eq!(dashboard.answer(with(SECRET)).await.status, 401);
}

#[tokio::test]
async fn an_address_is_no_identity() {
    let trusted_proxies = vec![TrustedProxy::Network("10.0.0.0/8".parse().unwrap())];
    let dashboard = Dashboard::live(Setup { trusted_proxies, ..setup(None) });
    for claim in ["127.0.0.1", "10.0.0.2", "::1"] {
        let spoofed = request(ELSEWHERE, "/api/ingresses", &[ALICE, ("x-forwarded-for", claim)]);
        dashboard.answer(spoofed.append_header(("forwarded", "for=127.0.0.1"))).await.problem(401);
    }
}

#[tokio::test]
async fn an_identity_that_makes_no_sense_is_a_mistake_of_the_proxy() {
    let dashboard = Dashboard::live(setup(None));
    let twice = [ALICE, ("x-forwarded-user", "bob")];
    dashboard.answer(request(SIDECAR, "/api/ingresses", &twice)).await.problem(400);
    let long = "x".repeat(300);
    let long = [("x-forwarded-user", long.as_str())];
    dashboard.answer(request(SIDECAR, "/api/ingresses", &long)).await.problem(400);
}

#[tokio::test]
async fn answers_depend_on_the_headers_that_say_who_asks() {
    let dashboard = Dashboard::live(setup(None));
    for (path, before) in [("/api/ingresses", "accept, accept-encoding, "), ("/api/config", "")] {
        let answer = dashboard.answer(request(SIDECAR, path, &[ALICE])).await;
        let expected = format!("{before}x-forwarded-user, x-forwarded-groups");
        assert_eq!(answer.header("vary"), Some(expected.as_str()), "{path}");
        assert!(answer.header("cache-control").unwrap().starts_with("private"), "{path}");
    }
}

#[tokio::test(start_paused = true)]
async fn failures_cost_their_client_its_rate() {
    let rate = Rate { tokens: std::num::NonZeroU32::MIN, period: Period::Hour };
    let quota = Quota { rate, burst: std::num::NonZeroU16::new(3).unwrap() };
    let secret = TextFile::with(SECRET);
    let dashboard = Dashboard::live(Setup { quota: Some(quota), ..setup(Some(&secret)) });
    let app = test::init_service(app(dashboard.service.clone())).await;
    let guess = || request(ELSEWHERE, "/", &[ALICE, ("x-auth-proxy-secret", "guess")]).to_request();
    for _ in 0..3 {
        assert_eq!(test::call_service(&app, guess()).await.status(), 401);
    }
    let refused = test::call_service(&app, guess()).await;
    assert_eq!((refused.status().as_u16(), refused.headers().get("retry-after").is_some()), (429, true));
    let other = request("10.0.0.2:4711", "/", &[]).to_request();
    assert_eq!(test::call_service(&app, other).await.status(), 401);
}
