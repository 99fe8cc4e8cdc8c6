//! An API server that is away for a while, and clients that must be right again soon after.

use std::time::{Duration, Instant};

use kube_ingress_dash_simulator::link::Link;
use serde_json::json;
use tokio::time::sleep;

use crate::bench::Bench;
use crate::client::{Fleet, Reading, View};
use crate::objects::{self, NAMESPACES};
use crate::outcome::Result;
use crate::program::Program;
use crate::table::{Row, Verdict, s};
use crate::upstream::{Simulated, truth};

/// Objects that are changed, created and deleted meanwhile.
const CHANGED: usize = 50;

const CLIENTS: usize = 20;

/// The watch timeout of the silent outage, and what silence is borne beyond it.
const SHORT_WATCH: Duration = Duration::from_secs(10);
const PATIENCE: Duration = Duration::from_secs(15);

pub(super) async fn measure(bench: &Bench) -> Result<Vec<Row>> {
    let cluster_wide = refused(bench, &[], "cluster-wide");
    let names: Vec<String> = (0..40).map(objects::namespace).collect();
    let by_namespace = refused(bench, &names, "40 namespaces");
    let silent = silent(bench);
    let overload = overload(bench);
    let (cluster_wide, by_namespace, silent, overload) =
        tokio::try_join!(cluster_wide, by_namespace, silent, overload)?;
    Ok(vec![cluster_wide, by_namespace, silent, overload])
}

/// Connections are refused, as while the process is gone.
async fn refused(bench: &Bench, namespaces: &[String], kind: &'static str) -> Result<Row> {
    let ingresses = bench.of(5000, 200);
    let lasts = bench.lasting(Duration::from_secs(30), Duration::from_secs(2));
    let mut simulated = Simulated::start(ingresses, NAMESPACES).await?;
    let client = simulated.client().await?;
    let names = namespaces.join(",");
    let arguments: &[&str] = if namespaces.is_empty() { &[] } else { &["--namespaces", &names] };
    let rows = truth(&client, namespaces).await?.count;
    let program = Program::with_rows(&bench.program, &simulated.kubeconfig(), arguments, rows).await?;
    let mut fleet = Fleet::new(Reading::follow());
    fleet.grow(program.address, CLIENTS).await?;
    fleet.each(|view| view.stale = None);

    let attempts = program.count("kube_attempts_total").await?;
    let began = Instant::now();
    simulated.simulator.stop().await;
    change(&simulated).await?;
    fleet.until("told of it", |view| view.stale.is_some()).await?;
    let stale = fleet.last(|view| view.stale).map_or(Duration::MAX, |last| last.duration_since(began));
    sleep(lasts.saturating_sub(began.elapsed())).await;
    let attempts = program.count("kube_attempts_total").await? - attempts;
    let away = began.elapsed();
    let asked = simulated.asked();
    simulated.simulator.restart().await?;
    let back = Instant::now();
    let right = truth(&client, namespaces).await?;
    let last = fleet.until_shows(right).await?.unwrap_or(back);
    let recovered = last.saturating_duration_since(back);
    fleet.until("live", View::is_live).await?;
    let live = back.elapsed();
    let after = simulated.asked();
    let limit = Duration::from_secs(3);
    Ok(Row {
        what: if namespaces.is_empty() {
            "API server back after an outage -> every client correct again, cluster-wide"
        } else {
            "API server back after an outage -> every client correct again, 40 namespaces"
        },
        target: "<= 3 s from the first good /readyz; stale within 5 s",
        measured: format!("correct after {}, stale after {}", s(recovered), s(stale)),
        beside: format!(
            "{attempts} calls in {} of outage; {} watches and {} pages of lists after it; all live after {}",
            s(away),
            after.opened - asked.opened,
            after.lists - asked.lists,
            s(live)
        ),
        how: format!(
            "simulated API server refuses connections, {kind}, {CLIENTS} clients; {CHANGED} objects changed, {CHANGED} created and {CHANGED} deleted meanwhile"
        ),
        verdict: Verdict::of(recovered <= limit && stale <= Duration::from_secs(5)),
    })
}

/// Changes the objects while nobody watches.
async fn change(simulated: &Simulated) -> Result<()> {
    let writer = simulated.writer();
    for number in 0..CHANGED {
        let (namespace, name) = objects::place(number, NAMESPACES);
        writer.patch(&namespace, &name, json!({"metadata": {"labels": {"outage": "yes"}}})).await?;
        let (namespace, name) = objects::place(CHANGED + number, NAMESPACES);
        writer.delete(&namespace, &name).await?;
        let mut object = objects::ingress(number, NAMESPACES);
        object["metadata"]["name"] = format!("new-{number}").into();
        writer.create(object).await?;
    }
    Ok(())
}

/// Nothing comes any more, as when a load balancer forgets a connection.
async fn silent(bench: &Bench) -> Result<Row> {
    let simulated = Simulated::start(100, NAMESPACES).await?;
    let link = Link::to(simulated.simulator.address())?;
    let kubeconfig = simulated
        .kubeconfig()
        .replace(&simulated.simulator.address().to_string(), &link.address().to_string());
    let timeout = format!("{}s", SHORT_WATCH.as_secs());
    let program =
        Program::with_rows(&bench.program, &kubeconfig, &["--watch-timeout", &timeout], 100).await?;
    let mut fleet = Fleet::new(Reading::follow());
    fleet.grow(program.address, 1).await?;
    fleet.each(|view| view.stale = None);
    link.stall().await?;
    let began = Instant::now();
    fleet.until("told of it", |view| view.stale.is_some()).await?;
    let stale = fleet.last(|view| view.stale).map_or(Duration::MAX, |last| last.duration_since(began));
    link.restore().await?;
    fleet.until("live", View::is_live).await?;
    Ok(Row {
        what: "stale shown after a silent connection",
        target: "within watch timeout + 15 s",
        measured: s(stale),
        beside: format!("watch timeout {}", s(SHORT_WATCH)),
        how: "a link to the simulated API server that passes nothing any more".to_owned(),
        // The timeout is spread by a tenth.
        verdict: Verdict::of(stale <= SHORT_WATCH.mul_f64(1.1) + PATIENCE),
    })
}

/// It answers, and says that it cannot.
async fn overload(bench: &Bench) -> Result<Row> {
    use http::StatusCode;
    use kube_ingress_dash_simulator::{Answer, Effect, Match, Rule};

    let lasts = bench.lasting(Duration::from_secs(30), Duration::from_secs(2));
    let simulated = Simulated::start(1000, NAMESPACES).await?;
    let names: Vec<String> = (0..40).map(objects::namespace).collect();
    let names = names.join(",");
    let program =
        Program::with_rows(&bench.program, &simulated.kubeconfig(), &["--namespaces", &names], 800).await?;
    let before = simulated.requests();
    let answer = Answer::status(StatusCode::SERVICE_UNAVAILABLE);
    simulated.simulator.faults().add(Rule::new(Match::any(), Effect::Answer(answer)));
    simulated.simulator.close_watches(&Match::any());
    sleep(lasts).await;
    let requests = simulated.requests() - before;
    let per_second = crate::table::float(requests) / lasts.as_secs_f64();
    drop(program);
    Ok(Row {
        what: "calls during an outage, 40 namespaces",
        target: "within --kube-qps (50/s)",
        measured: format!("{requests} requests in {}, {per_second:.1}/s", s(lasts)),
        beside: format!("{:.1} for each namespace", crate::table::float(requests) / 40.0),
        how: "counted by the simulated API server, which answers 503 to everything".to_owned(),
        verdict: Verdict::of(per_second <= 50.0),
    })
}
