//! The browser client's files and its page, and the base path that everything lives under.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::support::{Answer, Dashboard, Setup};
use actix_web::http::Method;
use actix_web::test::TestRequest;
use kube_ingress_dash_api::Source;

const PAGE: &str =
    "<!doctype html><html><head><base href=\"./\"><script type=\"module\">start()</script></head></html>";
const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

fn files() -> BTreeMap<String, Source> {
    let plain =
        |content: &'static str| Source { content: Cow::Borrowed(content.as_bytes()), ..Source::default() };
    let packed = Source {
        content: Cow::Borrowed(b"\0asm"),
        brotli: Some(Cow::Borrowed(b"BR")),
        gzip: Some(Cow::Borrowed(b"GZ")),
    };
    BTreeMap::from([
        ("index.html".to_owned(), plain(PAGE)),
        ("app-0a1b2c3d4e5f6071_bg.wasm".to_owned(), packed),
        ("app-0a1b2c3d4e5f6071.js".to_owned(), plain("go()")),
        ("favicon.svg".to_owned(), plain("<svg/>")),
    ])
}

fn dashboard(base_path: &'static str) -> Dashboard {
    Dashboard::connecting(Setup { base_path, files: files(), ..Setup::default() })
}

async fn visit(dashboard: &Dashboard, path: &str) -> Answer {
    dashboard.answer(TestRequest::get().uri(path).insert_header(("accept", BROWSER))).await
}

#[tokio::test]
async fn the_page() {
    insta::assert_snapshot!(visit(&dashboard("/"), "/").await.transcript());
}

#[tokio::test]
async fn the_page_stands_for_every_path_that_the_client_draws() {
    let dashboard = dashboard("/");
    for path in ["/", "/index.html", "/settings", "/ingress/shop/web", "/?q=shop"] {
        let answer = visit(&dashboard, path).await;
        assert!(answer.status == 200 && answer.text().contains("start()"), "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-cache"), "{path}");
    }
}

#[tokio::test]
async fn what_is_missing_is_a_problem_and_never_the_page() {
    let dashboard = dashboard("/");
    for path in [
        "/app-00000000.js",
        "/favicon.ico",
        "/ingress/missing.wasm",
        "/api/nothing",
        "/../secret.txt",
        "//evil.example/x.js",
    ] {
        let answer = visit(&dashboard, path).await;
        answer.problem(404);
        let never_kept = answer.header("cache-control").unwrap();
        assert!(never_kept == "no-store" || path.starts_with("/api"), "{path}: {never_kept}");
    }
    let script = TestRequest::get().uri("/settings").insert_header(("accept", "*/*"));
    dashboard.answer(script).await.problem(404);
    let posted = TestRequest::post().uri("/settings").insert_header(("accept", BROWSER));
    dashboard.answer(posted).await.problem(405);
}

#[tokio::test]
async fn names_with_a_digest_are_kept_for_ever() {
    let dashboard = dashboard("/");
    let script = dashboard.get("/app-0a1b2c3d4e5f6071.js").await;
    assert_eq!(script.header("cache-control"), Some("public, max-age=31536000, immutable"));
    assert_eq!(script.header("content-type"), Some("text/javascript; charset=utf-8"));
    let icon = dashboard.get("/favicon.svg").await;
    assert_eq!(icon.header("cache-control"), Some("no-cache"));
    assert_eq!(icon.header("content-type"), Some("image/svg+xml"));
}

#[tokio::test]
async fn files_go_out_in_the_best_encoding_that_the_client_takes() {
    let dashboard = dashboard("/");
    for (accepted, encoding, body) in [
        ("gzip, deflate, br, zstd", Some("br"), &b"BR"[..]),
        ("gzip", Some("gzip"), b"GZ"),
        ("br;q=0, gzip", Some("gzip"), b"GZ"),
        ("br;q=0.1, gzip", Some("gzip"), b"GZ"),
        ("identity", None, b"\0asm"),
        ("zstd", None, b"\0asm"),
    ] {
        let request = TestRequest::get().uri("/app-0a1b2c3d4e5f6071_bg.wasm");
        let answer = dashboard.answer(request.insert_header(("accept-encoding", accepted))).await;
        assert_eq!((answer.header("content-encoding"), &answer.body[..]), (encoding, body), "{accepted}");
        assert_eq!(answer.header("content-type"), Some("application/wasm"));
        assert_eq!(answer.header("vary"), Some("accept-encoding"));
    }
    assert_eq!(dashboard.get("/app-0a1b2c3d4e5f6071_bg.wasm").await.body, &b"\0asm"[..]);
}

#[tokio::test]
async fn the_page_is_not_sent_again_to_who_has_it() {
    let dashboard = dashboard("/");
    let tag = visit(&dashboard, "/").await.header("etag").unwrap().to_owned();
    let again = TestRequest::get().uri("/").insert_header(("if-none-match", tag));
    let answer = dashboard.answer(again).await;
    assert_eq!((answer.status.as_u16(), answer.text()), (304, ""));
    assert!(answer.header("content-security-policy").is_some());
}

#[tokio::test]
async fn everything_lives_under_the_base_path() {
    let dashboard = dashboard("/dash/");
    let page = visit(&dashboard, "/dash/ingress/shop/web").await;
    assert!(page.text().contains("<base href=\"/dash/\">"));
    assert_eq!(dashboard.get("/dash/app-0a1b2c3d4e5f6071.js").await.status, 200);
    assert_eq!(dashboard.get("/dash/api/config").await.json()["basePath"], "/dash/");
    let head = TestRequest::default().method(Method::HEAD).uri("/dash/");
    assert_eq!(dashboard.answer(head).await.status, 200);
    for path in ["/", "/api/config", "/dashboard", "/app-0a1b2c3d4e5f6071.js"] {
        assert!(visit(&dashboard, path).await.problem(404).contains("/dash/"), "{path}");
    }
    dashboard.get("/dash/api/nothing").await.problem(404);
}

#[tokio::test]
async fn the_base_path_without_its_slash_leads_there() {
    let answer = visit(&dashboard("/dash/"), "/dash").await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (308, Some("/dash/")));
}

#[tokio::test]
async fn a_binary_without_the_web_app_says_how_to_build_it() {
    let dashboard = Dashboard::connecting(Setup::default());
    assert!(visit(&dashboard, "/").await.problem(503).contains("./just build"));
    dashboard.get("/app.js").await.problem(404);
}
