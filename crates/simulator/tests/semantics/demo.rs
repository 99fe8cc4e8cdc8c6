//! The demo cluster: reproducible, realistic, alive.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jiff::Timestamp;
use k8s_openapi::api::core::v1::Event;
use k8s_openapi::api::networking::v1::Ingress;
use kube_ingress_dash_simulator::demo::{self, Options};
use serde_json::Value;

use crate::client::{SHOP, get, watch};

const EVENTS: &str = "/api/v1/events";

fn now() -> Timestamp {
    "2026-11-22T10:00:00Z".parse().unwrap()
}

fn generated(options: &Options) -> Vec<Value> {
    demo::ingresses(options, now()).collect()
}

/// The default cluster.
fn cluster() -> &'static [Value] {
    static CLUSTER: LazyLock<Vec<Value>> = LazyLock::new(|| generated(&Options::default()));
    &CLUSTER
}

fn loopback() -> std::net::SocketAddr {
    "127.0.0.1:0".parse().unwrap()
}

#[test]
fn a_seed_determines_the_cluster() {
    let options = Options { ingresses: 500, ..Options::default() };
    assert_eq!(generated(&options), generated(&options));
    assert_ne!(generated(&options), generated(&Options { seed: 2, ..options.clone() }));
    let namespaces = |options: &Options| demo::namespaces(options, now()).collect::<Vec<_>>();
    assert_eq!(namespaces(&options), namespaces(&options));
}

#[test]
fn there_are_as_many_as_asked_for_unevenly_spread_with_keys_of_their_own() {
    for (ingresses, namespaces) in [(1000, 50), (10, 50), (0, 1), (300, 700), (40, 0)] {
        let options = Options { ingresses, namespaces, ..Options::default() };
        let all = generated(&options);
        assert_eq!(all.len(), ingresses);
        let keys: BTreeSet<_> = all
            .iter()
            .map(|object| (&object["metadata"]["namespace"], &object["metadata"]["name"]))
            .map(|key| format!("{key:?}"))
            .collect();
        assert_eq!(keys.len(), ingresses);
        assert_eq!(demo::namespaces(&options, now()).count(), namespaces.max(1));
    }
    let mut sizes: BTreeMap<String, usize> = BTreeMap::new();
    for object in cluster() {
        *sizes.entry(object["metadata"]["namespace"].to_string()).or_default() += 1;
    }
    assert!(sizes.values().any(|size| *size > 500), "{sizes:?}");
    assert!(sizes.values().filter(|size| **size < 50).count() > 15, "{sizes:?}");
}

#[test]
fn typed_clients_can_read_every_object() {
    for object in cluster() {
        let parsed = serde_json::from_value::<Ingress>(object.clone());
        assert!(parsed.is_ok(), "{parsed:?} {object}");
    }
}

/// Each kind of Ingress that a dashboard must cope with is there.
#[test]
fn the_cluster_has_everything_that_real_ones_have() {
    let all = cluster();
    let text: Vec<String> = all.iter().map(Value::to_string).collect();
    let some = |what: &str, test: &dyn Fn(&Value) -> bool| {
        assert!(all.iter().any(test), "no Ingress with {what}");
    };
    let rules = |object: &Value| object["spec"]["rules"].as_array().cloned().unwrap_or_default();
    let points = |object: &Value| object["status"]["loadBalancer"]["ingress"].as_array().map_or(0, Vec::len);
    some("many hosts", &|object| rules(object).len() > 20);
    some("a rule without http", &|object| rules(object).iter().any(|rule| rule["http"].is_null()));
    some("a rule without a host", &|object| rules(object).iter().any(|rule| rule["host"].is_null()));
    some("a default backend", &|object| object["spec"]["defaultBackend"]["service"].is_object());
    some("a default resource", &|object| object["spec"]["defaultBackend"]["resource"].is_object());
    some("no TLS", &|object| object["spec"]["tls"].is_null());
    some("partial TLS", &|object| {
        let hosts = object["spec"]["tls"][0]["hosts"].as_array().map_or(0, Vec::len);
        hosts > 0 && object["spec"]["tls"][1].is_null() && hosts < rules(object).len()
    });
    some("no address", &|object| points(object) == 0);
    some("several addresses", &|object| points(object) > 1);
    some("a hostname as address", &|object| {
        object["status"]["loadBalancer"]["ingress"][0]["hostname"].is_string()
    });
    some("no class", &|object| {
        object["spec"]["ingressClassName"].is_null()
            && object["metadata"]["annotations"]["kubernetes.io/ingress.class"].is_null()
    });
    some("a name of 45 characters", &|object| object["metadata"]["name"].as_str().unwrap().len() >= 43);
    for class in ["nginx", "traefik", "internal", "haproxy", "alb"] {
        some(class, &|object| object["spec"]["ingressClassName"] == class);
    }
    for part in [
        "kubernetes.io/ingress.class",
        "\"*.",
        "canary-weight",
        "rewrite-target",
        "cert-manager.io/cluster-issuer",
        "external-dns.alpha.kubernetes.io/hostname",
        "alb.ingress.kubernetes.io/certificate-arn",
        "configuration-snippet",
        "last-applied-configuration",
        "ImplementationSpecific",
        "Exact",
        "pr-20417-feature-checkout-redesign-with-saved-cards-and-vouchrs.",
    ] {
        assert!(text.iter().any(|object| object.contains(part)), "no Ingress with {part}");
    }
    assert!(text.iter().all(|object| object.contains("managedFields")));
    let longest = text
        .iter()
        .flat_map(|object| object.split(['.', '"', '/']))
        .filter(|part| part.starts_with("pr-20417"));
    assert!(longest.into_iter().all(|label| label.len() == 63));
}

#[test]
fn a_canary_answers_the_hosts_and_paths_of_the_ingress_beside_it() {
    let all = cluster();
    let hosts_and_paths = |object: &Value| {
        let mut rules = object["spec"]["rules"].clone();
        for path in rules.as_array_mut().into_iter().flatten().filter_map(|rule| rule.get_mut("http")) {
            for path in path["paths"].as_array_mut().unwrap() {
                path.as_object_mut().unwrap().remove("backend");
            }
        }
        rules
    };
    let canaries: Vec<&Value> = all
        .iter()
        .filter(|object| {
            !object["metadata"]["annotations"]["nginx.ingress.kubernetes.io/canary-weight"].is_null()
        })
        .collect();
    assert!(canaries.len() > 20);
    for canary in canaries {
        let name = canary["metadata"]["name"].as_str().unwrap().strip_suffix("-canary").unwrap();
        let stable = all.iter().find(|object| {
            object["metadata"]["name"] == name
                && object["metadata"]["namespace"] == canary["metadata"]["namespace"]
        });
        assert_eq!(hosts_and_paths(canary), hosts_and_paths(stable.unwrap()));
    }
}

#[test]
fn ages_lie_between_a_minute_and_two_years() {
    let mut days: Vec<i64> = cluster()
        .iter()
        .map(|object| {
            let created: Timestamp =
                object["metadata"]["creationTimestamp"].as_str().unwrap().parse().unwrap();
            let age = now().as_second() - created.as_second();
            assert!((60..=730 * 86_400).contains(&age), "{created}");
            age / 86_400
        })
        .collect();
    days.sort_unstable();
    assert_eq!(days[0], 0);
    assert!((20..200).contains(&days[days.len() / 2]), "half are older than {}", days[days.len() / 2]);
}

#[tokio::test]
async fn the_demo_serves_its_cluster_and_denies_one_namespace() {
    let options = Options { ingresses: 200, changes_per_second: 0.0, ..Options::default() };
    let demo = demo::start(&options, loopback()).await.unwrap();
    assert_eq!(demo.namespaces().len(), 50);
    assert_eq!(demo.simulator().cluster().ingresses().len(), 200);
    assert_eq!(get(demo.simulator(), SHOP).await.code, 200);
    assert_eq!(get(demo.simulator(), &SHOP.replace("shop", demo::DENIED)).await.failure().0, 403);
}

#[tokio::test]
async fn the_api_server_takes_every_ingress_of_a_large_demo() {
    let options = Options { ingresses: 20_000, changes_per_second: 0.0, ..Options::default() };
    let demo = demo::start(&options, loopback()).await.unwrap();
    assert_eq!(demo.simulator().cluster().ingresses().len(), 20_000);
}

#[tokio::test]
async fn the_demo_lives_and_keeps_its_size() {
    let options = Options { ingresses: 200, namespaces: 1, changes_per_second: 1000.0, seed: 1 };
    let demo = demo::start(&options, loopback()).await.unwrap();
    let simulator = demo.simulator();
    let version = simulator.cluster().resource_version();
    let mut events = watch(simulator, &format!("{SHOP}?resourceVersion={version}")).await;
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for _ in 0..500 {
        let event = events.next().await;
        let object: Ingress = serde_json::from_value(event["object"].clone()).unwrap();
        assert!(object.spec.is_some());
        *seen.entry(event["type"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    assert_eq!(seen.keys().collect::<Vec<_>>(), ["ADDED", "DELETED", "MODIFIED"]);
    assert!(seen["MODIFIED"] > seen["ADDED"] + seen["DELETED"], "{seen:?}");
    let size = simulator.cluster().ingresses().len();
    assert!((195..=205).contains(&size), "{size}");
}

#[tokio::test]
async fn the_demo_begins_with_events_about_its_ingresses() {
    let options = Options { ingresses: 200, namespaces: 1, changes_per_second: 0.0, seed: 1 };
    let demo = demo::start(&options, loopback()).await.unwrap();
    let list = get(demo.simulator(), EVENTS).await.body;
    let told: Vec<Event> = serde_json::from_value(list["items"].clone()).unwrap();
    assert!((150..400).contains(&told.len()), "{}", told.len());
    for kind in ["Normal", "Warning"] {
        assert!(told.iter().any(|event| event.type_.as_deref() == Some(kind)), "{kind}");
    }
    let ingresses: BTreeSet<_> = demo.simulator().cluster().ingresses().into_iter().collect();
    for event in told {
        let about = event.involved_object;
        assert!(ingresses.contains(&(about.namespace.unwrap(), about.name.unwrap())));
    }
}

#[tokio::test]
async fn what_happens_in_the_demo_is_told() {
    let options = Options { ingresses: 200, namespaces: 1, changes_per_second: 1000.0, seed: 1 };
    let demo = demo::start(&options, loopback()).await.unwrap();
    let version = demo.simulator().cluster().resource_version();
    let mut events = watch(demo.simulator(), &format!("{EVENTS}?resourceVersion={version}")).await;
    assert_eq!(events.next().await["type"], "ADDED");
}
