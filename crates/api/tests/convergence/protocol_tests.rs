//! The checker notices what breaks a rule: each conversation here is right but for its last frame.

use std::sync::Arc;

use kube_ingress_dash_model::event::ResetReason;
use parking_lot::Mutex;
use serde_json::{Value, json};

use crate::history::History;
use crate::protocol::{Asked, Protocol};
use crate::sse::Frame;

fn frame(id: Option<&str>, event: &str, data: &Value) -> Frame {
    let (event, data) = (Some(event.to_owned()), Some(data.to_string()));
    Frame { retry: None, id: id.map(str::to_owned), event, data }
}

fn row(name: &str, version: &str) -> Value {
    let mut row = json!({"namespace": "shop", "name": name, "uid": name, "resourceVersion": version});
    for field in ["createdAt", "changedAt", "class", "defaultBackend"] {
        row[field] = Value::Null;
    }
    for field in ["rules", "tls", "addresses"] {
        row[field] = json!([]);
    }
    row["labels"] = json!({});
    row["annotations"] = json!({});
    row
}

fn upsert(id: Option<&str>, rows: &[Value]) -> Frame {
    frame(id, "upsert", &json!({"ingresses": rows}))
}

fn remove(id: &str, key: &str) -> Frame {
    frame(Some(id), "remove", &json!({"keys": [key]}))
}

fn status(id: Option<&str>, state: &str, ingresses: usize) -> Frame {
    let mut data = json!({"namespaces": [{
        "namespace": "shop", "state": state, "since": "2026-01-15T10:30:00Z", "lastSync": null, "nextAttempt": null,
        "ingresses": ingresses, "error": null,
    }]});
    if id.is_none() {
        data["scope"] = json!({"mode": "cluster", "namespaces": null, "reason": ""});
    }
    frame(id, "status", &data)
}

fn ready(count: usize) -> Frame {
    frame(Some("e1.5"), "ready", &json!({"count": count, "position": "e1.5"}))
}

fn reset(id: &str, reason: &str) -> Frame {
    frame(Some(id), "reset", &json!({"reason": reason}))
}

/// What the checker says of the last frame of this conversation.
fn verdict(asked: Asked, frames: &[Frame]) -> Option<String> {
    let mut protocol = Protocol::new(None, Arc::new(Mutex::new(History::default())));
    protocol.connect(asked);
    let (last, before) = frames.split_last().unwrap();
    for frame in before {
        drop(protocol.take(frame).unwrap());
    }
    protocol.take(last).err()
}

/// The same of a frame after a full state with the row `web` of version 1, at `e1.5`.
fn after_a_state(last: Frame) -> Option<String> {
    let mut frames = full_state();
    frames.push(last);
    verdict(Asked::Anew(ResetReason::Initial), &frames)
}

fn full_state() -> Vec<Frame> {
    let retry = Frame { retry: Some(1000), ..Frame::default() };
    vec![retry, reset("e1.0", "initial"), status(None, "live", 1), upsert(None, &[row("web", "1")]), ready(1)]
}

#[test]
fn what_follows_the_rules_passes() {
    for last in [
        upsert(Some("e1.6"), &[row("web", "2")]),
        remove("e1.6", "shop/web"),
        status(Some("e1.6"), "live", 1),
        reset("e1.0", "overflow"),
        frame(Some("e1.5"), "heartbeat", &json!({"time": "2026-01-15T10:30:00Z", "position": "e1.5"})),
    ] {
        assert_eq!(after_a_state(last.clone()), None, "{last:?}");
    }
}

#[test]
fn what_breaks_a_rule_does_not() {
    let mut foreign = row("web", "2");
    foreign["namespace"] = json!("pay");
    let mut leaking = row("web", "2");
    leaking["annotations"] = json!({"kubectl.kubernetes.io/last-applied-configuration": "{}"});
    for (last, expected) in [
        (upsert(Some("e1.6"), &[row("web", "1")]), "sent again"),
        (upsert(Some("e1.5"), &[row("web", "2")]), "e1.5 follows 5"),
        (upsert(Some("e1.7"), &[row("web", "2")]), "e1.7 follows 5"),
        (upsert(Some("e2.6"), &[row("web", "2")]), "e2.6 comes after e1.5"),
        (upsert(None, &[row("web", "2")]), "without an id"),
        (upsert(Some("e1.6"), &[row("web", "2"), row("web", "3")]), "a row twice"),
        (upsert(Some("e1.6"), &[row("web", "2"), foreign]), "a live frame is of"),
        (upsert(Some("e1.6"), &[leaking]), "`last-applied` is sent"),
        (upsert(Some("e1.6"), &[]), "of 0 rows"),
        (remove("e1.6", "shop/api"), "was not there"),
        (status(Some("e1.6"), "live", 2), "has 1 rows"),
        (status(Some("e1.6"), "denied", 1), "contradicts itself"),
        (status(Some("e1.6"), "surprised", 1), "surprised"),
        (reset("e1.5", "overflow"), "not one that never resumes"),
        (reset("e1.0", "initial"), "`reset` for Initial"),
        (ready(1), "`ready` while"),
        (Frame { retry: Some(1000), ..Frame::default() }, "`retry` comes again"),
        (frame(Some("e1.6"), "surprise", &json!({})), "is not known"),
        (
            frame(Some("e1.6"), "heartbeat", &json!({"time": "2026-01-15T10:30:00Z", "position": "e1.5"})),
            "the heartbeat of e1.6",
        ),
    ] {
        let verdict = after_a_state(last.clone());
        assert!(verdict.as_ref().is_some_and(|words| words.contains(expected)), "{verdict:?} for {last:?}");
    }
}

#[test]
fn a_beginning_is_what_was_asked_for() {
    let state = full_state();
    let anew = |reason| Asked::Anew(reason);
    let [retry, reset_frame, statuses, rows, _] = &state[..] else { panic!("a state has five frames") };
    for (asked, frames, expected) in [
        (anew(ResetReason::Initial), vec![reset_frame.clone()], "the first frame is"),
        (anew(ResetReason::Expired), vec![retry.clone(), reset_frame.clone()], "instead of Expired"),
        (
            Asked::From("e1.3".parse().unwrap()),
            vec![retry.clone(), reset_frame.clone()],
            "which this server gave",
        ),
        (anew(ResetReason::Initial), vec![retry.clone(), statuses.clone()], "hears no `reset`"),
        (
            anew(ResetReason::Initial),
            vec![retry.clone(), reset_frame.clone(), statuses.clone(), rows.clone(), ready(2)],
            "`ready` counts 2 rows, there are 1",
        ),
        (
            anew(ResetReason::Initial),
            vec![retry.clone(), reset_frame.clone(), rows.clone(), ready(1)],
            "`ready` while",
        ),
        (Asked::From("e1.5".parse().unwrap()), vec![retry.clone(), ready(0)], "`ready` while"),
    ] {
        let verdict = verdict(asked, &frames);
        assert!(
            verdict.as_ref().is_some_and(|words| words.contains(expected)),
            "{verdict:?}, not {expected}"
        );
    }
}
