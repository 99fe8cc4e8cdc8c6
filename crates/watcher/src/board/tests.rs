use std::collections::{BTreeMap, BTreeSet};

use kube_ingress_dash_model::event::ResetReason;
use kube_ingress_dash_model::finding::FindingSet;
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_model::status::{ErrorClass, WatchError, WatchState};

use super::*;
use crate::viewer::{Selection, Viewer};

pub(crate) fn row(namespace: &str, name: &str, version: &str) -> Row {
    Row::new(&ingress(namespace, name, version)).unwrap()
}

pub(crate) fn ingress(namespace: &str, name: &str, version: &str) -> Ingress {
    Ingress {
        namespace: namespace.to_owned(),
        name: name.to_owned(),
        uid: format!("uid-{name}"),
        resource_version: version.to_owned(),
        created_at: None,
        changed_at: None,
        class: None,
        rules: Vec::new(),
        default_backend: None,
        tls: Vec::new(),
        addresses: Vec::new(),
        labels: BTreeMap::new(),
        annotations: BTreeMap::new(),
        findings: FindingSet::default(),
    }
}

pub(super) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

pub(super) fn epoch() -> Epoch {
    Epoch::new("e1").unwrap()
}

pub(super) fn plan_of(namespaces: &[&str]) -> Plan {
    Plan::of_namespaces(namespaces.iter().map(|name| (*name).to_owned()), "test")
}

pub(super) fn board_of_cluster() -> Board {
    Board::new(epoch(), 100, &Plan::of_cluster("test"), Narrowing::default(), at(0))
}

pub(crate) fn board_of(namespaces: &[&str], replay: usize) -> Board {
    Board::new(epoch(), replay, &plan_of(namespaces), Narrowing::default(), at(0))
}

pub(crate) fn everything() -> Selection {
    Viewer::unrestricted().select(None)
}

pub(super) fn only(namespaces: &[&str]) -> Selection {
    let names: BTreeSet<String> = namespaces.iter().map(|name| (*name).to_owned()).collect();
    Viewer::unrestricted().select(Some(names))
}

pub(super) fn in_namespace(namespace: &str, kind: ChangeKind) -> Change {
    Change { partition: Partition::Namespace(namespace.to_owned()), kind }
}

pub(super) fn listed(namespace: &str, rows: &[(&str, &str)]) -> Change {
    let rows = rows.iter().map(|(name, version)| row(namespace, name, version)).collect();
    in_namespace(namespace, ChangeKind::Listed(rows))
}

pub(super) fn forbidden() -> WatchError {
    WatchError {
        class: ErrorClass::Permanent,
        status: Some(403),
        reason: "Forbidden".to_owned(),
        message: "no".to_owned(),
    }
}

/// What a cursor hands out at once, in short: `+name` for an upsert, `-name` for a removal, `=state` for a status.
pub(super) fn drain(cursor: &mut Cursor) -> Vec<String> {
    let mut seen = Vec::new();
    while let Some(published) = cursor.try_next().unwrap() {
        match published.event() {
            Event::Upserted(rows) => seen.extend(rows.iter().map(|row| format!("+{}", row.name()))),
            Event::Removed(keys) => seen.extend(keys.iter().map(|key| format!("-{}", key.name))),
            Event::Status(status) => {
                seen.extend(status.namespaces.iter().map(|status| format!("={:?}", status.state)));
            }
        }
    }
    seen
}

pub(super) fn names(board: &Board, selection: &Selection) -> Vec<String> {
    board.reader().snapshot(selection).rows().map(|row| row.name().to_owned()).collect()
}

pub(super) fn states(board: &Board, selection: &Selection) -> Vec<(String, WatchState)> {
    board.reader().statuses(selection).into_iter().map(|status| (status.namespace, status.state)).collect()
}

#[test]
fn a_relist_removes_what_vanished_and_announces_nothing_twice() {
    let mut board = board_of(&["shop"], 100);
    board.apply(listed("shop", &[("a", "1"), ("b", "2"), ("c", "3")]), at(1));
    let mut cursor = board.reader().snapshot(&everything()).follow();

    board.apply(listed("shop", &[("b", "2"), ("c", "4"), ("d", "5")]), at(2));

    assert_eq!(drain(&mut cursor), ["-a", "+c", "+d"]);
    assert_eq!(names(&board, &everything()), ["b", "c", "d"]);
}

#[test]
fn a_relist_of_one_namespace_leaves_the_others_alone() {
    let mut board = board_of(&["pay", "shop"], 100);
    board.apply(listed("shop", &[("a", "1")]), at(1));
    board.apply(listed("pay", &[("b", "2")]), at(1));

    board.apply(listed("pay", &[]), at(2));

    assert_eq!(names(&board, &everything()), ["a"]);
}

#[test]
fn a_source_cannot_touch_rows_outside_its_partition() {
    let mut board = board_of(&["pay", "shop"], 100);
    board.apply(listed("shop", &[("a", "1")]), at(1));
    let foreign = ChangeKind::Removed(IngressKey::new("shop", "a"));
    board.apply(in_namespace("pay", foreign), at(2));
    let foreign = ChangeKind::Upserted(row("shop", "b", "2"));
    board.apply(in_namespace("pay", foreign), at(2));
    assert_eq!(names(&board, &everything()), ["a"]);
}

#[test]
fn a_repeated_event_is_published_once() {
    let mut board = board_of(&["shop"], 100);
    board.apply(listed("shop", &[]), at(1));
    let mut cursor = board.reader().snapshot(&everything()).follow();
    for _ in 0..3 {
        board.apply(in_namespace("shop", ChangeKind::Upserted(row("shop", "a", "7"))), at(2));
    }
    for _ in 0..2 {
        board.apply(in_namespace("shop", ChangeKind::Removed(IngressKey::new("shop", "a"))), at(3));
    }
    assert_eq!(drain(&mut cursor), ["+a", "-a"]);
}

#[test]
fn a_row_says_when_it_was_seen_to_change() {
    let mut board = board_of(&["shop"], 100);
    board.apply(listed("shop", &[("a", "1"), ("b", "1")]), at(1));
    board.apply(listed("shop", &[("a", "1"), ("b", "2")]), at(5));
    let snapshot = board.reader().snapshot(&everything());
    let changed: Vec<_> = snapshot.rows().map(|row| row.changed_at()).collect();
    assert_eq!(changed, [None, Some(at(5))]);
}

#[test]
fn a_denied_namespace_loses_its_rows_and_the_others_stay_live() {
    let mut board = board_of(&["shop", "vault"], 100);
    board.apply(listed("shop", &[("a", "1")]), at(1));
    board.apply(listed("vault", &[("b", "1")]), at(1));
    let denied = ChangeKind::Denied { error: forbidden(), next_attempt: at(9) };
    board.apply(in_namespace("vault", denied), at(2));

    assert_eq!(names(&board, &everything()), ["a"]);
    assert_eq!(
        states(&board, &everything()),
        [("shop".to_owned(), WatchState::Live), ("vault".to_owned(), WatchState::Denied)]
    );
}

#[test]
fn a_denied_namespace_keeps_the_reason_while_the_api_server_is_away() {
    let mut board = board_of(&["vault"], 100);
    board.apply(in_namespace("vault", ChangeKind::Denied { error: forbidden(), next_attempt: at(9) }), at(2));
    let unreachable = WatchError { reason: "ConnectionLost".to_owned(), status: None, ..forbidden() };
    board
        .apply(in_namespace("vault", ChangeKind::Failed { error: unreachable, next_attempt: at(20) }), at(9));

    let [vault] = &board.reader().statuses(&everything())[..] else { panic!("one namespace") };
    assert_eq!(vault.error, Some(forbidden()));
    assert_eq!(vault.next_attempt, Some(at(20)));
}

#[test]
fn a_lost_watch_keeps_its_rows_as_stale_until_it_is_confirmed() {
    let mut board = board_of(&["shop"], 100);
    board.apply(listed("shop", &[("a", "1")]), at(1));
    let mut cursor = board.reader().snapshot(&everything()).follow();
    let failed = ChangeKind::Failed { error: forbidden(), next_attempt: at(3) };
    board.apply(in_namespace("shop", failed.clone()), at(2));
    board.apply(in_namespace("shop", failed), at(2));
    assert_eq!(names(&board, &everything()), ["a"]);
    let stale = &board.reader().statuses(&everything())[0];
    assert_eq!((stale.state, stale.since, stale.next_attempt), (WatchState::Stale, at(2), Some(at(3))));

    board.apply(in_namespace("shop", ChangeKind::Confirmed), at(4));
    board.apply(in_namespace("shop", ChangeKind::Confirmed), at(5));
    assert_eq!(drain(&mut cursor), ["=Stale", "=Live"]);
    assert_eq!(board.reader().statuses(&everything())[0].last_sync, Some(at(5)));
}

#[test]
fn a_selection_hears_of_its_own_namespaces_only() {
    let mut board = board_of(&["pay", "shop"], 100);
    let mut cursor = board.reader().snapshot(&only(&["pay"])).follow();
    board.apply(listed("shop", &[("a", "1")]), at(1));
    board.apply(listed("pay", &[("b", "1")]), at(1));
    assert_eq!(drain(&mut cursor), ["+b", "=Live"]);
    assert_eq!(cursor.position(), board.reader().position());
}

#[test]
fn a_named_namespace_that_is_not_watched_says_so() {
    let board = board_of(&["shop"], 100);
    assert_eq!(states(&board, &only(&["other"])), [("other".to_owned(), WatchState::Unwatched)]);
}

#[test]
fn the_shared_source_speaks_for_every_namespace_with_rows() {
    let mut board = board_of_cluster();
    let all = ChangeKind::Listed(vec![row("pay", "b", "1"), row("shop", "a", "1")]);
    board.apply(Change { partition: Partition::Cluster, kind: all }, at(1));
    let live = |name: &str| (name.to_owned(), WatchState::Live);
    assert_eq!(states(&board, &everything()), [live("*"), live("pay"), live("shop")]);
    assert_eq!(states(&board, &only(&["empty"])), [live("*"), live("empty")]);

    let mut cursor = board.reader().snapshot(&everything()).follow();
    let new = ChangeKind::Upserted(row("new", "c", "2"));
    board.apply(Change { partition: Partition::Cluster, kind: new }, at(2));
    assert_eq!(drain(&mut cursor), ["+c", "=Live"]);
}

#[test]
fn a_namespace_that_loses_its_last_row_is_told_to_follow_the_shared_source() {
    let mut board = board_of_cluster();
    let cluster = |kind| Change { partition: Partition::Cluster, kind };
    board.apply(cluster(ChangeKind::Listed(vec![row("a", "web", "1"), row("b", "web", "1")])), at(1));
    let failed = ChangeKind::Failed { error: forbidden(), next_attempt: at(3) };
    board.apply(cluster(failed), at(2));
    let mut cursor = board.reader().snapshot(&everything()).follow();

    board.apply(cluster(ChangeKind::Listed(vec![row("b", "web", "1")])), at(3));

    assert_eq!(drain(&mut cursor), ["-web", "=Live", "=Live"], "of * and of a");
    board.apply(cluster(ChangeKind::Removed(IngressKey::new("b", "web"))), at(4));
    assert_eq!(drain(&mut cursor), ["-web", "=Live"]);
}

#[test]
fn rows_that_come_back_after_a_denial_were_not_seen_to_change() {
    let mut board = board_of(&["shop"], 100);
    board.apply(listed("shop", &[("a", "1")]), at(1));
    let denied = ChangeKind::Denied { error: forbidden(), next_attempt: at(3) };
    board.apply(in_namespace("shop", denied), at(2));
    board.apply(listed("shop", &[("a", "1")]), at(3));
    assert_eq!(board.reader().snapshot(&everything()).rows().next().unwrap().changed_at(), None);
}

#[test]
fn a_reader_resumes_where_it_stood() {
    let mut board = board_of(&["shop"], 100);
    board.apply(listed("shop", &[("a", "1")]), at(1));
    let position = board.reader().position();
    board.apply(in_namespace("shop", ChangeKind::Removed(IngressKey::new("shop", "a"))), at(2));
    let mut cursor = board.reader().resume(&everything(), &position).unwrap();
    assert_eq!(drain(&mut cursor), ["-a"]);
}

#[test]
fn positions_that_cannot_be_resumed_say_why() {
    let mut board = board_of(&["shop"], 2);
    let resume = |board: &Board, sequence| {
        board.reader().resume(&everything(), &epoch().at(sequence)).map(|_| ()).err()
    };
    assert_eq!(resume(&board, 0), Some(ResetReason::Expired));
    assert_eq!(resume(&board, 1), None);
    assert_eq!(resume(&board, 2), Some(ResetReason::Expired));
    for version in ["1", "2", "3"] {
        board.apply(listed("shop", &[("a", version)]), at(1));
    }
    let latest = board.reader().position().sequence;
    assert_eq!(resume(&board, latest - 3), Some(ResetReason::Expired));
    assert_eq!(resume(&board, latest - 2), None);
    let foreign = Epoch::new("other").unwrap().at(latest);
    assert_eq!(board.reader().resume(&everything(), &foreign).err(), Some(ResetReason::UnknownEpoch));
}

#[test]
fn a_reader_that_falls_behind_the_log_is_told() {
    let mut board = board_of(&["shop"], 2);
    board.apply(listed("shop", &[]), at(1));
    let mut cursor = board.reader().snapshot(&everything()).follow();
    for version in ["1", "2", "3"] {
        board.apply(listed("shop", &[("a", version)]), at(1));
    }
    assert_eq!(cursor.try_next().err(), Some(Overflow));
}

#[tokio::test]
async fn a_waiting_cursor_is_woken_by_what_is_published() {
    let mut board = board_of(&["shop"], 100);
    let mut cursor = board.reader().snapshot(&everything()).follow();
    let waiting = tokio::spawn(async move { cursor.next().await.map(|event| event.position().sequence) });
    tokio::task::yield_now().await;
    board.apply(listed("shop", &[("a", "1")]), at(1));
    assert_eq!(waiting.await.unwrap(), Ok(2));
}

#[test]
fn the_first_state_is_complete_when_every_source_has_an_answer() {
    let mut board = board_of(&["pay", "shop", "vault"], 100);
    let reader = board.reader();
    board.apply(listed("shop", &[]), at(1));
    board.apply(in_namespace("vault", ChangeKind::Denied { error: forbidden(), next_attempt: at(9) }), at(1));
    let failed = ChangeKind::Failed { error: forbidden(), next_attempt: at(9) };
    board.apply(in_namespace("pay", failed.clone()), at(1));
    assert!(!reader.is_complete(at(2)));
    assert!(!reader.is_complete(at(60)));
    assert!(reader.is_complete(at(61)));

    board.apply(in_namespace("shop", failed), at(62));
    assert!(reader.is_complete(at(63)), "stale data does not make it incomplete again");
}

#[test]
fn a_cursor_has_room_while_it_is_nearer_to_the_end_of_the_log_than_to_its_start() {
    let mut board = board_of(&["shop"], 4);
    board.apply(listed("shop", &[("a", "0")]), at(1));
    let upsert =
        |version: u32| in_namespace("shop", ChangeKind::Upserted(row("shop", "a", &version.to_string())));
    for version in 1..10 {
        board.apply(upsert(version), at(1));
    }
    let cursor = board.reader().snapshot(&everything()).follow();
    let room: Vec<bool> = (10..14)
        .map(|version| {
            let room = cursor.has_room();
            board.apply(upsert(version), at(1));
            room
        })
        .collect();
    assert_eq!(room, [true, true, true, false]);
}
