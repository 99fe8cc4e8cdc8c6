//! What the lines of the table cost among 100,000 rows: a change, a letter that is typed, another arrangement.

#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark")]

mod rows;

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use kube_ingress_dash_model::Timestamp;
use kube_ingress_dash_model::change::Change;
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::order::{Column, Direction, Order};
use kube_ingress_dash_model::query::Query;
use kube_ingress_dash_model::view::{Arrangement, Grouping, View};

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn view(grouping: Grouping) -> (View, Vec<Arc<Ingress>>) {
    let rows: Vec<Arc<Ingress>> = (0..rows::COUNT).map(|number| Arc::new(rows::row(number))).collect();
    let mut view = View::default();
    view.arrange(Arrangement { grouping, order: Order::default() });
    view.apply(&rows.iter().cloned().map(Change::Added).collect::<Vec<_>>(), NOW, |_| false);
    (view, rows)
}

fn changes(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("view of 100,000 rows");
    for (name, grouping) in
        [("a change", Grouping::None), ("a change, grouped by 100,000 hosts", Grouping::Host)]
    {
        let (mut view, rows) = view(grouping);
        let mut number = 0;
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                number = (number + 7_919) % rows.len();
                let before = Arc::clone(&rows[number]);
                let after = Arc::new(Ingress { resource_version: number.to_string(), ..(*before).clone() });
                view.apply(&[Change::Updated { before, after }], NOW, |_| false);
                black_box(view.lines(50_000..50_040))
            });
        });
    }
}

fn searches(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("view of 100,000 rows");
    group.sample_size(20);
    let (mut view, _) = view(Grouping::None);
    for (name, from, to) in [
        ("the first letter", "", "q"),
        ("a word that nothing has", "", "zebra"),
        ("another letter", "quet", "quetz"),
        ("back to everything", "quetzal", ""),
    ] {
        let (from, to) = (Query::parse(from), Query::parse(to));
        group.bench_function(name, |bencher| {
            bencher.iter_custom(|iterations| {
                let mut spent = std::time::Duration::ZERO;
                for _ in 0..iterations {
                    view.search(&from, NOW);
                    let start = std::time::Instant::now();
                    view.search(&to, NOW);
                    spent += start.elapsed();
                }
                spent
            });
        });
    }
    for column in [Column::Host, Column::Tls, Column::Age] {
        let order = Order { column, direction: Direction::Ascending };
        group.bench_function(format!("another order: {column:?}"), |bencher| {
            bencher.iter_custom(|iterations| {
                let mut spent = std::time::Duration::ZERO;
                for _ in 0..iterations {
                    view.arrange(Arrangement::default());
                    let start = std::time::Instant::now();
                    view.arrange(Arrangement { grouping: Grouping::None, order });
                    spent += start.elapsed();
                }
                spent
            });
        });
    }
}

criterion_group!(benches, changes, searches);
criterion_main!(benches);
