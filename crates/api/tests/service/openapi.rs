//! The OpenAPI document: what it says, and that it says it of the routes that there are.

use std::collections::BTreeSet;

use actix_web::introspection::{IntrospectionNode, IntrospectionTree};
use actix_web::test::{self, TestRequest};
use actix_web::web::Data;
use kube_ingress_dash_api::{Authentication, app};
use serde_json::{Value, json};

use crate::support::{Dashboard, Setup, TextFile};

const DIGEST_OF_TEST: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

async fn document(setup: Setup) -> Value {
    Dashboard::connecting(setup).get("/api/openapi.json").await.json()
}

/// The documented paths.
fn paths(document: &Value) -> BTreeSet<String> {
    document["paths"].as_object().unwrap().keys().cloned().collect()
}

/// The paths that the router answers with GET.
async fn routes(setup: Setup) -> BTreeSet<String> {
    let app = test::init_service(app(Dashboard::connecting(setup).service)).await;
    let answer = test::call_service(&app, TestRequest::get().uri("/api/config").to_request()).await;
    let tree = answer.request().app_data::<Data<IntrospectionTree>>().unwrap();
    let mut found = BTreeSet::new();
    collect(&tree.root, &mut found);
    found
}

fn collect(node: &IntrospectionNode, found: &mut BTreeSet<String>) {
    if node.methods.iter().any(|method| method == "GET") {
        found.insert(node.full_path.clone());
    }
    for child in &node.children {
        collect(child, found);
    }
}

#[tokio::test]
async fn the_document() {
    let mut document = document(Setup::default()).await;
    document["info"]["version"] = "VERSION".into();
    insta::assert_snapshot!(serde_json::to_string_pretty(&document).unwrap());
}

#[tokio::test]
async fn every_route_is_in_it_and_nothing_else() {
    assert_eq!(paths(&document(Setup::default()).await), routes(Setup::default()).await);
}

#[tokio::test]
async fn what_it_refers_to_is_in_it() {
    let document = document(Setup::default()).await;
    let mut references = BTreeSet::new();
    collect_references(&document, &mut references);
    assert!(!references.is_empty());
    for reference in references {
        assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
    }
}

fn collect_references<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
    found.extend(value.get("$ref").and_then(Value::as_str));
    let items = value.as_array().into_iter().flatten();
    for inner in items.chain(value.as_object().into_iter().flat_map(|object| object.values())) {
        collect_references(inner, found);
    }
}

#[tokio::test]
async fn it_tells_of_metrics_only_where_they_are_shown() {
    let hidden = || Setup { shows_metrics: false, ..Setup::default() };
    let document = document(hidden()).await;
    assert!(!paths(&document).contains("/metrics"));
    assert_eq!(paths(&document), routes(hidden()).await);
}

#[tokio::test]
async fn it_tells_how_to_log_in_as_this_server_wants_it() {
    let users = TextFile::with(&format!("token:ci:sha256:{DIGEST_OF_TEST}\n"));
    let basic = Authentication::basic(users.accounts(), None);
    let proxy = Authentication::proxy("Remote-User".parse().unwrap(), None, None);
    for (authentication, credentials, expected) in [
        (Authentication::none(), ("x", ""), json!([null, null, null])),
        (
            basic,
            ("authorization", "Bearer test"),
            json!([
                [{"password": []}, {"token": []}],
                {"password": {"type": "http", "scheme": "basic"}, "token": {"type": "http", "scheme": "bearer"}},
                [],
            ]),
        ),
        (
            proxy,
            ("remote-user", "alice"),
            json!([
                [{"proxy": []}],
                {"proxy": {"type": "apiKey", "in": "header", "name": "remote-user",
                           "description": "Set by the proxy in front of this server"}},
                [],
            ]),
        ),
    ] {
        let dashboard = Dashboard::connecting(Setup { authentication, ..Setup::default() });
        let request = TestRequest::get().uri("/api/openapi.json").insert_header(credentials);
        let document = dashboard.answer(request.peer_addr("127.0.0.1:1".parse().unwrap())).await.json();
        let health = &document["paths"]["/api/health"]["get"];
        let told =
            json!([document["security"], document["components"]["securitySchemes"], health["security"]]);
        assert_eq!(told, expected);
        for path in paths(&document) {
            let refusal = document["paths"][&path]["get"]["responses"].get("401");
            assert_eq!(refusal.is_some(), path != "/api/health", "{path}");
        }
    }
}

#[tokio::test]
async fn its_server_is_the_base_path() {
    let dashboard = Dashboard::connecting(Setup { base_path: "/dash/", ..Setup::default() });
    let document = dashboard.get("/dash/api/openapi.json").await.json();
    assert_eq!(document["servers"][0]["url"], "/dash");
}

#[tokio::test]
async fn the_query_parameters_that_it_names_are_those_that_are_read() {
    let dashboard = Dashboard::live(Setup::default());
    let document = dashboard.get("/api/openapi.json").await.json();
    for path in paths(&document).iter().filter(|path| *path != "/metrics") {
        let parameters = document["paths"][path]["get"]["parameters"].as_array();
        let mut named: Vec<_> = parameters
            .into_iter()
            .flatten()
            .filter(|parameter| parameter["in"] == "query")
            .map(|parameter| parameter["name"].as_str().unwrap())
            .collect();
        if named.is_empty() {
            named.push("none");
        }
        let real = path.replace("{namespace}", "shop").replace("{name}", "web");
        let detail = dashboard.get(&format!("{real}?nonsense")).await.problem(400);
        assert!(detail.ends_with(&format!("known: {}", named.join(", "))), "{path}: {detail}");
    }
}
