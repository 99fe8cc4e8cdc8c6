//! Rows from before the start.

use kube_ingress_dash_model::status::{ErrorClass, WatchError, WatchState};

use super::tests::{at, board_of, everything, in_namespace, listed, row};
use super::*;

fn warmed(namespace: &str, rows: &[(&str, &str)]) -> Change {
    let rows = rows.iter().map(|(name, version)| row(namespace, name, version)).collect();
    in_namespace(namespace, ChangeKind::Warmed { rows, known: at(-600) })
}

fn refused(status: u16) -> WatchError {
    WatchError {
        class: ErrorClass::Permanent,
        status: Some(status),
        reason: "Refused".to_owned(),
        message: "no".to_owned(),
    }
}

fn names(board: &Board) -> Vec<String> {
    board.reader().snapshot(&everything()).rows().map(|row| row.name().to_owned()).collect()
}

#[test]
fn rows_from_before_the_start_are_stale_since_they_were_known_and_complete_nothing() {
    let mut board = board_of(&["shop"], 100);
    board.apply(warmed("shop", &[("web", "1")]), at(1));
    let status = board.reader().statuses(&everything()).remove(0);
    assert_eq!((status.state, status.since, status.last_sync), (WatchState::Stale, at(-600), Some(at(-600))));
    assert_eq!((status.ingresses, status.error.unwrap().reason.as_str()), (1, "NotSynced"));
    assert!(!board.reader().is_complete(at(1)));
}

#[test]
fn the_first_list_takes_their_place_and_tells_of_no_change_that_nobody_saw() {
    let mut board = board_of(&["shop"], 100);
    board.apply(warmed("shop", &[("api", "1"), ("web", "1")]), at(1));
    board.apply(listed("shop", &[("api", "1"), ("admin", "7")]), at(2));
    assert_eq!(names(&board), ["admin", "api"]);
    let snapshot = board.reader().snapshot(&everything());
    assert!(snapshot.rows().all(|row| row.changed_at().is_none()));
    assert_eq!(snapshot.namespaces[0].state, WatchState::Live);
    assert!(board.reader().is_complete(at(2)));
}

#[test]
fn what_is_known_already_is_newer_than_any_state_from_before() {
    for known in [
        listed("shop", &[]),
        in_namespace("shop", ChangeKind::Missing),
        in_namespace("shop", ChangeKind::Failed { error: refused(401), next_attempt: at(60) }),
        in_namespace("shop", ChangeKind::Denied { error: refused(403), next_attempt: at(60) }),
    ] {
        let mut board = board_of(&["shop"], 100);
        board.apply(known, at(1));
        let before = board.reader().statuses(&everything());
        board.apply(warmed("shop", &[("web", "1")]), at(2));
        assert_eq!((names(&board).len(), board.reader().statuses(&everything())), (0, before));
    }
}

#[test]
fn rows_from_before_the_start_outlive_an_outage_but_no_refusal() {
    for (status, expected) in [(503, 1), (401, 0), (403, 0)] {
        let mut board = board_of(&["shop"], 100);
        board.apply(warmed("shop", &[("web", "1")]), at(1));
        let failed = ChangeKind::Failed { error: refused(status), next_attempt: at(60) };
        board.apply(in_namespace("shop", failed), at(2));
        let status = board.reader().statuses(&everything()).remove(0);
        assert_eq!(names(&board).len(), expected, "{status:?}");
        let state = if expected == 1 { WatchState::Stale } else { WatchState::Connecting };
        assert_eq!((status.state, status.next_attempt), (state, Some(at(60))));
    }
}

#[test]
fn a_refusal_is_not_forgotten_over_an_outage() {
    let mut board = board_of(&["shop"], 100);
    for status in [403, 503] {
        let failed = ChangeKind::Failed { error: refused(status), next_attempt: at(60) };
        board.apply(in_namespace("shop", failed), at(1));
    }
    board.apply(warmed("shop", &[("web", "1")]), at(2));
    assert!(names(&board).is_empty());
}

#[test]
fn a_failure_that_came_first_is_told_beside_the_rows() {
    let mut board = board_of(&["shop"], 100);
    let failed = ChangeKind::Failed { error: refused(503), next_attempt: at(60) };
    board.apply(in_namespace("shop", failed), at(1));
    board.apply(warmed("shop", &[("web", "1")]), at(2));
    let status = board.reader().statuses(&everything()).remove(0);
    assert_eq!(
        (status.state, status.error, status.next_attempt),
        (WatchState::Stale, Some(refused(503)), Some(at(60)))
    );
}
