use super::tests::*;
use super::*;
use kube_ingress_dash_model::status::WatchState;

#[test]
fn a_failure_of_the_shared_source_is_published_once_for_all_namespaces() {
    let mut board = board_of_cluster();
    let cluster = |kind| Change { partition: Partition::Cluster, kind };
    let rows = (0..50).map(|number| row(&format!("team-{number}"), "web", "1")).collect();
    board.apply(cluster(ChangeKind::Listed(rows)), at(1));
    let mut cursor = board.reader().snapshot(&everything()).follow();
    board.apply(cluster(ChangeKind::Failed { error: forbidden(), next_attempt: at(3) }), at(2));
    assert_eq!(drain(&mut cursor), ["=Stale"]);
}

fn replan(board: &mut Board, namespaces: &[&str]) {
    board.replan(&plan_of(namespaces), at(5));
}

#[test]
fn a_namespace_that_is_watched_no_longer_leaves_with_its_rows() {
    let mut board = board_of(&["pay", "shop"], 100);
    board.apply(listed("pay", &[("a", "1")]), at(1));
    board.apply(listed("shop", &[("b", "1")]), at(1));
    let mut all = board.reader().snapshot(&everything()).follow();
    let mut asked = board.reader().snapshot(&only(&["pay"])).follow();

    replan(&mut board, &["new", "shop"]);

    assert_eq!(drain(&mut all), ["-a", "=Connecting"], "the scope, and the state of what is new");
    assert_eq!(drain(&mut asked), ["-a", "=Unwatched"], "who asked for it learns that it is not watched");
    let expected = [("new".to_owned(), WatchState::Connecting), ("shop".to_owned(), WatchState::Live)];
    assert_eq!(states(&board, &everything()), expected);
    let scope = board.reader().snapshot(&everything()).scope;
    assert_eq!(scope.namespaces.as_deref(), Some(&["new".to_owned(), "shop".to_owned()][..]));
    board.apply(listed("pay", &[("a", "1")]), at(6));
    assert_eq!(names(&board, &everything()), ["b"], "what its source still said is too late");
}

#[test]
fn rows_stay_when_one_source_takes_over_from_many() {
    let mut board = board_of(&["pay", "shop"], 100);
    board.apply(listed("pay", &[("a", "1")]), at(1));
    board.apply(listed("shop", &[("b", "1")]), at(1));
    let mut cursor = board.reader().snapshot(&everything()).follow();

    board.replan(&Plan::of_cluster("granted"), at(2));
    let rows = vec![row("pay", "a", "1"), row("shop", "b", "1")];
    board.apply(Change { partition: Partition::Cluster, kind: ChangeKind::Listed(rows) }, at(3));

    assert_eq!(drain(&mut cursor), ["=Connecting", "=Live"], "of the shared source alone");
    assert_eq!(names(&board, &everything()), ["a", "b"]);
}

#[test]
fn the_same_plan_again_changes_nothing() {
    let mut board = board_of(&["shop"], 100);
    board.apply(listed("shop", &[("b", "1")]), at(1));
    let position = board.reader().position();
    replan(&mut board, &["shop"]);
    assert_eq!(board.reader().position(), position);
}

#[test]
fn a_board_whose_plan_is_not_certain_is_not_complete() {
    let plan = Plan::of_namespaces([], "not known yet").for_now();
    let mut board = Board::new(epoch(), 100, &plan, Narrowing::default(), at(0));
    assert!(!board.reader().is_complete(at(100)));
    replan(&mut board, &["shop"]);
    assert!(!board.reader().is_complete(at(100)), "the namespace is connecting");
    board.apply(listed("shop", &[]), at(6));
    assert!(board.reader().is_complete(at(100)));
}

#[test]
fn a_namespace_that_is_left_out_is_not_watched_even_by_the_shared_source() {
    let narrowing = Narrowing::new(["kube-*"], [], None);
    let board = Board::new(epoch(), 100, &Plan::of_cluster("test"), narrowing, at(0));
    let statuses = board.reader().statuses(&only(&["kube-system"]));
    assert_eq!(statuses.last().map(|status| status.state), Some(WatchState::Unwatched));
}
