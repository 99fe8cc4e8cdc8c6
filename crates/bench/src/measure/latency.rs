//! How late a change comes to clients, beside raw watches of the same API server in the same process.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;

use crate::bench::Bench;
use crate::churn::{Churn, Ledger};
use crate::client::{Fleet, Reading};
use crate::latency::Latencies;
use crate::objects::NAMESPACES;
use crate::outcome::Result;
use crate::program::Program;
use crate::table::{Row, Verdict, ms};
use crate::upstream::{Real, raw_watch};

pub(super) async fn measure(bench: &Bench, real: &Real, ingresses: usize) -> Result<Row> {
    let count = bench.of(100, 5);
    let program = Program::with_rows(&bench.program, &real.kubeconfig, &[], ingresses).await?;
    let ledger = Arc::new(Ledger::default());
    let mut fleet = Fleet::new(Reading::measured(&ledger));
    fleet.grow(program.address, count).await?;
    let raw = Arc::new(Latencies::default());
    let mut watches = JoinSet::new();
    for _ in 0..count {
        let client = real.another_client().await?;
        watches.spawn(raw_watch(client, Arc::clone(&ledger), Arc::clone(&raw)));
    }
    while real.asked().await?.watches < count + 1 {
        if let Some(ended) = watches.try_join_next() {
            ended??;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let churn = Churn {
        ingresses,
        namespaces: NAMESPACES,
        per_second: 20.0,
        lasts: bench.lasting(Duration::from_secs(20), Duration::from_secs(2)),
        creates: false,
        seed: 2,
    };
    churn.run(real.writer(), Arc::clone(&ledger)).await?;
    let made = ledger.len();
    fleet.until("told of all changes", |view| view.next_change >= made).await?;
    let of_clients = fleet.reading.latencies().ok_or("these clients follow")?.percentiles()?;
    let of_watches = raw.percentiles()?;
    let more = |ours: Duration, theirs: Duration| (ours.as_secs_f64() - theirs.as_secs_f64()) * 1000.0;
    let (p50, p99) = (more(of_clients.p50, of_watches.p50), more(of_clients.p99, of_watches.p99));
    Ok(Row {
        what: "change in Kubernetes -> bytes at the client, 5,000 Ingresses, 100 clients",
        target: "p50 <= 2 ms, p99 <= 10 ms over the API server's own watch latency",
        measured: format!("p50 {p50:+.1} ms, p99 {p99:+.1} ms"),
        beside: format!(
            "clients p50 {}, p99 {} ({} frames); raw watches p50 {}, p99 {} ({} events)",
            ms(of_clients.p50),
            ms(of_clients.p99),
            of_clients.count,
            ms(of_watches.p50),
            ms(of_watches.p99),
            of_watches.count,
        ),
        how: format!(
            "real API server, {made} changes at 20/s, {count} clients and {count} raw watches in one process, from before the PATCH"
        ),
        verdict: Verdict::of(p50 <= 2.0 && p99 <= 10.0),
    })
}
