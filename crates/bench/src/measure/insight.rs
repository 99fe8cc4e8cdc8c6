//! Explanations and findings in a large cluster: the demo's, whose Ingresses share hosts, make mistakes and have
//! wildcards above them, while those of [`crate::objects`] have nothing to do with each other.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use kube_ingress_dash_simulator::demo::{self, Options as Demo};
use kube_ingress_dash_simulator::{Cluster, Options, Simulator};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::{Value, json};

use crate::bench::Bench;
use crate::http::Connection;
use crate::latency::Latencies;
use crate::outcome::Result;
use crate::program::Program;
use crate::table::{Row, Verdict, mib, ms};

const PER_SECOND: f64 = 100.0;
const SEED: u64 = 1;

/// How long the last changes may be on their way.
const PATIENCE: Duration = Duration::from_secs(10);

/// The program's counts of findings, one for each kind and severity.
const FINDINGS: &str = "kube_ingress_dash_findings{";

pub(super) async fn measure(bench: &Bench) -> Result<Vec<Row>> {
    let options = Demo { ingresses: bench.of(100_000, 2000), changes_per_second: 0.0, ..Demo::default() };
    let simulator = Simulator::start(Options::default()).await?;
    let (cluster, now) = (simulator.cluster(), Timestamp::now());
    demo::namespaces(&options, now).try_for_each(|namespace| cluster.apply_namespace(namespace))?;
    demo::ingresses(&options, now).try_for_each(|ingress| cluster.apply(ingress))?;
    let count = cluster.ingresses().len();
    let program = Program::with_rows(&bench.program, &simulator.kubeconfig(), &[], count).await?;
    let explaining = explaining(bench, &program, cluster).await?;
    let keeping = keeping_current(bench, &simulator, &program).await?;
    Ok(vec![explaining, keeping])
}

/// Asks for the URL of one rule after the other.
async fn explaining(bench: &Bench, program: &Program, cluster: &Cluster) -> Result<Row> {
    let mut random = StdRng::seed_from_u64(SEED);
    let keys = cluster.ingresses();
    let mut connection = Connection::open(program.address).await?;
    let latencies = Latencies::default();
    let (mut bytes, before) = (0, program.usage()?.processor);
    let questions = bench.of(2000, 50);
    for _ in 0..questions {
        let (namespace, name) = &keys[random.random_range(0..keys.len())];
        let path = format!("/api/explain?url={}", url(&cluster.get(namespace, name).unwrap_or_default()));
        let answer = connection.get(&path, &[]).await?;
        if answer.status != 200 {
            return Err(format!("{} to {path}", answer.status).into());
        }
        bytes += answer.body.len();
        latencies.record(answer.took);
    }
    let processor = program.usage()?.processor.saturating_sub(before) / u32::try_from(questions)?;
    let latency = latencies.percentiles()?;
    Ok(Row {
        what: "explanation of a URL among 100,000 Ingresses",
        target: "<= 1 ms on the server",
        measured: format!("{} of processor", ms(processor)),
        beside: format!(
            "at the client p50 {}, p99 {}; {} bytes each",
            ms(latency.p50),
            ms(latency.p99),
            bytes / questions
        ),
        how: format!(
            "GET /api/explain on an open connection, {questions} rules of the demo cluster; processor time of the whole program, HTTP and JSON included"
        ),
        verdict: Verdict::of(processor <= Duration::from_millis(1)),
    })
}

/// The host and the path of an Ingress's first rule.
fn url(ingress: &Value) -> String {
    let rule = &ingress["spec"]["rules"][0];
    let host = rule["host"].as_str().unwrap_or("nowhere.example.com").replace('*', "any");
    let path = rule["http"]["paths"][0]["path"].as_str().unwrap_or("/");
    // An expression is no path, and would have to be encoded.
    let path = if path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte)) {
        path
    } else {
        "/"
    };
    [&host, path].concat()
}

/// Changes routes, then annotations alone, which is what the changes cost without what is found.
async fn keeping_current(bench: &Bench, simulator: &Simulator, program: &Program) -> Result<Row> {
    let cluster = simulator.cluster();
    let resident = program.usage()?.resident;
    let routes = changing(bench, program, cluster, |ingress, number| {
        let mut rules = ingress["spec"]["rules"].clone();
        rules[0]["http"]["paths"][0]["path"] = format!("/bench-{number}").into();
        json!({"spec": {"rules": rules}})
    });
    let routes = routes.await?;
    let annotations = changing(
        bench,
        program,
        cluster,
        |_, number| json!({"metadata": {"annotations": {"bench.example.com/change": number.to_string()}}}),
    );
    let annotations = annotations.await?;
    let count = cluster.ingresses().len();
    let anew = Program::with_rows(&bench.program, &simulator.kubeconfig(), &[], count).await?;
    let right = findings(&anew).await?;
    let differing = |found: &[String]| found.iter().filter(|line| !right.contains(line)).count();
    // The last changes may be on their way.
    let deadline = Instant::now() + PATIENCE;
    let differing = loop {
        let differing = differing(&findings(program).await?);
        if differing == 0 || Instant::now() > deadline {
            break differing;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    let of_findings = (routes - annotations).max(0.0);
    Ok(Row {
        what: "findings kept current, 100,000 Ingresses, 100 changes/s",
        target: "<= 10 % of a core",
        measured: format!(
            "{:.1} % of a core, {differing} of {} counts differ from those of a program that was started anew",
            of_findings * 100.0,
            right.len()
        ),
        beside: format!(
            "{:.1} % for changes of routes, {:.1} % for changes of annotations that mean nothing; {} resident with {count} rows of the demo",
            routes * 100.0,
            annotations * 100.0,
            mib(resident)
        ),
        how: "the difference of the program's processor time between changes of a path and of an annotation, both at 100/s, of random Ingresses of the demo cluster".to_owned(),
        verdict: Verdict::of(of_findings <= 0.1 && differing == 0),
    })
}

/// The share of a core that these changes cost.
async fn changing(
    bench: &Bench,
    program: &Program,
    cluster: &Cluster,
    patch: impl Fn(&Value, usize) -> Value,
) -> Result<f64> {
    let mut random = StdRng::seed_from_u64(SEED);
    let keys = cluster.ingresses();
    let mut ticks = tokio::time::interval(Duration::from_secs_f64(1.0 / PER_SECOND));
    let (before, began) = (program.usage()?.processor, Instant::now());
    let changes = bench.of(3000, 100);
    for number in 0..changes {
        ticks.tick().await;
        // Not every Ingress has a rule that could be changed.
        let (ingress, namespace, name) = loop {
            let (namespace, name) = &keys[random.random_range(0..keys.len())];
            let ingress = cluster.get(namespace, name).unwrap_or_default();
            if ingress["spec"]["rules"][0]["http"]["paths"][0]["path"].is_string() {
                break (ingress, namespace, name);
            }
        };
        cluster.patch(namespace, name, patch(&ingress, number))?;
    }
    let took = began.elapsed();
    Ok(program.usage()?.processor.saturating_sub(before).as_secs_f64() / took.as_secs_f64())
}

async fn findings(program: &Program) -> Result<Vec<String>> {
    let metrics = program.get("/metrics", &[]).await?;
    let lines = str::from_utf8(&metrics.body)?.lines().filter(|line| line.starts_with(FINDINGS));
    Ok(lines.map(str::to_owned).collect())
}
