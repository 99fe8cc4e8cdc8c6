//! Clients that leave without a word, many times.

use std::time::{Duration, Instant};

use crate::bench::Bench;
use crate::client::{Fleet, Reading, View};
use crate::objects::NAMESPACES;
use crate::outcome::Result;
use crate::process::Usage;
use crate::program::{BOUND, Program};
use crate::table::{Row, Verdict, float, mib};
use crate::upstream::Simulated;

const WAVES: usize = 10;

/// That a client is gone is noticed when something is written to it, and a quiet client is written a heartbeat.
const HEARTBEAT: [&str; 2] = ["--heartbeat", "1s"];

pub(super) async fn measure(bench: &Bench) -> Result<Vec<Row>> {
    let ingresses = bench.of(1000, 100);
    let count = bench.of(1000, 20);
    let simulated = Simulated::start(ingresses, NAMESPACES).await?;
    let program = Program::with_rows(&bench.program, &simulated.kubeconfig(), &HEARTBEAT, ingresses).await?;
    let before = (at_rest(&program).await?, simulated.asked());
    let mut after_waves = Vec::new();
    for _ in 0..WAVES {
        let mut fleet = Fleet::new(Reading::Count);
        fleet.connect(program.address, count, &View::default());
        // Many are in the middle of their state then.
        fleet.until("greeted", |view| view.bytes > 0).await?;
        drop(fleet);
        after_waves.push(at_rest(&program).await?);
    }
    let after = (at_rest(&program).await?, simulated.asked());
    let (first, last) = (after_waves[0], after.0);
    let second_half = float(last.resident) / float(after_waves[WAVES / 2 - 1].resident);
    let same = before.0.descriptors == last.descriptors
        && last.threads <= before.0.threads
        && before.1.watches == after.1.watches;
    Ok(vec![Row {
        what: "clients gone: watches, threads, descriptors, memory",
        target: "back to the baseline",
        measured: format!(
            "{} and {} watches, {} and {} descriptors, {} and {} threads, 0 streams; {} after the first {count} clients, {} after all {}",
            before.1.watches,
            after.1.watches,
            before.0.descriptors,
            last.descriptors,
            before.0.threads,
            last.threads,
            mib(first.resident),
            mib(last.resident),
            count * WAVES,
        ),
        beside: format!(
            "{} before any; the last half of the waves grew memory to {second_half:.2} of what it was",
            mib(before.0.resident)
        ),
        how: format!(
            "{WAVES} waves that leave in the middle of their state of {ingresses} rows; the program's heartbeat is 1 s"
        ),
        verdict: Verdict::of(same && second_half <= 1.05),
    }])
}

/// What it uses once no stream is open and the number of descriptors stays.
async fn at_rest(program: &Program) -> Result<Usage> {
    let deadline = Instant::now() + BOUND;
    let mut last = 0;
    loop {
        let streams = program.count("streams ").await?;
        let usage = program.usage()?;
        if streams == 0 && usage.descriptors == last {
            return Ok(usage);
        }
        last = usage.descriptors;
        if Instant::now() > deadline {
            return Err(format!("{streams} streams and {last} descriptors stay open").into());
        }
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}
