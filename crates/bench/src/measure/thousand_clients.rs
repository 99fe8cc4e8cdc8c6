//! A thousand clients of one program: what they cost the API server, how often an event is encoded, and how late it
//! comes.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::bench::Bench;
use crate::churn::{Churn, Ledger};
use crate::client::{Fleet, Reading};
use crate::objects::NAMESPACES;
use crate::outcome::Result;
use crate::process;
use crate::program::Program;
use crate::table::{Row, Verdict, float, ms};
use crate::upstream::{Simulated, truth};

/// Longer than the measurement, so that no watch is opened again because its time is over.
const WATCH_TIMEOUT: [&str; 2] = ["--watch-timeout", "1h"];

pub(super) async fn measure(bench: &Bench) -> Result<Vec<Row>> {
    let ingresses = bench.of(5000, 200);
    let count = bench.of(1000, 20);
    let lasts = bench.lasting(Duration::from_mins(1), Duration::from_secs(2));
    let simulated = Simulated::start(ingresses, NAMESPACES).await?;
    let program =
        Program::with_rows(&bench.program, &simulated.kubeconfig(), &WATCH_TIMEOUT, ingresses).await?;
    let ledger = Arc::new(Ledger::default());
    let mut fleet = Fleet::new(Reading::measured(&ledger));
    fleet.grow(program.address, 1).await?;
    let with_one = simulated.asked();
    fleet.grow(program.address, count).await?;

    let (before, own) = (program.usage()?, process::usage(std::process::id())?);
    let encoded_before = program.count("frames_encoded_total").await.ok();
    let began = Instant::now();
    let churn = Churn { ingresses, namespaces: NAMESPACES, per_second: 100.0, lasts, creates: true, seed: 1 };
    churn.run(simulated.writer(), Arc::clone(&ledger)).await?;
    let took = began.elapsed();
    let made = ledger.len();
    let told = fleet.until("told of all changes", |view| view.next_change + view.out_of_turn >= made).await;
    // What is still to be sent when the last change is made belongs to the cost of the changes.
    let (after, own_after) = (program.usage()?, process::usage(std::process::id())?);
    let late = began.elapsed().saturating_sub(took);
    let encoded_after = program.count("frames_encoded_total").await.ok();
    let with_all = simulated.asked();
    let right = truth(&simulated.client().await?, &[]).await?;
    let wrong = fleet.sum(|view| usize::from(view.shown() != right));
    let dropped = fleet.sum(|view| made.saturating_sub(view.next_change));
    let again = fleet.sum(|view| view.out_of_turn);
    let resets = fleet.sum(|view| view.resets) - count;
    told?;

    let (Some(book), Some(latencies)) = (fleet.reading.book(), fleet.reading.latencies()) else {
        return Err("these clients follow".into());
    };
    let (events, encodings) = book.encodings();
    let latency = latencies.percentiles()?;
    let cores =
        |after: Duration, before: Duration| after.saturating_sub(before).as_secs_f64() / took.as_secs_f64();
    let used = cores(after.processor, before.processor);
    let counted = encoded_before.zip(encoded_after).map(|(before, after)| after - before);
    let p99_is_met = latency.p99 <= Duration::from_millis(100);
    Ok(vec![
        Row {
            what: "upstream watches and LISTs with 1,000 SSE clients vs with 1",
            target: "the same",
            measured: format!("{with_all} with {count}"),
            beside: format!("{with_one} with 1"),
            how: format!("counted by the simulated API server, {ingresses} Ingresses"),
            verdict: Verdict::of(with_one == with_all),
        },
        Row {
            what: "encodings of an event with 1,000 clients",
            target: "1",
            measured: match counted {
                Some(counted) => format!("{counted} for {made} changes"),
                None => format!("{encodings} for {events} events"),
            },
            beside: format!(
                "{encodings} different byte sequences for {events} events in {} frames",
                events * count
            ),
            how: "counted by the program, where it counts them, and frames compared byte by byte".to_owned(),
            verdict: Verdict::of(events == encodings && counted.is_none_or(|counted| counted <= events as u64)),
        },
        Row {
            what: "1,000 SSE clients, 100 changes/s for 60 s",
            target: "nothing dropped, p99 <= 100 ms, <= 1 core",
            measured: format!(
                "{dropped} dropped, {again} out of turn, {wrong} final states wrong, {resets} resets; p50 {}, p99 {}; {used:.2} cores",
                ms(latency.p50), ms(latency.p99),
            ),
            beside: format!(
                "{made} changes made at {:.0}/s, {} frames, the last {late:.1?} after the last change; the clients used {:.2} cores",
                float(made as u64) / took.as_secs_f64(), latency.count, cores(own_after.processor, own.processor),
            ),
            how: "each change has a number and must come to each client once and in turn; states are compared with a list".to_owned(),
            verdict: Verdict::of(dropped + again + wrong + resets == 0 && p99_is_met && used <= 1.0),
        },
    ])
}
