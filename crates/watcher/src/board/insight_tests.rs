//! What is found about rows, whatever happens to them and to their neighbours, and who is told of it.

use std::collections::BTreeMap;

use kube_ingress_dash_insight::{FoundKinds, Index};
use kube_ingress_dash_model::finding::{FindingKind, FindingSet, Severity};
use kube_ingress_dash_model::ingress::{Backend, HttpPath, Ingress, Rule};
use kube_ingress_dash_model::key::IngressKey;
use proptest::prelude::*;

use super::tests::*;
use super::*;
use crate::viewer::{NamespaceGlobs, Selection, Sight, Viewer};

pub(super) const NAMESPACES: [&str; 4] = ["pay", "shop", "vault", "web"];
const HOSTS: [&str; 4] = ["a.example.com", "b.example.com", "*.example.com", "*.b.example.com"];

/// A row with one host, of which `what` decides what is wrong with it.
fn routed(namespace: &str, name: &str, host: &str, what: u8) -> Ingress {
    let path = if what.is_multiple_of(3) { "no-slash" } else { "/" };
    let backend = Backend::Service { service: format!("web-{what}"), port: "80".to_owned() };
    let path = HttpPath { path: path.to_owned(), path_type: "Prefix".to_owned(), backend };
    let rule = Rule { host: Some(host.to_owned()), paths: vec![path] };
    let created_at = Some(at(i64::from(what)));
    Ingress { rules: vec![rule], created_at, ..ingress(namespace, name, &what.to_string()) }
}

fn shop_only() -> Selection {
    let globs = NamespaceGlobs::parse(["shop"]).unwrap();
    Viewer::unrestricted().restricted_to(globs).select(None)
}

pub(super) type Rows = BTreeMap<IngressKey, Arc<Row>>;

pub(super) fn rows(board: &Board) -> Rows {
    board.reader().snapshot(&everything()).rows().map(|row| (row.key(), Arc::clone(row))).collect()
}

fn found(rows: &Rows) -> BTreeMap<IngressKey, FoundKinds> {
    found_by(Index::default(), rows)
}

/// What is found about these rows by an index that is made of them.
pub(super) fn found_by(mut index: Index, rows: &Rows) -> BTreeMap<IngressKey, FoundKinds> {
    for row in rows.values() {
        index.upsert(&row.ingress(Sight::Whole).unwrap());
    }
    index.settle();
    rows.keys().map(|key| (key.clone(), index.found(key))).collect()
}

#[derive(Debug, Clone)]
pub(super) enum Operation {
    Upsert(usize, u8, usize, u8),
    Remove(usize, u8),
    List(usize, Vec<(u8, usize, u8)>),
    Warm(usize, Vec<(u8, usize, u8)>),
    Miss(usize),
    Deny(usize),
    Fail(usize),
    Replan(Option<Vec<usize>>),
}

pub(super) fn operation() -> impl Strategy<Value = Operation> {
    let namespace = || 0..NAMESPACES.len();
    let row = || (0..6_u8, 0..HOSTS.len(), 0..6_u8);
    let listed = || prop::collection::vec(row(), 0..8);
    prop_oneof![
        12 => (namespace(), row()).prop_map(|(of, (name, host, what))| Operation::Upsert(of, name, host, what)),
        6 => (namespace(), 0..6_u8).prop_map(|(of, name)| Operation::Remove(of, name)),
        4 => (namespace(), listed()).prop_map(|(of, rows)| Operation::List(of, rows)),
        2 => (namespace(), listed()).prop_map(|(of, rows)| Operation::Warm(of, rows)),
        1 => namespace().prop_map(Operation::Miss),
        1 => namespace().prop_map(Operation::Deny),
        1 => namespace().prop_map(Operation::Fail),
        1 => prop::option::of(prop::collection::vec(namespace(), 0..4)).prop_map(Operation::Replan),
    ]
}

pub(super) fn step(board: &mut Board, operation: Operation) {
    let listed = |of: usize, rows: Vec<(u8, usize, u8)>| {
        let row = |(name, host, what): (u8, usize, u8)| {
            Row::new(&routed(NAMESPACES[of], &format!("web-{name}"), HOSTS[host], what)).unwrap()
        };
        rows.into_iter().map(row).collect::<Vec<_>>()
    };
    let (of, kind) = match operation {
        Operation::Upsert(of, name, host, what) => {
            (of, ChangeKind::Upserted(listed(of, vec![(name, host, what)]).remove(0)))
        }
        Operation::Remove(of, name) => {
            (of, ChangeKind::Removed(IngressKey::new(NAMESPACES[of], format!("web-{name}"))))
        }
        Operation::List(of, rows) => (of, ChangeKind::Listed(listed(of, rows))),
        Operation::Warm(of, rows) => (of, ChangeKind::Warmed { rows: listed(of, rows), known: at(1) }),
        Operation::Miss(of) => (of, ChangeKind::Missing),
        Operation::Deny(of) => (of, ChangeKind::Denied { error: forbidden(), next_attempt: at(9) }),
        Operation::Fail(of) => (of, ChangeKind::Failed { error: forbidden(), next_attempt: at(9) }),
        Operation::Replan(None) => return board.replan(&Plan::of_cluster("test"), at(2)),
        Operation::Replan(Some(namespaces)) => {
            let names: Vec<_> = namespaces.into_iter().map(|of| NAMESPACES[of]).collect();
            return board.replan(&plan_of(&names), at(2));
        }
    };
    // Of the partitions that there could be, one is watched.
    board.apply(in_namespace(NAMESPACES[of], kind.clone()), at(3));
    board.apply(Change { partition: Partition::Cluster, kind }, at(3));
}

/// Applies what a cursor hands out as its reader would.
pub(super) fn follow(cursor: &mut Cursor, rows: &mut BTreeMap<IngressKey, FindingSet>) {
    let sight = cursor.sight();
    while let Some(published) = cursor.try_next().unwrap() {
        match published.event() {
            Event::Upserted(upserted) => {
                rows.extend(upserted.iter().map(|row| (row.key(), row.findings(sight))));
            }
            Event::Removed(keys) => rows.retain(|key, _| !keys.contains(key)),
            Event::Status(_) => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn what_is_found_is_what_is_found_anew(operations in prop::collection::vec(operation(), 1..40)) {
        let mut board = Board::new(epoch(), 10_000, &plan_of(&NAMESPACES), Narrowing::default(), at(0));
        let mut all = board.reader().snapshot(&everything()).follow();
        let mut own = board.reader().snapshot(&shop_only()).follow();
        let (mut told_all, mut told_own) = (BTreeMap::new(), BTreeMap::new());
        for operation in operations {
            step(&mut board, operation);
            let rows = rows(&board);
            let anew = found(&rows);
            for (key, found) in &anew {
                prop_assert_eq!(rows[key].findings(Sight::Whole), found.all, "{}", key);
                prop_assert_eq!(rows[key].findings(Sight::Restricted), found.own, "{}", key);
            }
            follow(&mut all, &mut told_all);
            follow(&mut own, &mut told_own);
            prop_assert!(told_all.iter().eq(anew.iter().map(|(key, found)| (key, &found.all)).collect::<BTreeMap<_, _>>()));
            let shop = anew.iter().filter(|(key, _)| key.namespace == "shop");
            prop_assert!(told_own.iter().eq(shop.map(|(key, found)| (key, &found.own)).collect::<BTreeMap<_, _>>()));
            let totals = anew.values().map(|found| found.all).collect();
            prop_assert_eq!(board.reader().finding_totals(&everything()), totals);
        }
    }
}

fn set<const N: usize>(findings: [(Severity, FindingKind); N]) -> FindingSet {
    findings.into_iter().collect()
}

/// A row in `shop`, and one in `vault` that takes its requests.
fn shadowed() -> Board {
    let mut board = board_of(&["shop", "vault"], 100);
    for (namespace, what) in [("shop", 2), ("vault", 1)] {
        let row = Row::new(&routed(namespace, "web", HOSTS[0], what)).unwrap();
        board.apply(in_namespace(namespace, ChangeKind::Listed(vec![row])), at(1));
    }
    board
}

#[test]
fn a_neighbour_changes_what_is_found_and_not_the_row() {
    let mut board = shadowed();
    let key = IngressKey::new("shop", "web");
    let before = board.reader().row(&everything(), &key).unwrap();
    assert!(before.findings.has_kind(FindingKind::RouteShadowed));
    let mut cursor = board.reader().snapshot(&everything()).follow();
    board.apply(in_namespace("vault", ChangeKind::Removed(IngressKey::new("vault", "web"))), at(7));
    assert_eq!(drain(&mut cursor), ["-web", "+web"]);
    let after = board.reader().row(&everything(), &key).unwrap();
    assert_eq!(after.findings, set([(Severity::Notice, FindingKind::TlsMissing)]));
    assert_eq!(Ingress { findings: before.findings, ..after }, before);
}

#[test]
fn what_long_lists_share_is_found_when_the_last_of_them_is_there() {
    let mut board = board_of(&["shop", "vault"], 10_000);
    let list = |namespace: &str, what: u8| {
        let row = |number: usize| routed(namespace, &format!("web-{number}"), HOSTS[0], what);
        let rows = (0..=insight::MANY).map(|number| Row::new(&row(number)).unwrap()).collect();
        in_namespace(namespace, ChangeKind::Listed(rows))
    };
    board.apply(list("shop", 2), at(1));
    board.apply(in_namespace("shop", ChangeKind::Confirmed), at(1));
    assert!(rows(&board).values().all(|row| row.findings(Sight::Whole) == FindingSet::default()));
    board.apply(list("vault", 1), at(2));
    let rows = rows(&board);
    for (key, found) in found(&rows) {
        assert_eq!(rows[&key].findings(Sight::Whole), found.all, "{key}");
    }
    assert!(rows.values().any(|row| row.findings(Sight::Whole).has_kind(FindingKind::RouteShadowed)));
}

#[test]
fn who_may_not_see_the_neighbour_hears_nothing_of_it() {
    let mut board = shadowed();
    let reader = board.reader();
    let key = IngressKey::new("shop", "web");
    assert_eq!(reader.row(&shop_only(), &key).unwrap().findings, FindingSet::default());
    let kinds: Vec<_> = reader.findings(&shop_only(), &key).iter().map(|finding| finding.kind).collect();
    assert_eq!(kinds, [FindingKind::TlsMissing]);
    assert_eq!(reader.findings(&everything(), &key).len(), 3);
    assert_eq!(reader.findings(&shop_only(), &IngressKey::new("vault", "web")), []);
    assert_eq!(reader.finding_totals(&shop_only()).iter().count(), 0);
    let (earlier, url) = (reader.snapshot(&shop_only()), "a.example.com/".parse().unwrap());
    let explained = reader.explain(&shop_only(), &url).explanation;
    assert_eq!(explained.rankings[0].candidates.len(), 1);
    assert_eq!(reader.explain(&everything(), &url).explanation.rankings[0].candidates.len(), 2);

    board.apply(in_namespace("vault", ChangeKind::Removed(IngressKey::new("vault", "web"))), at(7));
    assert_eq!(drain(&mut earlier.follow()), [""; 0]);
    assert_eq!(reader.snapshot(&shop_only()).difference(&earlier), Difference::default());
    assert_eq!(reader.explain(&shop_only(), &url).explanation, explained);
}

#[test]
fn an_explanation_tells_which_watches_it_cannot_rely_on() {
    let mut board = shadowed();
    let url = "a.example.com/".parse().unwrap();
    assert_eq!(board.reader().explain(&everything(), &url).not_live, []);
    board.apply(in_namespace("vault", ChangeKind::Failed { error: forbidden(), next_attempt: at(9) }), at(7));
    let answer = board.reader().explain(&everything(), &url);
    let names: Vec<_> = answer.not_live.iter().map(|status| status.namespace.as_str()).collect();
    assert_eq!(names, ["vault"]);
    assert_eq!(answer.position, board.reader().position());
    assert_eq!(board.reader().explain(&shop_only(), &url).not_live, []);
}
