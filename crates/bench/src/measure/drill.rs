//! The outage drill: a real API server is killed for a minute under clients.

use std::time::{Duration, Instant};

use futures_util::future::try_join_all;

use crate::bench::Bench;
use crate::client::{Fleet, Reading, View};
use crate::objects::{self, NAMESPACES};
use crate::outcome::Result;
use crate::program::Program;
use crate::table::{Row, Verdict, s};
use crate::upstream::{Real, truth};

/// Objects that are deleted as soon as the API server is back.
pub(super) const DELETED: usize = 50;

const CLIENTS: usize = 20;

pub(super) async fn measure(bench: &Bench, real: &Real, ingresses: usize) -> Result<Row> {
    let lasts = bench.lasting(Duration::from_mins(1), Duration::from_secs(5));
    let program = Program::with_rows(&bench.program, &real.kubeconfig, &[], ingresses).await?;
    let mut fleet = Fleet::new(Reading::follow());
    fleet.grow(program.address, CLIENTS).await?;
    let before = truth(&real.client, &[]).await?;
    fleet.each(|view| view.stale = None);
    let attempts = program.count("kube_attempts_total").await?;
    let began = Instant::now();
    real.kill().await?;
    fleet.until("told of it", |view| view.stale.is_some()).await?;
    let stale = fleet.last(|view| view.stale).map_or(Duration::MAX, |last| last.duration_since(began));
    let (mut live, mut unhealthy, mut asked) = (0, 0, 0);
    while began.elapsed() < lasts {
        let liveness = program.get("/api/health?probe=liveness", &[]).await?;
        let health = program.get("/api/health", &[]).await?;
        asked += 1;
        live += usize::from(liveness.status == 200);
        unhealthy += usize::from(health.status == 503);
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
    let rows_stayed = fleet.sum(|view| usize::from(view.shown() == before)) == CLIENTS;
    let attempts = program.count("kube_attempts_total").await? - attempts;
    let away = began.elapsed();
    let back = real.restart().await?;
    let writer = real.writer();
    try_join_all((0..DELETED).map(async |number| {
        let (namespace, name) = objects::place(number, NAMESPACES);
        writer.delete(&namespace, &name).await
    }))
    .await?;
    let right = truth(&real.client, &[]).await?;
    let last = fleet.until_shows(right).await?.unwrap_or(back);
    fleet.until("live", View::is_live).await?;
    let all_live = back.elapsed();
    let recovered = last.saturating_duration_since(back);
    let stayed = live == asked && unhealthy == asked && rows_stayed;
    Ok(Row {
        what: "outage drill: a real API server is killed for 60 s under 20 clients",
        target: "<= 3 s from the first good /readyz; stale within 5 s; liveness 200, health 503, rows stay",
        measured: format!(
            "correct after {}, stale after {}; liveness 200 {live} of {asked} times, health 503 {unhealthy} of {asked}; rows {}",
            s(recovered),
            s(stale),
            if rows_stayed { "stayed" } else { "did not stay" },
        ),
        beside: format!("{attempts} calls in {} of outage; all live after {}", s(away), s(all_live)),
        how: format!("SIGKILL; {DELETED} objects deleted as soon as it is back"),
        verdict: Verdict::of(
            stayed && recovered.max(all_live) <= Duration::from_secs(3) && stale <= Duration::from_secs(5),
        ),
    })
}
