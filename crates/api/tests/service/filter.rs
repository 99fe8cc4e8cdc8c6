//! `q=`, in `GET /api/ingresses` and `GET /api/ingresses.csv`.

use actix_web::http::Method;
use actix_web::test::TestRequest;
use kube_ingress_dash_model::ingress::Ingress;
use serde_json::Value;

use crate::support::{Answer, Dashboard, Setup, changed, ingress, upserted};

fn names(answer: &Answer) -> Vec<String> {
    let list = answer.json();
    let names =
        list["ingresses"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned());
    names.collect()
}

#[tokio::test]
async fn the_list_has_what_matches_alone() {
    let dashboard = Dashboard::live(Setup::default());
    for (query, expected) in [
        ("q=", &["api", "admin", "web"][..]),
        ("q=%20", &["api", "admin", "web"]),
        ("q=a+-ns:pay", &["admin", "web"]),
        ("q=name:a&namespaces=shop", &["admin"]),
        ("q=svc:%3Dweb", &["web"]),
        ("q=nothing", &[]),
        ("q=age:%3E1h", &["api", "admin", "web"]),
        ("q=changed:%3C1y", &[]),
    ] {
        let answer = dashboard.get(&format!("/api/ingresses?{query}")).await;
        assert_eq!(answer.status, 200, "{query}");
        assert_eq!(names(&answer), expected, "{query}");
        assert_eq!(answer.header("cache-control"), Some("private, no-cache, no-transform"), "{query}");
    }
}

#[tokio::test]
async fn lines_say_how_many_rows_follow() {
    let dashboard = Dashboard::live(Setup::default());
    let request = TestRequest::get().uri("/api/ingresses?q=ns:shop");
    let answer = dashboard.answer(request.insert_header(("accept", "application/x-ndjson"))).await;
    let lines: Vec<Value> = answer.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&lines[0]["count"], lines.len()), (&2.into(), 3));
}

#[tokio::test]
async fn a_filtered_list_has_a_tag_unless_it_depends_on_the_time() {
    let dashboard = Dashboard::live(Setup::default());
    let ask = |query: &str| {
        TestRequest::get().uri(&format!("/api/ingresses?q={query}")).insert_header(("if-none-match", "*"))
    };
    let known = dashboard.answer(ask("web")).await;
    assert_eq!((known.status.as_u16(), known.header("etag")), (304, Some("W/\"e1.5\"")));
    assert_eq!(dashboard.get("/api/ingresses?q=web").await.header("etag"), Some("W/\"e1.5\""));
    for query in ["age:%3E1h", "web,x+-changed:%3C1d"] {
        let answer = dashboard.answer(ask(query)).await;
        assert_eq!((answer.status.as_u16(), answer.header("etag")), (200, None), "{query}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_filtered_list_is_not_kept() {
    let mut dashboard = Dashboard::live(Setup::default());
    for version in ["2", "3"] {
        dashboard.apply(upserted("shop", "web", version));
        let list = dashboard.get("/api/ingresses?q=web").await.json();
        assert_eq!(list["ingresses"][0]["resourceVersion"], version);
    }
    assert!(!dashboard.get("/metrics").await.text().contains("lists_encoded_total{"));
}

#[tokio::test]
async fn who_answers_a_url_best_comes_first() {
    let mut dashboard = Dashboard::live(Setup::default());
    let mut wild = ingress("pay", "wild", "1");
    wild.rules[0].host = Some("*.example.com".to_owned());
    dashboard.apply(changed(&wild));
    let answer = dashboard.get("/api/ingresses?q=https://web.example.com/x%3Fy").await;
    assert_eq!(names(&answer), ["web", "wild"]);
}

#[tokio::test]
async fn the_configuration_says_where_tls_ends() {
    let mut dashboard = Dashboard::live(Setup::default());
    let edge = Ingress { class: Some("edge".to_owned()), ..ingress("pay", "edge", "1") };
    dashboard.apply(changed(&edge));
    assert_eq!(names(&dashboard.get("/api/ingresses?q=tls:edge").await), ["edge"]);
    let csv = dashboard.get("/api/ingresses.csv?q=tls:edge").await;
    assert_eq!(csv.text().lines().count(), 2);
}

#[tokio::test]
async fn a_line_of_csv_for_each_ingress_or_each_route() {
    let dashboard = Dashboard::live(Setup::default());
    insta::assert_snapshot!("csv", dashboard.get("/api/ingresses.csv?q=-api").await.transcript());
    insta::assert_snapshot!(
        "csv_of_routes",
        dashboard.get("/api/ingresses.csv?rows=routes").await.transcript()
    );
}

#[tokio::test]
async fn csv_is_all_there_however_many_rows_there_are() {
    let mut dashboard = Dashboard::live(Setup::default());
    for number in 0..200 {
        dashboard.apply(upserted("shop", &format!("more-{number}"), "1"));
    }
    let answer = dashboard.get("/api/ingresses.csv?q=more").await;
    assert_eq!(answer.text().lines().count(), 201);
    let everything = dashboard.get("/api/ingresses.csv").await;
    assert_eq!(everything.text().lines().count(), 204);
    assert_eq!(everything.text().matches("more-").count(), answer.text().matches("more-").count());
    let request =
        TestRequest::get().uri("/api/ingresses.csv?q=more").insert_header(("accept-encoding", "gzip"));
    let compressed = dashboard.answer(request).await;
    assert_eq!(compressed.header("content-encoding"), Some("gzip"));
    assert!(compressed.body.len() < answer.body.len() / 4);
    let list = dashboard.get("/api/ingresses?q=more").await;
    assert_eq!(names(&list).len(), 200);
}

#[tokio::test]
async fn head_makes_no_list() {
    let dashboard = Dashboard::live(Setup::default());
    for path in ["/api/ingresses.csv", "/api/ingresses?q=web"] {
        let head = dashboard.answer(TestRequest::default().method(Method::HEAD).uri(path)).await;
        let get = dashboard.get(path).await;
        assert_eq!((head.status.as_u16(), head.body.len()), (200, 0), "{path}");
        for header in ["content-type", "cache-control", "etag", "content-disposition"] {
            assert_eq!(head.header(header), get.header(header), "{path} {header}");
        }
    }
}
