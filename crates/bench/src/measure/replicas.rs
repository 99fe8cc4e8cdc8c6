//! Three replicas behind a proxy without affinity, against one.

use std::net::SocketAddr;

use crate::bench::Bench;
use crate::client::{Client, Fingerprint, Fleet, Reading, View};
use crate::objects::NAMESPACES;
use crate::outcome::Result;
use crate::program::Program;
use crate::proxy::RoundRobin;
use crate::table::{Row, Verdict, float, kb};
use crate::upstream::{Simulated, truth};

const RECONNECTS: usize = 6;

/// What clients were sent, on average, and what they saw.
struct Seen {
    first: usize,
    reconnect: usize,
    wrong: usize,
}

pub(super) async fn measure(bench: &Bench) -> Result<Vec<Row>> {
    let ingresses = bench.of(5000, 200);
    let simulated = Simulated::start(ingresses, NAMESPACES).await?;
    let mut programs = Vec::new();
    for _ in 0..3 {
        let program = Program::with_rows(&bench.program, &simulated.kubeconfig(), &[], ingresses).await?;
        programs.push(program);
    }
    let right = truth(&simulated.client().await?, &[]).await?;
    let replicas: Vec<_> = programs.iter().map(|program| program.address).collect();
    let one = visit(replicas[0], right).await?;
    let proxy = RoundRobin::to(replicas).await?;
    let three = visit(proxy.address, right).await?;
    let ratio = |bytes: usize| float(bytes as u64) / float(one.first as u64);
    let (first, reconnect) = (ratio(three.first), ratio(three.reconnect));
    Ok(vec![Row {
        what: "three replicas, round robin, no affinity: bytes to a full state and on a reconnect",
        target: "<= 2x one replica's; nothing visibly redrawn",
        measured: format!("{first:.2}x and {reconnect:.2}x; {} wrong states shown", three.wrong + one.wrong),
        beside: format!(
            "{} and {} on a reconnect; with one replica {} and {}",
            kb(three.first),
            kb(three.reconnect),
            kb(one.first),
            kb(one.reconnect)
        ),
        how: format!(
            "the stream alone, as the page uses it; 10 clients that come back {RECONNECTS} times each"
        ),
        verdict: Verdict::of(first <= 2.0 && reconnect <= 2.0 && three.wrong + one.wrong == 0),
    }])
}

/// Lets clients come, leave and come back. After their first state they may show nothing but `right`.
async fn visit(address: SocketAddr, right: Fingerprint) -> Result<Seen> {
    let count = 10;
    let mut fleet = Fleet::new(Reading::follow());
    fleet.connect(address, count, &View::expecting(right));
    fleet.until_ready().await?;
    let first = fleet.sum(|view| view.bytes) / count;
    for _ in 0..RECONNECTS {
        for client in std::mem::take(&mut fleet.clients) {
            let view = client.leave().await.returning();
            fleet.clients.push(Client::connect(address, fleet.reading.clone(), view));
        }
        fleet.until_ready().await?;
        fleet.each(|view| view.wrong += usize::from(view.shown() != right));
    }
    let reconnect = (fleet.sum(|view| view.bytes) - first * count) / count / RECONNECTS;
    Ok(Seen { first, reconnect, wrong: fleet.sum(|view| view.wrong) })
}
