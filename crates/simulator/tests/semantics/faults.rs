//! Trouble on purpose.

use std::num::NonZeroU32;
use std::time::Duration;

use http::{Request, StatusCode};
use kube_ingress_dash_simulator::{Effect, Match, Resource, Rule, Verb};

use crate::client::{INGRESSES, SHOP, change, cluster, get, ingress, try_send, watch};

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
    let rule = simulator.faults().add(Rule {
        when: Match::any(),
        times: None,
        effect: Effect::Status {
            code: StatusCode::TOO_MANY_REQUESTS,
            retry_after: Some(Duration::from_secs(2)),
        },
    });
    let answer = get(&simulator, SHOP).await;
    assert_eq!(answer.failure().0, 429);
    assert_eq!(answer.headers["retry-after"], "2");
    assert_eq!(answer.body["details"]["retryAfterSeconds"], 2);
    simulator.faults().remove(rule);
    assert_eq!(get(&simulator, SHOP).await.code, 200);
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
    let once = |effect| Rule { when: Match::any(), times: Some(times(1)), effect };
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
