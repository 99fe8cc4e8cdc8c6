//! A wall clock that jumps. Waits and deadlines follow a clock that does not; what is told in dates must bear it.

use jiff::{SignedDuration, Timestamp};
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::position::Epoch;
use kube_ingress_dash_model::status::{ErrorClass, WatchError, WatchState};
use kube_ingress_dash_watcher::board::{Board, Change, ChangeKind, Partition, Plan, Row};
use kube_ingress_dash_watcher::narrowing::Narrowing;
use kube_ingress_dash_watcher::viewer::Viewer;

use crate::board::ingresses;

fn shop() -> Partition {
    Partition::Namespace("shop".to_owned())
}

fn board(now: Timestamp) -> Board {
    let plan = Plan::of_namespaces(["shop".to_owned()], "named");
    Board::new(Epoch::from_bits(1), 100, &plan, Narrowing::default(), now)
}

fn row(version: &str) -> Row {
    let ingress: Ingress = serde_json::from_value(serde_json::json!({
        "namespace": "shop", "name": "a", "uid": "1", "resourceVersion": version, "createdAt": null,
        "changedAt": null, "class": null, "rules": [], "defaultBackend": null, "tls": [], "addresses": [],
        "labels": {}, "annotations": {},
    }))
    .unwrap();
    Row::new(&ingress).unwrap()
}

fn failure() -> WatchError {
    WatchError {
        class: ErrorClass::Transient,
        status: Some(503),
        reason: "ServiceUnavailable".to_owned(),
        message: "away".to_owned(),
    }
}

#[test]
fn states_and_rows_follow_the_order_of_events_whatever_the_clock_says() {
    let noon = Timestamp::from_second(1_800_000_000).unwrap();
    let year = SignedDuration::from_hours(24 * 365);
    let jumps = [noon, noon - year, noon + year, Timestamp::MIN, Timestamp::MAX, noon];
    let mut board = board(noon);
    let reader = board.reader();
    let everything = Viewer::unrestricted().select(None);
    let mut apply = |kind, now| board.apply(Change { partition: shop(), kind }, now);
    apply(ChangeKind::Listed(vec![row("0")]), noon);
    for (number, now) in jumps.into_iter().enumerate() {
        apply(ChangeKind::Failed { error: failure(), next_attempt: now }, now);
        assert_eq!(reader.statuses(&everything)[0].state, WatchState::Stale);
        let version = (number + 1).to_string();
        apply(ChangeKind::Upserted(row(&version)), now);
        let snapshot = reader.snapshot(&everything);
        let shown = &ingresses(&snapshot)[0];
        assert_eq!((&shown.resource_version, shown.changed_at), (&version, Some(now)));
        assert_eq!(snapshot.namespaces[0].state, WatchState::Live);
        assert!(reader.is_complete(now));
    }
}

#[test]
fn a_clock_that_jumps_back_does_not_make_an_incomplete_board_complete() {
    let noon = Timestamp::from_second(1_800_000_000).unwrap();
    let mut board = board(noon);
    let reader = board.reader();
    let failed = || ChangeKind::Failed { error: failure(), next_attempt: noon };
    for now in [noon, noon - SignedDuration::from_hours(1), Timestamp::MIN, Timestamp::MAX] {
        board.apply(Change { partition: shop(), kind: failed() }, now);
        assert!(!reader.is_complete(now), "nothing is live: {now}");
    }
}
