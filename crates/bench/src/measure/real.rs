//! What is measured against a real etcd and kube-apiserver.

use super::{cold_start, drill, latency};
use crate::bench::{Bench, tell};
use crate::client::{Fleet, Reading};
use crate::outcome::Result;
use crate::program::Program;
use crate::table::{Row, Verdict};
use crate::upstream::Real;

pub(super) async fn measure(bench: &Bench) -> Result<Vec<Row>> {
    if std::env::var_os("KUBE_INGRESS_DASH_CONTROL_PLANE").is_none() {
        return Err("KUBE_INGRESS_DASH_CONTROL_PLANE names no control plane: run ./just bench".into());
    }
    let ingresses = bench.of(5000, 200);
    tell("  a real API server starts and is filled");
    let mut real = Real::start().await?;
    real.grow(ingresses).await?;
    tell("  watches with 50 clients");
    let mut rows = vec![watches(bench, &real, ingresses).await?];
    tell("  latency beside raw watches");
    rows.push(latency::measure(bench, &real, ingresses).await?);
    tell("  outage drill");
    rows.push(drill::measure(bench, &real, ingresses).await?);
    tell("  cold start");
    let ingresses = bench.of(10_000, 200) - bench.of(drill::DELETED, drill::DELETED);
    real.grow(bench.of(10_000, 200)).await?;
    rows.push(cold_start::measure(bench, &real.kubeconfig, &real.client, ingresses, "real").await?);
    Ok(rows)
}

/// What 50 clients cost the API server.
async fn watches(bench: &Bench, real: &Real, ingresses: usize) -> Result<Row> {
    let program =
        Program::with_rows(&bench.program, &real.kubeconfig, &["--watch-timeout", "1h"], ingresses).await?;
    let mut fleet = Fleet::new(Reading::follow());
    fleet.grow(program.address, 1).await?;
    let with_one = real.asked().await?;
    fleet.grow(program.address, 50).await?;
    let with_all = real.asked().await?;
    Ok(Row {
        what: "upstream watches and LISTs with 50 SSE clients vs with 1, real API server",
        target: "the same",
        measured: format!("{with_all} with 50"),
        beside: format!("{with_one} with 1"),
        how: "apiserver_longrunning_requests and apiserver_request_total; a watch counts there when it ends"
            .to_owned(),
        verdict: Verdict::of(with_one == with_all && with_one.watches == 1),
    })
}
