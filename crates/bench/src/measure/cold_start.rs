//! From the start of the process to its first complete state.

use std::time::Duration;

use kube::Client;

use crate::bench::Bench;
use crate::objects::NAMESPACES;
use crate::outcome::Result;
use crate::program::Program;
use crate::table::{Row, Verdict, float, median, ms};
use crate::upstream::{Simulated, raw_list};

pub(super) async fn simulated(bench: &Bench) -> Result<Vec<Row>> {
    let ingresses = bench.of(10_000, 200);
    let simulated = Simulated::start(ingresses, NAMESPACES).await?;
    let row =
        measure(bench, &simulated.kubeconfig(), &simulated.client().await?, ingresses, "simulated").await?;
    Ok(vec![row])
}

/// Starts the program and lists by turns.
pub(super) async fn measure(
    bench: &Bench,
    kubeconfig: &str,
    client: &Client,
    ingresses: usize,
    kind: &str,
) -> Result<Row> {
    let mut lists = Vec::new();
    let mut starts = Vec::new();
    let mut bytes = 0;
    let mut processor = Duration::ZERO;
    for _ in 0..bench.of(5, 1) {
        let list = raw_list(client).await?;
        lists.push(list.took);
        bytes = list.bytes;
        let program = Program::start(&bench.program, kubeconfig, &[]).await?;
        starts.push(program.until_rows(ingresses).await?);
        processor = program.usage()?.processor;
    }
    let (list, start) = (median(lists).unwrap_or_default(), median(starts).unwrap_or_default());
    let ratio = start.as_secs_f64() / list.as_secs_f64();
    Ok(Row {
        what: "cold start to the first complete state, 10,000 Ingresses",
        target: "<= 1.5x one raw paged LIST",
        measured: format!("{ratio:.2}x"),
        beside: format!(
            "{} against {} for {:.1} MB; {} of the program's processor",
            ms(start),
            ms(list),
            float(bytes as u64) / 1e6,
            ms(processor),
        ),
        how: format!("{kind} API server; medians of 5, by turns, pages of 500 in both"),
        verdict: Verdict::of(ratio <= 1.5),
    })
}
