//! What rows and clients cost in memory.

use std::time::Duration;

use crate::bench::Bench;
use crate::client::{Fleet, Reading, View};
use crate::objects::NAMESPACES;
use crate::outcome::Result;
use crate::program::Program;
use crate::table::{Row, Verdict, kib_each, mib};
use crate::upstream::Simulated;

/// Until what a burst of work has freed is given back.
const SETTLE: Duration = Duration::from_secs(2);

pub(super) async fn measure(bench: &Bench) -> Result<Vec<Row>> {
    let sizes = [10_000, 20_000, 50_000].map(|size| bench.of(size, size / 50));
    let mut simulated = Simulated::start(sizes[0], NAMESPACES).await?;
    let mut resident = Vec::new();
    let mut rows = Vec::new();
    for size in sizes {
        simulated.grow(size)?;
        let program = Program::with_rows(&bench.program, &simulated.kubeconfig(), &[], size).await?;
        resident.push(settled(&program).await?);
        if size == sizes[0] {
            rows = clients(bench, &simulated, program, size).await?;
        }
    }
    let each = |from: usize, to: usize| kib_each(resident[from], resident[to], sizes[to] - sizes[from]);
    let (first, second) = (each(0, 1), each(1, 2));
    rows.insert(
        1,
        Row {
            what: "memory: an added Ingress of 3 hosts and 4 paths",
            target: "<= 2 KiB",
            measured: format!("{first:.2} KiB to {}, {second:.2} KiB to {}", sizes[1], sizes[2]),
            beside: resident
                .iter()
                .zip(sizes)
                .map(|(bytes, size)| format!("{} with {size}", mib(*bytes)))
                .collect::<Vec<_>>()
                .join(", "),
            how: "RSS of programs that were started anew, 2 s after their list".to_owned(),
            verdict: Verdict::of(first <= 2.0 && second <= 2.0),
        },
    );
    Ok(rows)
}

/// Takes the program on which no client has been.
async fn clients(bench: &Bench, simulated: &Simulated, program: Program, size: usize) -> Result<Vec<Row>> {
    let fresh = program.usage()?;
    let taken = take_all(&program).await?;
    let after_one = settled(&program).await?;

    let count = bench.of(1000, 20);
    let mut idle = Fleet::new(Reading::Count);
    idle.connect(program.address, count, &View::at(taken));
    idle.until_ready().await?;
    let with_idle = settled(&program).await?;
    let idle_bytes = idle.sum(|view| view.bytes) / count;
    let each_idle = kib_each(after_one, with_idle, count);
    drop((idle, program));

    let program = Program::with_rows(&bench.program, &simulated.kubeconfig(), &[], size).await?;
    let mut full = Fleet::new(Reading::Count);
    full.grow(program.address, Fleet::AT_ONCE).await?;
    let before = settled(&program).await?;
    let full_count = bench.of(1000, 20);
    full.grow(program.address, Fleet::AT_ONCE + full_count).await?;
    let with_full = settled(&program).await?;
    let each_full = kib_each(before, with_full, full_count);
    let full_bytes = full.sum(|view| view.bytes) / full.clients.len();
    Ok(vec![
        Row {
            what: "memory: 10,000 Ingresses of 3 hosts and 4 paths",
            target: "<= 60 MiB RSS",
            measured: format!(
                "{} before any client, {} after one took the list and a full state",
                mib(fresh.resident),
                mib(after_one)
            ),
            beside: format!("at most {}, {} threads", mib(fresh.peak), fresh.threads),
            how: format!("RSS with {size}, 2 s after the list"),
            verdict: Verdict::of(fresh.resident.max(after_one) <= 60 << 20),
        },
        Row {
            what: "memory: an added idle SSE client",
            target: "<= 20 KiB",
            measured: format!("{each_idle:.1} KiB"),
            beside: format!("{} with {count} clients that were sent {idle_bytes} bytes each", mib(with_idle)),
            how: "growth of RSS by clients that resume".to_owned(),
            verdict: Verdict::of(each_idle <= 20.0),
        },
        Row {
            what: "memory: an SSE client after it took a full state over the stream",
            target: "<= 32 KiB",
            measured: format!("{each_full:.1} KiB"),
            beside: format!(
                "{} with {} clients that were sent {full_bytes} bytes each, {} with the first {}",
                mib(with_full),
                full.clients.len(),
                mib(before),
                Fleet::AT_ONCE
            ),
            how: format!(
                "growth of RSS by {full_count} clients that took {size} rows, {} of them at once, after as many did",
                Fleet::AT_ONCE
            ),
            verdict: Verdict::of(each_full <= 32.0),
        },
    ])
}

/// Lets one client take the list and a full state, and gives the position at which it left.
async fn take_all(program: &Program) -> Result<Option<String>> {
    program.get("/api/ingresses", &[("accept-encoding", "gzip, deflate, br, zstd")]).await?;
    let mut fleet = Fleet::new(Reading::follow());
    fleet.grow(program.address, 1).await?;
    match fleet.clients.pop() {
        Some(client) => Ok(client.leave().await.position),
        None => Ok(None),
    }
}

async fn settled(program: &Program) -> Result<u64> {
    tokio::time::sleep(SETTLE).await;
    Ok(program.usage()?.resident)
}
