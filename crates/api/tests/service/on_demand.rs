//! One Ingress whole, its Events, and the namespaces.

use std::time::Duration;

use actix_web::test::TestRequest;
use futures_util::future::join_all;
use kube_ingress_dash_insight::{Facts, IngressClass};
use serde_json::{Value, json};

use crate::support::{
    Dashboard, Objects, Setup, changed, denied, ingress, listed, refusal, silence, upserted,
};

const DETAIL: &str = "/api/ingresses/shop/web";
const EVENTS: &str = "/api/ingresses/shop/web/events";

fn dashboard(objects: &Objects) -> Dashboard {
    Dashboard::live(Setup { objects: objects.clone(), ..Setup::default() })
}

#[tokio::test]
async fn one_ingress_whole() {
    let dashboard = dashboard(&Objects::default());
    insta::assert_snapshot!(dashboard.get(DETAIL).await.transcript());
}

#[tokio::test]
async fn its_class_is_told_as_far_as_it_is_known() {
    let class = |controller: &str, is_default| IngressClass { controller: controller.to_owned(), is_default };
    let classes = [
        ("edge".to_owned(), class("example.com/edge", true)),
        ("nginx".to_owned(), class("k8s.io/ingress-nginx", false)),
    ];
    let facts = Facts { classes: Some(classes.into()), ..Facts::default() };
    let mut dashboard = Dashboard::live(Setup { facts, ..Setup::default() });
    let mut web = ingress("shop", "web", "2");
    web.class = Some("nginx".to_owned());
    dashboard.apply(changed(&web));
    let nginx = json!({"name": "nginx", "controller": "k8s.io/ingress-nginx", "isDefault": false});
    assert_eq!(dashboard.get(DETAIL).await.json()["ingressClass"], nginx);
    web.class = Some("unknown".to_owned());
    dashboard.apply(changed(&web));
    assert_eq!(dashboard.get(DETAIL).await.json()["ingressClass"], Value::Null);
    web.class = None;
    dashboard.apply(changed(&web));
    let default = json!({"name": "edge", "controller": "example.com/edge", "isDefault": true});
    assert_eq!(dashboard.get(DETAIL).await.json()["ingressClass"], default);
}

#[tokio::test]
async fn its_events() {
    let dashboard = dashboard(&Objects::default());
    insta::assert_snapshot!(dashboard.get(EVENTS).await.transcript());
}

#[tokio::test]
async fn the_namespaces() {
    let mut dashboard = dashboard(&Objects::default());
    dashboard.apply(denied("pay"));
    insta::assert_snapshot!(dashboard.get("/api/namespaces").await.transcript());
}

#[tokio::test]
async fn when_it_changed_is_known_to_the_board() {
    let mut dashboard = dashboard(&Objects::default());
    dashboard.apply(upserted("shop", "web", "2"));
    assert_eq!(dashboard.get(DETAIL).await.json()["changedAt"], "2026-01-15T10:30:01Z");
}

#[tokio::test]
async fn what_the_board_lacks_is_not_asked_for() {
    let objects = Objects::default();
    let mut dashboard = dashboard(&objects);
    dashboard.apply(denied("pay"));
    for path in ["/api/ingresses/shop/nothing", "/api/ingresses/other/web", "/api/ingresses/pay/api/events"] {
        dashboard.get(path).await.problem(404);
    }
    assert_eq!(objects.asked(), 0);
}

#[tokio::test]
async fn before_the_first_list_nobody_knows_what_is_absent() {
    let objects = Objects::default();
    let mut dashboard = Dashboard::connecting(Setup { objects: objects.clone(), ..Setup::default() });
    for path in [DETAIL, EVENTS] {
        let answer = dashboard.get(path).await;
        assert!(answer.header("retry-after").is_some());
        answer.problem(503);
    }
    dashboard.apply(listed("shop", &[]));
    dashboard.get(DETAIL).await.problem(404);
    dashboard.get("/api/ingresses/other/web").await.problem(404);
    assert_eq!(objects.asked(), 0);
}

#[tokio::test]
async fn names_that_nothing_can_have_are_told_apart() {
    let dashboard = dashboard(&Objects::default());
    for path in ["/api/ingresses/Shop/web", "/api/ingresses/shop/we_b", "/api/ingresses/a.b/web/events"] {
        dashboard.get(path).await.problem(400);
    }
    for path in
        ["/api/ingresses/..%2f..%2fsecrets/web", "/api/ingresses/shop/%00", "/api/ingresses/shop/w%2Feb"]
    {
        let status = dashboard.get(path).await.status;
        assert!(status == 400 || status == 404, "{path}: {status}");
    }
    dashboard.get("/api/ingresses/shop/web?x=1").await.problem(400);
    dashboard.answer(TestRequest::post().uri(DETAIL)).await.problem(405);
}

#[tokio::test(start_paused = true)]
async fn an_answer_is_kept_and_says_how_old_it_is() {
    let objects = Objects::default();
    let dashboard = dashboard(&objects);
    assert_eq!(dashboard.get(DETAIL).await.header("x-cache"), Some("miss"));
    tokio::time::advance(Duration::from_secs(7)).await;
    let answer = dashboard.get(DETAIL).await;
    assert_eq!((answer.header("x-cache"), answer.header("age")), (Some("hit"), Some("7")));
    assert_eq!(objects.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_changed_row_is_fetched_anew() {
    let objects = Objects::default();
    let mut dashboard = dashboard(&objects);
    dashboard.get(DETAIL).await;
    dashboard.apply(upserted("shop", "web", "2"));
    assert_eq!(dashboard.get(DETAIL).await.header("x-cache"), Some("miss"));
    assert_eq!(objects.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn five_hundred_equal_requests_are_one_fetch() {
    let objects = Objects::default();
    objects.take(Duration::from_secs(1));
    let dashboard = dashboard(&objects);
    let answers = join_all((0..500).map(|_| dashboard.get(EVENTS))).await;
    assert!(answers.iter().all(|answer| answer.status == 200));
    let joined = answers.iter().filter(|answer| answer.header("x-cache") == Some("shared")).count();
    assert_eq!((objects.asked(), joined), (1, 499));
}

#[tokio::test(start_paused = true)]
async fn a_refusal_is_told_at_once_with_what_to_do() {
    let words = "events is forbidden: User \"dash\" cannot list resource \"events\"";
    let dashboard = dashboard(&Objects::failing([refusal(403, "Forbidden", words)]));
    let problem = dashboard.get(EVENTS).await.problem(403);
    assert!(problem.starts_with(words) && problem.contains("role"), "{problem}");
}

#[tokio::test(start_paused = true)]
async fn credentials_that_fail_are_not_the_readers() {
    let dashboard = dashboard(&Objects::failing([refusal(401, "Unauthorized", "token 10.0.0.1")]));
    let problem = dashboard.get(DETAIL).await.problem(502);
    assert!(problem.contains("credentials") && !problem.contains("10.0.0.1"), "{problem}");
}

#[tokio::test(start_paused = true)]
async fn failures_in_passing_say_when_to_come_back() {
    let objects = Objects::failing([refusal(503, "", "etcd at 10.0.0.1"), silence()]);
    let dashboard = dashboard(&objects);
    let unavailable = dashboard.get(DETAIL).await;
    assert!(!unavailable.problem(503).contains("10.0.0.1"));
    assert_eq!(
        (unavailable.header("retry-after"), &unavailable.json()["class"]),
        (Some("5"), &"transient".into())
    );
    dashboard.get(DETAIL).await.problem(504);
}

#[tokio::test(start_paused = true)]
async fn an_old_answer_is_better_than_none() {
    let objects = Objects::default();
    let dashboard = dashboard(&objects);
    dashboard.get(DETAIL).await;
    tokio::time::advance(Duration::from_mins(2)).await;
    objects.fail([refusal(503, "", "")]);
    let answer = dashboard.get(DETAIL).await;
    assert_eq!(
        (answer.status.as_u16(), answer.header("x-cache"), answer.header("age")),
        (200, Some("stale"), Some("120"))
    );
    assert_eq!(
        dashboard.get(DETAIL).await.header("x-cache"),
        Some("miss"),
        "and the next attempt may succeed"
    );
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_long_for_a_better_answer_than_the_one_that_is_there() {
    let objects = Objects::default();
    let dashboard = dashboard(&objects);
    dashboard.get(DETAIL).await;
    tokio::time::advance(Duration::from_mins(2)).await;
    objects.take(Duration::from_secs(20));
    let began = tokio::time::Instant::now();
    assert_eq!(dashboard.get(DETAIL).await.header("x-cache"), Some("stale"));
    assert!(began.elapsed() <= Duration::from_secs(2));
    tokio::time::sleep(Duration::from_secs(20)).await;
    assert_eq!(dashboard.get(DETAIL).await.header("x-cache"), Some("hit"), "the fetch went on");
    assert_eq!(objects.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn what_is_refused_is_not_shown_from_before() {
    let objects = Objects::default();
    let dashboard = dashboard(&objects);
    dashboard.get(EVENTS).await;
    tokio::time::advance(Duration::from_secs(10)).await;
    objects.fail([refusal(403, "Forbidden", "no"), silence()]);
    dashboard.get(EVENTS).await.problem(403);
    dashboard.get(EVENTS).await.problem(504);
}

#[tokio::test(start_paused = true)]
async fn what_is_gone_is_asked_for_once_in_a_while() {
    let objects = Objects::default();
    objects.vanish();
    let dashboard = dashboard(&objects);
    for _ in 0..10 {
        dashboard.get(DETAIL).await.problem(404);
    }
    assert_eq!(objects.asked(), 1);
}
