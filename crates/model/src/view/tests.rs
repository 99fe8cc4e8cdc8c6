//! The view against the same thing done plainly: filter all, sort all, group all.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::board::Board;
use crate::event::{Event, Remove, Upsert};
use crate::order::{Column, Direction, natural};
use crate::sample::ingress;
use crate::tls::{TlsCoverage, coverage};

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn row(namespace: u8, name: u8, class: u8) -> Arc<Ingress> {
    let mut row = ingress(&format!("ns-{namespace}"), &format!("web-{name}"));
    row.class = (class > 0).then(|| format!("class-{class}"));
    row.resource_version = class.to_string();
    Arc::new(row)
}

fn shown(view: &View) -> Vec<String> {
    view.lines(0..view.len())
        .into_iter()
        .map(|line| match line {
            Line::Group(group) => format!("{} {}", group.label.as_deref().unwrap_or("-"), group.rows),
            Line::Row { row, leaves } => format!("{}{}", row.key(), if leaves { " leaves" } else { "" }),
        })
        .collect()
}

#[test]
fn rows_for_any_host_are_parted_from_those_that_name_the_host_of_a_url() {
    let of_host = |name: u8, host: Option<&str>| {
        let mut row = Arc::unwrap_or_clone(row(1, name, 0));
        row.rules[0].host = host.map(str::to_owned);
        Arc::new(row)
    };
    let rows = [of_host(1, None), of_host(2, Some("a.example.com")), of_host(3, None)];
    let changes: Vec<_> = rows.into_iter().map(Change::Added).collect();
    let mut view = View::default();
    view.apply(&changes, NOW, |_| false);
    let divided =
        |view: &View| (0..view.len()).filter(|line| view.begins_any_host(*line)).collect::<Vec<_>>();
    assert!(divided(&view).is_empty());
    view.search(&Query::parse("url:a.example.com"), NOW);
    assert_eq!(shown(&view)[0], "ns-1/web-2");
    assert_eq!(divided(&view), [1]);
    view.search(&Query::parse("url:b.example.com"), NOW);
    assert!(divided(&view).is_empty(), "there is nothing to be parted from");
}

fn plainly(board: &Board, query: &Query, arrangement: Arrangement) -> Vec<String> {
    let mut rows: Vec<_> = board.rows().filter(|row| query.matches(row, NOW)).cloned().collect();
    rows.sort_by(|left, right| arrangement.order.compare(left, right));
    if arrangement.grouping == Grouping::None {
        return rows.iter().map(|row| row.key().to_string()).collect();
    }
    let mut groups: BTreeMap<Option<&str>, Vec<String>> = BTreeMap::new();
    for row in &rows {
        groups.entry(arrangement.grouping.label(row)).or_default().push(row.key().to_string());
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by(|(left, _), (right, _)| match (left, right) {
        (Some(left), Some(right)) => natural(left, right),
        (left, right) => right.is_some().cmp(&left.is_some()),
    });
    groups
        .into_iter()
        .flat_map(|(label, rows)| {
            let heading = format!("{} {}", label.unwrap_or("-"), rows.len());
            std::iter::once(heading).chain(rows)
        })
        .collect()
}

fn summed(board: &Board, query: &Query) -> Summary {
    let rows: Vec<_> = board.rows().filter(|row| query.matches(row, NOW)).collect();
    let hosts: HashSet<&str> = rows.iter().flat_map(|row| row.hosts().flatten()).collect();
    let namespaces: HashSet<&str> = rows.iter().map(|row| row.namespace.as_str()).collect();
    let with_tls = rows.iter().filter(|row| coverage(row) == TlsCoverage::Full).count();
    Summary { ingresses: rows.len(), hosts: hosts.len(), with_tls, namespaces: namespaces.len() }
}

#[derive(Debug, Clone)]
enum Step {
    Upsert(Vec<(u8, u8, u8)>),
    Remove(u8, u8),
    Search(&'static str),
    Arrange(usize, Column, Direction),
    LetGo(u8, u8),
    Count(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let change = (0..3u8, 0..12u8, 0..4u8);
    prop_oneof![
        4 => prop::collection::vec(change, 1..4).prop_map(Step::Upsert),
        1 => prop::collection::vec((0..3u8, 0..12u8, 0..4u8), 20..40).prop_map(Step::Upsert),
        4 => (0..3u8, 0..12u8).prop_map(|(namespace, name)| Step::Remove(namespace, name)),
        2 => prop::sample::select(vec!["", "w", "1", "-1", "web-1", "web-11", "ns-1", "class-2", "nothing"]).prop_map(Step::Search),
        1 => (
            0..Grouping::ALL.len(),
            prop::sample::select(vec![Column::Namespace, Column::Name, Column::Class, Column::Tls]),
            prop::sample::select(vec![Direction::Ascending, Direction::Descending]),
        )
            .prop_map(|(grouping, column, direction)| Step::Arrange(grouping, column, direction)),
        1 => (0..3u8, 0..12u8).prop_map(|(namespace, name)| Step::LetGo(namespace, name)),
        2 => (0..8usize).prop_map(Step::Count),
    ]
}

fn key(namespace: u8, name: u8) -> IngressKey {
    IngressKey::new(format!("ns-{namespace}"), format!("web-{name}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_view_shows_what_filtering_and_sorting_all_rows_gives(
        steps in prop::collection::vec(step(), 1..60),
        lingers in any::<bool>(),
    ) {
        let (mut board, mut view) = (Board::default(), View::default());
        let (mut query, mut arrangement) = (Query::default(), Arrangement::default());
        for step in steps {
            match step {
                Step::Upsert(rows) => {
                    let ingresses = rows.into_iter().map(|(namespace, name, class)| row(namespace, name, class));
                    let delta = board.apply(Event::Upsert(Upsert { ingresses: ingresses.collect() }));
                    view.apply(&delta.changes, NOW, |_| lingers);
                }
                Step::Remove(namespace, name) => {
                    let delta = board.apply(Event::Remove(Remove { keys: vec![key(namespace, name)] }));
                    view.apply(&delta.changes, NOW, |_| lingers);
                }
                Step::Search(text) => {
                    query = Query::parse(text);
                    view.search(&query, NOW);
                }
                Step::Arrange(grouping, column, direction) => {
                    arrangement = Arrangement { grouping: Grouping::ALL[grouping], order: Order { column, direction } };
                    view.arrange(arrangement);
                }
                Step::LetGo(namespace, name) => {
                    view.let_go(&key(namespace, name));
                }
                Step::Count(most) => view.count(most),
            }
            prop_assert_eq!(view.total(), board.rows().len());
            if let Some(summary) = view.summary() {
                prop_assert_eq!(summary, summed(&board, &query));
            }
            prop_assert_eq!(view.matches(), board.rows().filter(|row| query.matches(row, NOW)).count());
            for (line, text) in shown(&view).iter().enumerate() {
                if let Some(Line::Row { row, .. }) = view.line(line) {
                    prop_assert_eq!(view.position(&row.key(), None), Some(line), "{}", text);
                    prop_assert_eq!(view.position(&row.key(), Some(&row)), Some(line), "{}", text);
                }
            }
        }
        for namespace in 0..3 {
            for name in 0..12 {
                view.let_go(&key(namespace, name));
            }
        }
        prop_assert_eq!(shown(&view), plainly(&board, &query, arrangement));
        view.count(usize::MAX);
        prop_assert_eq!(view.summary(), Some(summed(&board, &query)));
    }
}

fn view(rows: &[Arc<Ingress>]) -> View {
    let changes: Vec<Change> = rows.iter().cloned().map(Change::Added).collect();
    let mut view = View::default();
    view.apply(&changes, NOW, |_| false);
    view
}

#[test]
fn a_row_that_is_gone_stays_until_it_is_let_go() {
    let mut view = view(&[row(0, 1, 1), row(0, 2, 1)]);
    view.apply(&[Change::Removed(row(0, 1, 1))], NOW, |_| true);
    assert_eq!(shown(&view), ["ns-0/web-1 leaves", "ns-0/web-2"]);
    assert_eq!((view.matches(), view.total()), (1, 1));
    assert!(view.let_go(&key(0, 1)));
    assert_eq!(shown(&view), ["ns-0/web-2"]);
    assert!(!view.let_go(&key(0, 1)));
}

#[test]
fn a_row_that_comes_back_does_not_leave() {
    let mut view = view(&[row(0, 1, 1)]);
    view.apply(&[Change::Removed(row(0, 1, 1))], NOW, |_| true);
    view.apply(&[Change::Added(row(0, 1, 2))], NOW, |_| true);
    assert_eq!(shown(&view), ["ns-0/web-1"]);
    assert!(!view.let_go(&key(0, 1)));
}

#[test]
fn a_group_hides_its_rows_and_keeps_its_count() {
    let mut view = view(&[row(0, 1, 1), row(0, 2, 0), row(1, 3, 1)]);
    view.arrange(Arrangement { grouping: Grouping::Class, order: Order::default() });
    assert_eq!(shown(&view), ["class-1 2", "ns-0/web-1", "ns-1/web-3", "- 1", "ns-0/web-2"]);
    view.toggle(Some("class-1"));
    assert_eq!(shown(&view), ["class-1 2", "- 1", "ns-0/web-2"]);
    assert_eq!(view.position(&key(0, 1), None), None, "a hidden row has no line");
    assert_eq!(view.position(&key(0, 2), None), Some(2));
    view.search(&Query::parse("ns-1"), NOW);
    assert_eq!(shown(&view), ["class-1 1"], "a group stays as it was put");
    view.toggle(Some("class-1"));
    assert_eq!(shown(&view), ["class-1 1", "ns-1/web-3"]);
}
