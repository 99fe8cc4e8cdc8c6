//! Many new clients at once, as after a restart of the program in front of it.

use std::time::{Duration, Instant};

use super::floor::floor;
use crate::bench::Bench;
use crate::client::{Fleet, Reading, View};
use crate::objects::NAMESPACES;
use crate::outcome::Result;
use crate::program::Program;
use crate::table::{Row, Verdict, kb, median, ms};
use crate::upstream::Simulated;

pub(super) async fn measure(bench: &Bench) -> Result<Vec<Row>> {
    let ingresses = bench.of(5000, 200);
    let count = 50;
    let simulated = Simulated::start(ingresses, NAMESPACES).await?;
    let program = Program::with_rows(&bench.program, &simulated.kubeconfig(), &[], ingresses).await?;
    let mut times = Vec::new();
    let mut floors = Vec::new();
    let mut bytes = 0;
    let mut processor = Duration::ZERO;
    for _ in 0..bench.of(5, 1) {
        let before = program.usage()?.processor;
        let began = Instant::now();
        let mut fleet = Fleet::new(Reading::Count);
        fleet.connect(program.address, count, &View::default());
        fleet.until_ready().await?;
        times.push(fleet.last(|view| view.ready).map_or(began.elapsed(), |last| last.duration_since(began)));
        processor = program.usage()?.processor.saturating_sub(before);
        bytes = fleet.sum(|view| view.bytes) / count;
        drop(fleet);
        floors.push(floor(count, bytes).await?);
    }
    let first = times[0];
    let (took, floor) = (median(times).unwrap_or_default(), median(floors).unwrap_or_default());
    Ok(vec![Row {
        what: "50 new clients at once, 5,000 Ingresses, last one complete",
        target: "<= 0.3 s",
        measured: format!("{} (the first time {})", ms(took), ms(first)),
        beside: format!(
            "{:.1} times the {} that the same {} take over bare sockets; {} of the program's processor",
            took.as_secs_f64() / floor.as_secs_f64(),
            ms(floor),
            kb(bytes),
            ms(processor),
        ),
        how: "from the first connection to the last `ready`; median of 5".to_owned(),
        verdict: Verdict::of(took <= Duration::from_millis(300)),
    }])
}
