//! Every message as it crosses the wire: a change here is a change of the protocol.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::sync::Arc;

use kube_ingress_dash_model::Timestamp;
use kube_ingress_dash_model::client_config::{AuthMode, ClientConfig, ClientLimits};
use kube_ingress_dash_model::event::{Event, Heartbeat, Ready, Remove, Reset, ResetReason, Status, Upsert};
use kube_ingress_dash_model::finding::{FindingKind, FindingSet, Severity};
use kube_ingress_dash_model::health::{Check, CheckStatus, Health, HealthStatus};
use kube_ingress_dash_model::ingress::{Backend, HttpPath, Ingress, ResourceReference, Rule, Tls};
use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_model::list::{IngressList, IngressListHeader};
use kube_ingress_dash_model::position::{Epoch, Position};
use kube_ingress_dash_model::problem::Problem;
use kube_ingress_dash_model::status::{
    ErrorClass, NamespaceStatus, Scope, ScopeMode, WatchError, WatchState,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

fn time() -> Timestamp {
    "2026-01-15T10:30:00Z".parse().unwrap()
}

fn position() -> Position {
    Epoch::new("k3v9").unwrap().at(1234)
}

fn scope() -> Scope {
    Scope {
        mode: ScopeMode::Namespace,
        namespaces: Some(vec!["pay".to_owned(), "shop".to_owned()]),
        reason: "the namespaces are named".to_owned(),
    }
}

fn ingress() -> Ingress {
    Ingress {
        namespace: "shop".to_owned(),
        name: "web".to_owned(),
        uid: "0a1b".to_owned(),
        resource_version: "213".to_owned(),
        created_at: Some(time()),
        changed_at: None,
        class: Some("nginx".to_owned()),
        rules: vec![Rule {
            host: Some("shop.example.com".to_owned()),
            paths: vec![
                HttpPath {
                    path: "/".to_owned(),
                    path_type: "Prefix".to_owned(),
                    backend: Backend::Service { service: "web".to_owned(), port: "http".to_owned() },
                },
                HttpPath {
                    path: "/assets".to_owned(),
                    path_type: "Exact".to_owned(),
                    backend: Backend::Resource {
                        resource: ResourceReference {
                            api_group: Some("storage.example.com".to_owned()),
                            kind: "Bucket".to_owned(),
                            name: "assets".to_owned(),
                        },
                    },
                },
            ],
        }],
        default_backend: None,
        tls: vec![Tls { hosts: vec!["shop.example.com".to_owned()], secret: Some("shop-tls".to_owned()) }],
        addresses: vec!["203.0.113.7".to_owned()],
        labels: BTreeMap::from([("app".to_owned(), "web".to_owned())]),
        annotations: BTreeMap::from([(
            "cert-manager.io/cluster-issuer".to_owned(),
            "letsencrypt".to_owned(),
        )]),
        findings: FindingSet::from_iter([
            (Severity::Error, FindingKind::RouteShadowed),
            (Severity::Notice, FindingKind::TlsMissing),
        ]),
    }
}

fn statuses() -> Vec<NamespaceStatus> {
    vec![
        NamespaceStatus {
            namespace: "shop".to_owned(),
            state: WatchState::Live,
            since: time(),
            last_sync: Some(time()),
            next_attempt: None,
            ingresses: 42,
            error: None,
        },
        NamespaceStatus {
            namespace: "vault".to_owned(),
            state: WatchState::Denied,
            since: time(),
            last_sync: None,
            next_attempt: Some(time()),
            ingresses: 0,
            error: Some(WatchError {
                class: ErrorClass::Permanent,
                status: Some(403),
                reason: "Forbidden".to_owned(),
                message: "cannot list ingresses".to_owned(),
            }),
        },
    ]
}

fn events() -> Vec<Event> {
    vec![
        Event::Reset(Reset { reason: ResetReason::UnknownEpoch }),
        Event::Upsert(Upsert { ingresses: vec![Arc::new(ingress())] }),
        Event::Remove(Remove { keys: vec![IngressKey::new("shop", "web")] }),
        Event::Status(Status { scope: Some(scope()), namespaces: statuses() }),
        Event::Status(Status { scope: None, namespaces: Vec::new() }),
        Event::Ready(Ready { count: 5000, position: position() }),
        Event::Heartbeat(Heartbeat { time: time(), position: position() }),
    ]
}

/// What is written can be read again, and so can a message with fields of a later version.
fn assert_round_trip<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(message: &T) {
    let mut value = serde_json::to_value(message).unwrap();
    assert_eq!(&serde_json::from_value::<T>(value.clone()).unwrap(), message);
    value["fieldOfALaterVersion"] = true.into();
    assert_eq!(&serde_json::from_value::<T>(value).unwrap(), message);
}

#[test]
fn every_event() {
    let written: Vec<_> = events().into_iter().map(|event| (event.name(), event)).collect();
    insta::assert_json_snapshot!(written);
}

#[test]
fn every_event_is_read_as_it_was_written() {
    for event in events() {
        assert!(Event::NAMES.contains(&event.name()));
        let data = serde_json::to_string(&event).unwrap();
        let read = Event::deserialize(event.name(), &mut serde_json::Deserializer::from_str(&data)).unwrap();
        assert_eq!(read, Some(event));
    }
}

#[test]
fn an_unknown_event_is_no_error() {
    let read = Event::deserialize("of-a-later-version", &mut serde_json::Deserializer::from_str("{}"));
    assert_eq!(read.unwrap(), None);
}

#[test]
fn reasons_and_states() {
    let reasons =
        [ResetReason::Initial, ResetReason::Expired, ResetReason::UnknownEpoch, ResetReason::Overflow];
    let states = [
        WatchState::Connecting,
        WatchState::Live,
        WatchState::Stale,
        WatchState::Denied,
        WatchState::Missing,
        WatchState::Unwatched,
    ];
    insta::assert_json_snapshot!((reasons, states, [ScopeMode::Cluster, ScopeMode::Namespace]));
}

#[test]
fn the_list() {
    let list = IngressList {
        position: position(),
        scope: scope(),
        namespaces: statuses(),
        ingresses: vec![Arc::new(ingress())],
    };
    assert_round_trip(&list);
    insta::assert_json_snapshot!(list);
}

#[test]
fn the_header_of_the_list_in_lines() {
    let header =
        IngressListHeader { position: position(), scope: scope(), namespaces: Vec::new(), count: 5000 };
    assert_round_trip(&header);
    insta::assert_json_snapshot!(header);
}

#[test]
fn problems() {
    let bare = Problem {
        kind: "about:blank".to_owned(),
        title: "Not Found".to_owned(),
        status: 404,
        detail: "there is nothing here".to_owned(),
        class: None,
        retry_after: None,
    };
    let full = Problem { class: Some(ErrorClass::Transient), retry_after: Some(3), ..bare.clone() };
    assert_round_trip(&bare);
    assert_round_trip(&full);
    insta::assert_json_snapshot!([bare, full]);
}

#[test]
fn health() {
    let up = Check { status: CheckStatus::Up, latency: 45, error: None };
    let down = Check { status: CheckStatus::Down, latency: 5000, error: Some("no answer".to_owned()) };
    let report = |status, check| Health {
        status,
        timestamp: time(),
        checks: BTreeMap::from([("kubernetes".to_owned(), check)]),
    };
    let reports = [report(HealthStatus::Healthy, up), report(HealthStatus::Unhealthy, down)];
    reports.iter().for_each(assert_round_trip);
    insta::assert_json_snapshot!(reports);
}

#[test]
fn the_clients_configuration() {
    let config = ClientConfig {
        cluster_name: "prod-eu1".to_owned(),
        version: "0.1.0".to_owned(),
        build: "abc".to_owned(),
        base_path: "/dash/".to_owned(),
        demo: false,
        tls_at_edge: vec!["alb".to_owned()],
        auth: AuthMode::Basic,
        viewer: Some("alice".to_owned()),
        limits: ClientLimits { heartbeat: 15_000 },
    };
    assert_round_trip(&config);
    insta::assert_json_snapshot!(config);
}
