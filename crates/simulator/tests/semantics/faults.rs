//! Trouble on purpose.

use std::num::NonZeroU32;
use std::time::Duration;

use http::header::HeaderValue;
use http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use kube_ingress_dash_simulator::{Answer, Effect, Match, Part, Resource, Rule, Simulator, Verb};

use crate::client::{INGRESSES, SHOP, change, cluster, get, in_time, ingress, try_send, watch};

fn times(times: u32) -> NonZeroU32 {
    NonZeroU32::new(times).unwrap()
}

#[tokio::test]
async fn the_next_matching_requests_fail_and_no_others() {
    let simulator = cluster().await;
    let lists_of_shop = Match::any().verb(Verb::List).resource(Resource::Ingresses).namespace("shop");
    simulator.faults().fail_next(times(2), lists_of_shop, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(get(&simulator, INGRESSES).await.code, 200);
    for expected in [503, 503, 200] {
        assert_eq!(get(&simulator, SHOP).await.code, expected);
    }
}

#[tokio::test]
async fn an_overloaded_server_says_when_to_come_back() {
    let simulator = cluster().await;
    let answer = Answer::status(StatusCode::TOO_MANY_REQUESTS).retry_after(HeaderValue::from_static("2"));
    let rule = simulator.faults().add(Rule::new(Match::any(), Effect::Answer(answer)));
    let answer = get(&simulator, SHOP).await;
    assert_eq!((answer.failure().0, answer.header("retry-after")), (429, "2"));
    assert_eq!(answer.body["details"]["retryAfterSeconds"], 2);
    simulator.faults().remove(rule);
    assert_eq!(get(&simulator, SHOP).await.code, 200);
}

#[tokio::test]
async fn retry_after_can_be_anything() {
    let simulator = cluster().await;
    for value in ["Wed, 21 Oct 2026 07:28:00 GMT", "-5", "soon", "1000000000000"] {
        let answer =
            Answer::status(StatusCode::SERVICE_UNAVAILABLE).retry_after(HeaderValue::from_static(value));
        simulator.faults().add(Rule::new(Match::any(), Effect::Answer(answer)).times(times(1)));
        let answer = get(&simulator, SHOP).await;
        assert_eq!((answer.failure().0, answer.header("retry-after")), (503, value));
        assert_eq!(answer.body["details"]["retryAfterSeconds"].as_u64(), value.parse().ok());
    }
}

#[tokio::test]
async fn an_answer_need_not_be_a_status() {
    let simulator = cluster().await;
    let gets = Match::any().verb(Verb::Get);
    let shed = Answer::text(StatusCode::TOO_MANY_REQUESTS, "Too many requests, please try again later.\n");
    let shed = Effect::Answer(shed.retry_after(HeaderValue::from_static("1")));
    simulator.faults().add(Rule::new(gets.clone(), shed).times(times(1)));
    let proxy = Effect::Answer(Answer::html(StatusCode::BAD_GATEWAY, "<h1>502 Bad Gateway</h1>"));
    simulator.faults().add(Rule::new(gets, proxy));

    let answer = get(&simulator, "/version").await;
    assert_eq!((answer.code, answer.header("content-type")), (429, "text/plain; charset=utf-8"));
    assert_eq!(answer.header("retry-after"), "1");
    assert_eq!(answer.body, "Too many requests, please try again later.\n");
    let answer = get(&simulator, "/version").await;
    assert_eq!((answer.code, answer.header("content-type")), (502, "text/html"));
}

#[tokio::test]
async fn one_object_can_fail_alone_and_is_counted_by_its_name() {
    let simulator = cluster().await;
    for name in ["web", "api"] {
        simulator.cluster().apply(ingress("shop", name)).unwrap();
    }
    let web = Match::any().verb(Verb::Get).resource(Resource::Ingresses).namespace("shop").name("web");
    simulator.faults().fail_next(times(1), web.clone(), StatusCode::INTERNAL_SERVER_ERROR);
    for (path, expected) in [("", 200), ("/api", 200), ("/web", 500), ("/web", 200)] {
        assert_eq!(get(&simulator, &format!("{SHOP}{path}")).await.code, expected, "{path}");
    }
    let counts = simulator.counts();
    assert_eq!((counts.requests(&web), counts.answered(&web, 500)), (2, 1));
}

/// The bytes of a body that came, and how many there should have been, before it was cut.
async fn cut_body(simulator: &Simulator, path: &str) -> (usize, Option<usize>) {
    let response = try_send(simulator, Request::get(path), "").await.unwrap();
    assert_eq!(response.status(), 200);
    let length = response.headers().get("content-length");
    let length = length.map(|length| length.to_str().unwrap().parse().unwrap());
    let mut body = response.into_body();
    let mut received = 0;
    loop {
        match in_time(body.frame()).await.expect("cut, not ended") {
            Ok(frame) => received += frame.into_data().unwrap().len(),
            Err(_) => return (received, length),
        }
    }
}

#[tokio::test]
async fn the_body_of_a_list_a_get_or_a_watch_can_be_cut() {
    let simulator = cluster().await;
    simulator.cluster().apply(ingress("shop", "web")).unwrap();
    let half = simulator.faults().add(Rule::new(Match::any(), Effect::Truncate(Part::Half)));
    for path in [SHOP.to_owned(), format!("{SHOP}/web"), "/version".to_owned(), "/readyz".to_owned()] {
        let (received, length) = cut_body(&simulator, &path).await;
        assert_eq!(Some(received), length.map(|length| length / 2), "{path}");
    }
    let (received, length) = cut_body(&simulator, &format!("{SHOP}?watch=true")).await;
    assert!((100..1000).contains(&received) && length.is_none(), "the middle of an event, not {received}");
    simulator.faults().remove(half);
    in_time(simulator.until_open_watches(0)).await;

    for (path, bytes, expected) in [(SHOP, 0, 0), (SHOP, 7, 7), ("/readyz", 7, 1)] {
        let effect = Effect::Truncate(Part::Bytes(bytes));
        simulator.faults().add(Rule::new(Match::any(), effect).times(times(1)));
        assert_eq!(cut_body(&simulator, path).await.0, expected, "{bytes} bytes of {path}");
    }
    assert_eq!(get(&simulator, SHOP).await.names(), ["web"]);
}

#[tokio::test]
async fn a_body_can_stop_in_the_middle_without_an_end() {
    let simulator = cluster().await;
    simulator.faults().add(Rule::new(Match::any(), Effect::Stall(Part::Half)));
    let response = try_send(&simulator, Request::get(SHOP), "").await.unwrap();
    let length: usize = response.headers()["content-length"].to_str().unwrap().parse().unwrap();
    let mut body = response.into_body();
    let mut received = 0;
    while received < length / 2 {
        received += in_time(body.frame()).await.unwrap().unwrap().into_data().unwrap().len();
    }
    assert_eq!(received, length / 2);
    let more = tokio::time::timeout(Duration::from_millis(50), body.frame()).await;
    assert!(more.is_err(), "nothing more may come");
}

#[tokio::test]
async fn a_rule_can_cut_the_watches_that_are_open() {
    let simulator = cluster().await;
    let mut of_shop = watch(&simulator, SHOP).await;
    let mut of_data = watch(&simulator, &SHOP.replace("shop", "data")).await;
    let outage = Rule::new(Match::any().namespace("shop"), Effect::Reset).cuts_watches();
    simulator.faults().add(outage);
    assert!(of_shop.try_next().await.is_err(), "cut, not ended");
    simulator.cluster().apply(ingress("data", "a")).unwrap();
    assert_eq!(of_data.next_change().await, change("ADDED", "a"));
}

#[tokio::test]
async fn a_watch_can_tell_everything_twice() {
    let simulator = cluster().await;
    simulator.faults().add(Rule::new(Match::any().verb(Verb::Watch), Effect::Repeat));
    let mut of_shop = watch(&simulator, SHOP).await;
    for name in ["a", "b"] {
        simulator.cluster().apply(ingress("shop", name)).unwrap();
    }
    for name in ["a", "a", "b", "b"] {
        assert_eq!(of_shop.next_change().await, change("ADDED", name));
    }
}

#[tokio::test]
async fn what_is_not_answered_is_counted_as_well() {
    let simulator = cluster().await;
    simulator.faults().add(Rule::new(Match::any(), Effect::Reset).times(times(1)));
    let readiness = Match::any().path("/readyz");
    assert!(try_send(&simulator, Request::get("/readyz"), "").await.is_err());
    assert_eq!(simulator.counts().requests(&readiness), 1);

    simulator.faults().add(Rule::new(readiness.clone(), Effect::Hang));
    let hanging = try_send(&simulator, Request::get("/readyz"), "");
    tokio::select! {
        _ = hanging => panic!("no answer may come"),
        () = in_time(simulator.until_requests(&readiness, 2)) => {}
    }
    simulator.faults().clear();
    assert_eq!(get(&simulator, "/readyz").await.code, 200);
    let counts = simulator.counts();
    assert_eq!((counts.requests(&readiness), counts.answered(&readiness, 200)), (3, 1));
}

#[tokio::test]
async fn a_watch_can_be_refused_with_410() {
    let simulator = cluster().await;
    simulator.faults().fail_next(times(1), Match::any().verb(Verb::Watch), StatusCode::GONE);
    let answer = get(&simulator, &format!("{SHOP}?watch=true&resourceVersion=1")).await;
    assert_eq!(answer.failure().0, 410);
    assert_eq!(answer.body["reason"], "Expired");
}

#[tokio::test]
async fn a_version_can_be_too_large_for_a_server_that_has_not_heard_of_it() {
    let simulator = cluster().await;
    let rule = Rule::new(Match::any(), Effect::Answer(Answer::version_too_large()));
    simulator.faults().add(rule.times(times(1)));
    let answer = get(&simulator, SHOP).await;
    assert_eq!((answer.failure().0, answer.header("retry-after")), (504, "1"));
    assert_eq!(answer.body["details"]["causes"][0]["reason"], "ResourceVersionTooLarge");
    assert_eq!(get(&simulator, SHOP).await.code, 200);
}

#[tokio::test]
async fn anything_can_stand_between_the_events_of_the_watches_that_are_meant() {
    let simulator = cluster().await;
    let mut of_shop = watch(&simulator, SHOP).await;
    let mut of_data = watch(&simulator, &SHOP.replace("shop", "data")).await;
    let shop = Match::any().namespace("shop");
    simulator.cluster().apply(ingress("shop", "a")).unwrap();
    for part in [&b"{\"type\":\"SURPRISE\",\"object\":{\"metadata\":{\"name\":\"\xc3"[..], b"\xa9\"}}}\n"] {
        assert_eq!(simulator.inject(&shop, part), 1);
    }
    assert_eq!(of_shop.next_change().await, change("ADDED", "a"));
    assert_eq!(of_shop.next_change().await, change("SURPRISE", "é"));
    for namespace in ["shop", "data"] {
        simulator.cluster().apply(ingress(namespace, "b")).unwrap();
    }
    assert_eq!(of_shop.next_change().await, change("ADDED", "b"));
    assert_eq!(of_data.next_change().await, change("ADDED", "b"));
}

#[tokio::test]
async fn an_object_can_be_older_than_the_checks() {
    let simulator = cluster().await;
    let mut bad = ingress("shop", "bad");
    bad["spec"]["rules"] = 5.into();
    simulator.cluster().apply(bad.clone()).unwrap_err();
    simulator.cluster().apply_unchecked(bad).unwrap();
    simulator.cluster().apply(ingress("shop", "good")).unwrap();
    let list = get(&simulator, SHOP).await;
    assert_eq!((list.names(), &list.body["items"][0]["spec"]["rules"]), (vec!["bad", "good"], &5.into()));
}

#[tokio::test]
async fn health_can_fail_alone() {
    let simulator = cluster().await;
    let readiness = Match::any().path("/readyz");
    simulator.faults().fail_next(times(1), readiness, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(get(&simulator, "/livez").await.code, 200);
    assert_eq!(get(&simulator, "/readyz").await.code, 500);
    assert_eq!(get(&simulator, "/readyz").await.code, 200);
}

#[tokio::test]
async fn a_connection_can_be_reset_or_hang() {
    let simulator = cluster().await;
    let once = |effect| Rule::new(Match::any(), effect).times(times(1));
    simulator.faults().add(once(Effect::Reset));
    assert!(try_send(&simulator, Request::get(SHOP), "").await.is_err());
    assert_eq!(get(&simulator, SHOP).await.code, 200);

    simulator.faults().add(once(Effect::Hang));
    let hanging = try_send(&simulator, Request::get(SHOP), "");
    let answered = tokio::time::timeout(Duration::from_millis(50), hanging).await;
    assert!(answered.is_err(), "no answer may come");

    simulator.faults().add(once(Effect::Delay(Duration::from_millis(1))));
    assert_eq!(get(&simulator, SHOP).await.code, 200);
}

#[tokio::test]
async fn a_stopped_server_cuts_its_clients_and_comes_back_with_its_data() {
    let mut simulator = cluster().await;
    simulator.cluster().apply(ingress("shop", "web")).unwrap();
    let version = simulator.cluster().resource_version();
    let mut events = watch(&simulator, &format!("{SHOP}?resourceVersion={version}")).await;
    let address = simulator.address();

    simulator.stop().await;
    assert!(events.try_next().await.is_err(), "cut, not ended");
    assert_eq!(simulator.open_watches(), 0);
    assert!(try_send(&simulator, Request::get(SHOP), "").await.is_err());
    simulator.cluster().delete("shop", "web").unwrap();

    simulator.restart().await.unwrap();
    assert_eq!(simulator.address(), address);
    assert_eq!(get(&simulator, SHOP).await.names(), Vec::<&str>::new());
    let mut events = watch(&simulator, &format!("{SHOP}?resourceVersion={version}")).await;
    assert_eq!(events.next_change().await, change("DELETED", "web"));
}

#[tokio::test]
async fn dropping_the_simulator_ends_everything() {
    let simulator = cluster().await;
    let mut events = watch(&simulator, SHOP).await;
    let address = simulator.address();
    drop(simulator);
    assert!(events.try_next().await.is_err());
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}
