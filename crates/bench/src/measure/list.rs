//! The full state as a list, in each encoding.

use std::time::Duration;

use crate::bench::Bench;
use crate::http::Connection;
use crate::objects::NAMESPACES;
use crate::outcome::Result;
use crate::program::Program;
use crate::table::{Row, Verdict, kb, median, ms};
use crate::upstream::Simulated;

/// What a browser asks for comes first.
const ENCODINGS: [&str; 5] = ["gzip, deflate, br, zstd", "zstd", "br", "gzip", "identity"];

pub(super) async fn measure(bench: &Bench) -> Result<Vec<Row>> {
    let ingresses = bench.of(10_000, 200);
    let simulated = Simulated::start(ingresses, NAMESPACES).await?;
    let program = Program::with_rows(&bench.program, &simulated.kubeconfig(), &[], ingresses).await?;
    let mut connection = Connection::open(program.address).await?;
    let mut told = Vec::new();
    let mut of_browser = None;
    for accepted in ENCODINGS {
        let mut times = Vec::new();
        let headers = [("accept-encoding", accepted), ("accept", "application/json")];
        let first = connection.get("/api/ingresses", &headers).await?;
        let before = program.usage()?.processor;
        let repeats = bench.of(9, 2);
        for _ in 0..repeats {
            times.push(connection.get("/api/ingresses", &headers).await?.took);
        }
        let processor = program.usage()?.processor.saturating_sub(before) / u32::try_from(repeats)?;
        let used =
            first.headers.get("content-encoding").map_or("identity", |name| name.to_str().unwrap_or("?"));
        let (bytes, again) = (first.body.len(), median(times).unwrap_or_default());
        told.push(format!(
            "{used} {} in {} ({} at first, {} of processor)",
            kb(bytes),
            ms(again),
            ms(first.took),
            ms(processor)
        ));
        of_browser.get_or_insert((bytes, again));
    }
    let (bytes, took) = of_browser.unwrap_or_default();
    Ok(vec![Row {
        what: "first full state of 10,000 Ingresses to a new client",
        target: "<= 700 KB compressed, server time <= 5 ms when already encoded",
        measured: format!("for a browser {}", told.remove(0)),
        beside: told.join("; "),
        how: "GET /api/ingresses on an open connection to its last byte, median of 9".to_owned(),
        verdict: Verdict::of(bytes <= 700_000 && took <= Duration::from_millis(5)),
    }])
}
