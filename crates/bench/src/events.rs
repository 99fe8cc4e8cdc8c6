//! Millions of events into the board as fast as it takes them, while cursors follow and encode: what it holds must not
//! grow with what has passed.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use bytes::Bytes;
use clap::Args;
use jiff::Timestamp;
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::position::Epoch;
use kube_ingress_dash_watcher::board::{
    Board, BoardReader, Change, ChangeKind, Event, Partition, Plan, Published, Row,
};
use kube_ingress_dash_watcher::narrowing::Narrowing;
use kube_ingress_dash_watcher::projection::Projection;
use kube_ingress_dash_watcher::viewer::{Sight, Viewer};
use tokio::task::{JoinSet, spawn_blocking};

use crate::objects::{self, NAMESPACES};
use crate::outcome::Result;
use crate::process;
use crate::table::{float, mib, s};

/// How many events there are.
#[derive(Debug, Args)]
pub(crate) struct EventsArguments {
    #[arg(long, value_name = "NUMBER", default_value_t = 10_000_000)]
    count: usize,
}

const ROWS: usize = 10_000;

/// Events that are kept for clients that come back: the program's own default.
const REPLAY: usize = 10_000;

const FOLLOWERS: usize = 3;

const SAMPLE: usize = 100_000;

/// Two in a quarter.
const FEWEST_SAMPLES: usize = 8;

/// What the last quarter may hold of what the second held.
const GROWTH: f64 = 1.05;

#[derive(Debug, Default)]
struct Followed {
    events: AtomicU64,
    bytes: AtomicU64,
    overflows: AtomicU64,
}

pub(crate) async fn events(arguments: EventsArguments) -> Result<()> {
    let plan = Plan::of_cluster("the bench");
    let mut board = Board::new(Epoch::from_bits(1), REPLAY, &plan, Narrowing::default(), Timestamp::now());
    let rows = rows()?;
    let listed = ChangeKind::Listed(rows.iter().map(Row::new).collect::<std::result::Result<_, _>>()?);
    board.apply(Change { partition: Partition::Cluster, kind: listed }, Timestamp::now());
    let followed = Arc::new(Followed::default());
    let mut followers = JoinSet::new();
    for _ in 0..FOLLOWERS {
        followers.spawn(follow(board.reader(), Arc::clone(&followed)));
    }
    let began = Instant::now();
    let count = arguments.count;
    let samples = spawn_blocking(move || feed(&mut board, &rows, count)).await??;
    let took = began.elapsed();
    if samples.len() < FEWEST_SAMPLES {
        return Err(format!(
            "--count: {} is the least of which quarters say anything",
            FEWEST_SAMPLES * SAMPLE
        )
        .into());
    }
    let quarter = |number: usize| {
        let quarter = &samples[samples.len() * number / 4..samples.len() * (number + 1) / 4];
        float(quarter.iter().sum()) / float(quarter.len() as u64)
    };
    let growth = quarter(3) / quarter(1);
    eprintln!(
        "{count} events in {}, {:.0} a second; {FOLLOWERS} followers took {} events in {} MB and fell behind {} times",
        s(took),
        float(count as u64) / took.as_secs_f64(),
        followed.events.load(Ordering::Relaxed),
        followed.bytes.load(Ordering::Relaxed) / 1_000_000,
        followed.overflows.load(Ordering::Relaxed),
    );
    eprintln!("memory of the last quarter is {growth:.3} of the second");
    if growth > GROWTH { Err("memory grew".into()) } else { Ok(()) }
}

fn rows() -> Result<Vec<Ingress>> {
    let projection = Projection::default();
    let row = |number| -> Result<Ingress> {
        Ok(projection.row(serde_json::from_value(objects::ingress(number, NAMESPACES))?)?)
    };
    (0..ROWS).map(row).collect()
}

/// Changes one row after the other; one in twenty goes, and comes back with its next turn.
fn feed(board: &mut Board, rows: &[Ingress], count: usize) -> Result<Vec<u64>> {
    let mut samples = Vec::new();
    for event in 0..count {
        let row = &rows[event % ROWS];
        let kind = if (event + event / ROWS).is_multiple_of(20) {
            ChangeKind::Removed(row.key())
        } else {
            let mut row = row.clone();
            row.resource_version = event.to_string();
            ChangeKind::Upserted(Row::new(&row)?)
        };
        board.apply(Change { partition: Partition::Cluster, kind }, Timestamp::now());
        if (event + 1).is_multiple_of(SAMPLE) {
            let resident = process::usage(std::process::id())?.resident;
            samples.push(resident);
            if (event + 1).is_multiple_of(10 * SAMPLE) {
                eprintln!("{:>9} events  {}", event + 1, mib(resident));
            }
        }
    }
    Ok(samples)
}

/// Takes the events as a client's stream does: the encoding of the first that asks serves all.
async fn follow(reader: BoardReader, followed: Arc<Followed>) {
    let selection = Viewer::unrestricted().select(None);
    loop {
        let mut cursor = reader.snapshot(&selection).follow();
        while let Ok(event) = cursor.next().await {
            let bytes = event.encoded(selection.sight(), encode).len() as u64;
            followed.events.fetch_add(1, Ordering::Relaxed);
            followed.bytes.fetch_add(bytes, Ordering::Relaxed);
            tokio::task::consume_budget().await;
        }
        followed.overflows.fetch_add(1, Ordering::Relaxed);
    }
}

fn encode(published: &Published) -> Bytes {
    let mut bytes = Vec::new();
    if let Event::Upserted(rows) = published.event() {
        for row in rows {
            row.write(&mut bytes, Sight::Whole);
        }
    }
    bytes.into()
}
