//! Events: what is told about Ingresses, for whoever asks about one of them.

use k8s_openapi::api::core::v1::Event;
use kube_ingress_dash_simulator::{Account, Match, Resource, Rules, Simulator};
use serde_json::{Value, json};

use crate::client::{Answer, INGRESSES, SHOP, change, cluster, get, get_as, ingress, send_json, watch};

const EVENTS: &str = "/api/v1/events";
const OF_SHOP: &str = "/api/v1/namespaces/shop/events";

/// A cluster with an Event about each of two Ingresses.
async fn eventful() -> Simulator {
    let simulator = cluster().await;
    for (name, kind, reason) in [("web", "Normal", "Sync"), ("api", "Warning", "Rejected")] {
        simulator.cluster().apply(ingress("shop", name)).unwrap();
        let event = json!({"type": kind, "reason": reason, "source": {"component": "controller"}});
        simulator.cluster().record_event("shop", name, event).unwrap();
    }
    simulator
}

fn reasons(answer: &Answer) -> Vec<&str> {
    let items = answer.body["items"].as_array().unwrap_or_else(|| panic!("{}", answer.body));
    items.iter().map(|item| item["reason"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn an_event_names_the_object_that_it_is_about() {
    let simulator = eventful().await;
    let web = simulator.cluster().get("shop", "web").unwrap();
    let list = get(&simulator, OF_SHOP).await;
    assert_eq!((&list.body["kind"], &list.body["apiVersion"]), (&json!("EventList"), &json!("v1")));
    assert_eq!(reasons(&list), ["Rejected", "Sync"]);
    let events: Vec<Event> = serde_json::from_value(list.body["items"].clone()).unwrap();
    let event = &events[1];
    assert!(event.metadata.name.as_deref().unwrap().starts_with("web."));
    assert_eq!(event.involved_object.uid.as_deref(), web["metadata"]["uid"].as_str());
    assert_eq!(event.involved_object.kind.as_deref(), Some("Ingress"));
    assert_eq!((event.type_.as_deref(), event.count), (Some("Normal"), Some(1)));
    assert!(event.first_timestamp.is_some() && event.last_timestamp.is_some());
}

#[tokio::test]
async fn field_selectors_pick_the_events_of_one_object() {
    let simulator = eventful().await;
    let uid = simulator.cluster().get("shop", "web").unwrap()["metadata"]["uid"].as_str().unwrap().to_owned();
    let uid = format!("involvedObject.uid={uid}");
    for (selector, expected) in [
        (uid.as_str(), &["Sync"][..]),
        ("involvedObject.uid=none", &[]),
        ("involvedObject.name=web,involvedObject.kind=Ingress", &["Sync"]),
        ("involvedObject.name==web", &["Sync"]),
        ("involvedObject.name!=web", &["Rejected"]),
        ("involvedObject.kind=Pod", &[]),
        ("involvedObject.namespace=shop", &["Rejected", "Sync"]),
        ("involvedObject.fieldPath=", &["Rejected", "Sync"]),
        ("type=Warning", &["Rejected"]),
        ("reason!=Sync,source=controller", &["Rejected"]),
        ("metadata.namespace=data", &[]),
    ] {
        let selector: String = form_urlencoded::byte_serialize(selector.as_bytes()).collect();
        for path in [EVENTS, OF_SHOP] {
            let answer = get(&simulator, &format!("{path}?fieldSelector={selector}")).await;
            assert_eq!(reasons(&answer), expected, "{path} {selector}");
        }
    }
    let unknown = get(&simulator, &format!("{OF_SHOP}?fieldSelector=involvedObject.color%3Dred")).await;
    assert_eq!(unknown.failure(), (400, "field label not supported: involvedObject.color"));
    let foreign = get(&simulator, &format!("{SHOP}?fieldSelector=involvedObject.name%3Dweb")).await;
    assert_eq!(foreign.failure().0, 400, "Ingresses have no such field");
}

#[tokio::test]
async fn events_come_in_pages_like_all_else() {
    let simulator = eventful().await;
    let first = get(&simulator, &format!("{OF_SHOP}?limit=1")).await;
    let token = first.body["metadata"]["continue"].as_str().unwrap();
    let second = get(&simulator, &format!("{OF_SHOP}?limit=1&continue={token}")).await;
    assert_eq!((reasons(&first), reasons(&second)), (vec!["Rejected"], vec!["Sync"]));
    assert!(second.body["metadata"]["continue"].is_null());
}

#[tokio::test]
async fn the_grant_to_read_events_is_one_of_its_own() {
    let simulator = eventful().await;
    let rules = Rules { denied_resources: [Resource::Events].into(), ..Rules::default() };
    simulator.set_account("secret", Account { user: "dash".to_owned(), rules });
    let refused = get_as(&simulator, "secret", OF_SHOP).await;
    assert_eq!(
        refused.failure(),
        (
            403,
            "events is forbidden: User \"dash\" cannot list resource \"events\" in API group \"\" \
             in the namespace \"shop\""
        )
    );
    assert_eq!(get_as(&simulator, "secret", SHOP).await.code, 200);
    assert_eq!(simulator.counts().requests(&Match::any().resource(Resource::Events)), 1);

    simulator.deny("shop");
    assert_eq!(get(&simulator, OF_SHOP).await.code, 403);
    assert_eq!(get(&simulator, EVENTS).await.code, 403);
}

#[tokio::test]
async fn a_watch_of_ingresses_sees_no_events_and_one_of_events_no_ingresses() {
    let simulator = eventful().await;
    let version = simulator.cluster().resource_version();
    let mut ingresses = watch(&simulator, &format!("{INGRESSES}?resourceVersion={version}")).await;
    let mut events = watch(&simulator, &format!("{OF_SHOP}?resourceVersion={version}")).await;
    simulator.cluster().record_event("shop", "web", json!({"metadata": {"name": "told"}})).unwrap();
    simulator.cluster().apply(ingress("shop", "new")).unwrap();
    simulator.cluster().record_event("shop", "web", json!({"metadata": {"name": "again"}})).unwrap();
    assert_eq!(ingresses.next_change().await, change("ADDED", "new"));
    assert_eq!(events.next_change().await, change("ADDED", "told"));
    assert_eq!(events.next_change().await, change("ADDED", "again"));
}

#[tokio::test]
async fn events_go_with_their_namespace() {
    let simulator = eventful().await;
    simulator.cluster().delete("shop", "web").unwrap();
    assert_eq!(reasons(&get(&simulator, OF_SHOP).await).len(), 2, "not with their object");
    simulator.cluster().delete_namespace("shop").unwrap();
    assert_eq!(reasons(&get(&simulator, EVENTS).await), Vec::<&str>::new());
    let gone = simulator.cluster().record_event("shop", "web", json!({})).unwrap_err();
    assert_eq!(gone.code(), 404);
}

#[tokio::test]
async fn others_write_events_as_well() {
    let simulator = eventful().await;
    let event = |involved: Value| json!({"metadata": {"name": "mine"}, "involvedObject": involved});
    let about = event(json!({"kind": "Ingress", "namespace": "shop", "name": "web"}));
    assert_eq!(send_json(&simulator, "POST", OF_SHOP, &about).await.code, 201);
    assert_eq!(get(&simulator, &format!("{OF_SHOP}/mine")).await.body["kind"], "Event");
    for involved in [Value::Null, json!({"namespace": "data"})] {
        assert_eq!(send_json(&simulator, "POST", OF_SHOP, &event(involved)).await.failure().0, 422);
    }
}
