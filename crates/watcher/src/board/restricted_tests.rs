//! What readers who may not see everything find on a board, and what they must not.

use kube_ingress_dash_model::event::{ResetReason, Status};
use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_model::position::Position;
use kube_ingress_dash_model::status::{SHARED, WatchState};

use super::tests::*;
use super::*;
use crate::viewer::{NamespaceGlobs, Selection, Viewer};

fn viewer(globs: &[&str]) -> Viewer {
    Viewer::unrestricted().restricted_to(NamespaceGlobs::parse(globs.iter().copied()).unwrap())
}

fn all_of(globs: &[&str]) -> Selection {
    viewer(globs).select(None)
}

fn of_cluster(kind: ChangeKind) -> Change {
    Change { partition: Partition::Cluster, kind }
}

/// One source for the cluster, with one row in `shop` and two in `vault`.
fn cluster() -> Board {
    let narrowing = Narrowing::new(["vault-old"], [], None);
    let mut board = Board::new(epoch(), 100, &Plan::of_cluster("as it was asked for"), narrowing, at(0));
    let rows = vec![row("shop", "a", "1"), row("vault", "b", "1"), row("vault", "c", "1")];
    board.apply(of_cluster(ChangeKind::Listed(rows)), at(1));
    board
}

/// The statuses that a cursor hands out, in the words for its reader.
fn told(cursor: &mut Cursor) -> Vec<Status> {
    let mut told = Vec::new();
    while let Some(event) = cursor.try_next().unwrap() {
        told.extend(cursor.instead_of(&event));
    }
    told
}

#[test]
fn the_shared_source_counts_the_rows_that_its_reader_may_see() {
    let mut board = cluster();
    let mut cursor = board.reader().snapshot(&all_of(&["shop"])).follow();
    let of = |globs: &[&str]| board.reader().statuses(&all_of(globs))[0].ingresses;
    assert_eq!((of(&["shop"]), of(&["vault"]), of(&[]), of(&["*"])), (1, 2, 0, 3));
    board.apply(of_cluster(ChangeKind::Failed { error: forbidden(), next_attempt: at(3) }), at(2));
    let told = told(&mut cursor);
    let statuses: Vec<_> = told.iter().flat_map(|status| &status.namespaces).collect();
    assert_eq!(statuses.len(), 1);
    assert_eq!((statuses[0].namespace.as_str(), statuses[0].ingresses), (SHARED, 1));
}

#[test]
fn the_scope_names_and_explains_nothing_but_what_its_reader_may_see() {
    let mut board = board_of(&["pay", "shop", "vault"], 100);
    let selection = all_of(&["shop", "pay"]);
    let mut cursor = board.reader().snapshot(&selection).follow();
    let scope = board.reader().snapshot(&selection).scope;
    assert_eq!(scope.namespaces, Some(vec!["pay".to_owned(), "shop".to_owned()]));
    let plan = Plan::of_namespaces(["shop", "vault-2"].map(str::to_owned), "vault-2 was named");
    board.replan(&plan, at(1));
    let scopes: Vec<_> = told(&mut cursor).into_iter().filter_map(|status| status.scope).collect();
    assert_eq!(scopes.len(), 1);
    assert_eq!(scopes[0].namespaces, Some(vec!["shop".to_owned()]));
    for scope in [&scope, &scopes[0]] {
        assert!(!format!("{scope:?}").contains("vault"), "{scope:?}");
    }
}

#[test]
fn what_is_not_watched_is_not_explained() {
    let board = cluster();
    let asked = viewer(&["vault*"]).select(Some(["vault-old", "shop"].map(str::to_owned).into()));
    let statuses = board.reader().statuses(&asked);
    let states: Vec<_> = statuses.iter().map(|status| (status.namespace.as_str(), status.state)).collect();
    assert_eq!(states, [(SHARED, WatchState::Live), ("vault-old", WatchState::Unwatched)]);
    let mut board = board_of(&["pay", "shop"], 100);
    let asked = viewer(&["pay"]).select(Some(["pay".to_owned()].into()));
    let mut cursor = board.reader().snapshot(&asked).follow();
    board.replan(&Plan::of_namespaces(["vault".to_owned()], "vault was named"), at(1));
    let told = told(&mut cursor);
    assert!(told.iter().any(|status| !status.namespaces.is_empty()));
    assert!(!format!("{told:?}").contains("vault"), "{told:?}");
}

#[test]
fn a_namespace_that_may_not_be_seen_is_not_even_unwatched() {
    let board = cluster();
    let asked = viewer(&["shop"]).select(Some(["vault", "nowhere"].map(str::to_owned).into()));
    let names: Vec<_> = board.reader().statuses(&asked).into_iter().map(|status| status.namespace).collect();
    assert_eq!(names, [SHARED]);
    assert_eq!(board.reader().snapshot(&asked).count(), 0);
    assert!(board.reader().row(&asked, &IngressKey::new("vault", "b")).is_none());
}

#[test]
fn counts_are_of_what_may_be_seen() {
    let board = cluster();
    let counts = board.reader().counts(&all_of(&["shop"]));
    assert_eq!((counts.ingresses, counts.namespaces, counts.sources.len()), (1, 1, 1));
    let board = board_of(&["pay", "shop", "vault"], 100);
    let sources = board.reader().counts(&all_of(&["shop"])).sources;
    assert_eq!(sources.get(&WatchState::Connecting), Some(&1));
}

#[test]
fn nobody_goes_on_from_where_others_stand() {
    let mut board = cluster();
    let reader = board.reader();
    let (shop, vault) = (all_of(&["shop"]), all_of(&["vault"]));
    let at_shop = reader.snapshot(&shop).position();
    board.apply(of_cluster(ChangeKind::Upserted(row("shop", "a", "2"))), at(2));
    let resume = |selection: &Selection, from: &Position| reader.resume(selection, from).map(|_| ());
    assert_eq!(resume(&shop, &at_shop), Ok(()));
    for (selection, from) in
        [(&vault, &at_shop), (&everything(), &at_shop), (&shop, &reader.snapshot(&everything()).position())]
    {
        assert_eq!(resume(selection, from), Err(ResetReason::UnknownEpoch));
    }
    let mut cursor = reader.resume(&shop, &at_shop).unwrap();
    assert_eq!(drain(&mut cursor), ["+a"]);
    assert_eq!(cursor.position(), reader.snapshot(&shop).position());
    assert_eq!(cursor.position().epoch, reader.epoch(&shop));
}
