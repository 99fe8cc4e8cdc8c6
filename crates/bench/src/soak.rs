//! A long time of everything at once: changes, clients that come and go, an API server and a Redis that fail. In the end
//! every client must show what the cluster holds.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use tokio::time::sleep;

use crate::churn::{Churn, Ledger};
use crate::client::{Client, Fleet, Reading, View};
use crate::objects::{self, NAMESPACES};
use crate::outcome::Result;
use crate::process::Usage;
use crate::program::Program;
use crate::redis::Redis;
use crate::table::{float, mib, s};
use crate::upstream::{Simulated, truth};

/// How long the soak is and what happens in it.
#[derive(Debug, Args)]
pub(crate) struct SoakArguments {
    /// The program to soak.
    #[arg(long, value_name = "FILE")]
    program: PathBuf,
    /// How long it lasts.
    #[arg(long, value_name = "DURATION", default_value = "10m", value_parser = duration)]
    duration: Duration,
    /// Clients that come and go.
    #[arg(long, value_name = "NUMBER", default_value_t = 200)]
    clients: usize,
    /// Changes of the cluster each second.
    #[arg(long, value_name = "NUMBER", default_value_t = 100.0)]
    rate: f64,
    /// Another seed makes other trouble.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
}

fn duration(text: &str) -> Result<Duration> {
    Ok(text.parse::<jiff::SignedDuration>()?.try_into()?)
}

const INGRESSES: usize = 5000;

/// How often some client leaves and comes back.
const VISIT: Duration = Duration::from_millis(50);

/// How often the details of some Ingress are asked for.
const QUESTION: Duration = Duration::from_millis(200);

const SAMPLE: Duration = Duration::from_secs(10);

pub(crate) async fn soak(arguments: SoakArguments) -> Result<()> {
    let simulated = Simulated::start(INGRESSES, NAMESPACES).await?;
    let client = simulated.client().await?;
    let redis = Redis::start().await?;
    let url = redis.as_ref().map(Redis::url);
    if url.is_none() {
        eprintln!("without Redis: KUBE_INGRESS_DASH_REDIS_SERVER names no redis-server");
    }
    let shared: Vec<&str> = url.iter().flat_map(|url| ["--redis-url", url]).collect();
    let program = Program::with_rows(&arguments.program, &simulated.kubeconfig(), &shared, INGRESSES).await?;
    let start = program.usage()?;
    let ledger = Arc::new(Ledger::default());
    let mut fleet = Fleet::new(Reading::measured(&ledger));
    fleet.grow(program.address, arguments.clients).await?;

    let end = Instant::now() + arguments.duration;
    let seed = |number: u64| StdRng::seed_from_u64(arguments.seed.wrapping_mul(8).wrapping_add(number));
    let churn = Churn {
        ingresses: INGRESSES,
        namespaces: NAMESPACES,
        per_second: arguments.rate,
        lasts: arguments.duration,
        creates: true,
        seed: arguments.seed,
    };
    let ((), visits, outages, redis_outages, answers, samples) = tokio::try_join!(
        churn.run(simulated.writer(), Arc::clone(&ledger)),
        come_and_go(&mut fleet, &program, end, seed(1)),
        fail_api_server(simulated, end, seed(2)),
        fail_redis(redis, end, seed(3)),
        ask(&program, end, seed(4)),
        sample(&program, end),
    )?;
    let (simulated, outages) = outages;
    let (_redis, redis_outages) = redis_outages;

    let right = truth(&client, &[]).await?;
    let settled = fleet.until_shows(right).await;
    let wrong = fleet.sum(|view| usize::from(view.shown() != right));
    let encodings = fleet.reading.book().map(crate::client::Book::encodings).unwrap_or_default();
    let resets = fleet.sum(|view| view.resets);
    drop(fleet);
    while program.count("streams ").await? > 0 {
        sleep(Duration::from_millis(100)).await;
    }
    sleep(Duration::from_secs(2)).await;
    let finish = program.usage()?;
    let quarter = |number: usize| {
        let quarter = &samples[samples.len() * number / 4..samples.len() * (number + 1) / 4];
        float(quarter.iter().map(|usage| usage.resident).sum()) / float(quarter.len() as u64)
    };
    eprintln!(
        "{} changes, {visits} visits, {outages} outages of the API server and {redis_outages} of Redis, {resets} full states, {}",
        ledger.len(),
        answers,
    );
    eprintln!("{} different encodings of {} events", encodings.1, encodings.0);
    eprintln!(
        "memory {} at the start, {} at the end; the last quarter held {:.3} of the second; descriptors {} and {}; processor {}",
        mib(start.resident),
        mib(finish.resident),
        quarter(3) / quarter(1),
        start.descriptors,
        finish.descriptors,
        s(finish.processor),
    );
    drop(simulated);
    settled.map_err(|error| {
        format!("{wrong} of {} clients show other rows than the cluster: {error}", arguments.clients)
    })?;
    eprintln!("all {} clients show the {} rows of the cluster", arguments.clients, right.count);
    if encodings.0 != encodings.1 {
        return Err("an event was encoded more than once".into());
    }
    if finish.descriptors > start.descriptors + SPARE_DESCRIPTORS {
        return Err("descriptors stay open".into());
    }
    if arguments.duration >= SETTLED && quarter(3) > quarter(1) + CACHED {
        return Err("memory grew by more than what the caches may hold".into());
    }
    let ended = program.end().await?;
    if !ended.success() {
        return Err(format!("the program ended with {ended}").into());
    }
    Ok(())
}

/// Connections to the API server and to Redis that may have been made since the start.
const SPARE_DESCRIPTORS: usize = 8;

/// Shorter runs end while what is remembered of events and answers still fills.
const SETTLED: Duration = Duration::from_mins(10);

/// What `--cache-max` lets the answers on demand take, in bytes.
const CACHED: f64 = 16.0 * 1024.0 * 1024.0;

/// Lets clients leave without a word and come back, some of them with nothing.
async fn come_and_go(
    fleet: &mut Fleet,
    program: &Program,
    end: Instant,
    mut random: StdRng,
) -> Result<usize> {
    let mut visits = 0;
    while Instant::now() < end {
        sleep(VISIT).await;
        let index = random.random_range(0..fleet.clients.len());
        let leaving = fleet.clients.swap_remove(index);
        let view = leaving.leave().await;
        if let Some(error) = view.malformed {
            return Err(error.into());
        }
        let view = if random.random_bool(0.25) { View::default() } else { view.returning() };
        fleet.clients.push(Client::connect(program.address, fleet.reading.clone(), view));
        visits += 1;
    }
    Ok(visits)
}

/// Stops the API server now and then for some seconds.
async fn fail_api_server(
    mut simulated: Simulated,
    end: Instant,
    mut random: StdRng,
) -> Result<(Simulated, usize)> {
    let mut outages = 0;
    while wait(end, random.random_range(15..45)).await {
        simulated.simulator.stop().await;
        sleep(Duration::from_secs(random.random_range(1..12))).await;
        simulated.simulator.restart().await?;
        outages += 1;
    }
    Ok((simulated, outages))
}

/// Freezes or kills Redis now and then for some seconds.
async fn fail_redis(
    redis: Option<Redis>,
    end: Instant,
    mut random: StdRng,
) -> Result<(Option<Redis>, usize)> {
    let Some(mut redis) = redis else { return Ok((None, 0)) };
    let mut outages = 0;
    while wait(end, random.random_range(10..40)).await {
        let away = Duration::from_secs(random.random_range(1..10));
        redis = if random.random_bool(0.5) {
            redis.frozen_for(away).await?
        } else {
            redis.dead_for(away).await?
        };
        outages += 1;
    }
    Ok((Some(redis), outages))
}

/// Waits for some seconds, unless the soak is over before.
async fn wait(end: Instant, seconds: u64) -> bool {
    let until = Instant::now() + Duration::from_secs(seconds);
    tokio::time::sleep_until(until.min(end).into()).await;
    until < end
}

/// Asks for details all the time, and tells how often they came.
async fn ask(program: &Program, end: Instant, mut random: StdRng) -> Result<String> {
    let (mut found, mut others) = (0, 0);
    while Instant::now() < end {
        sleep(QUESTION).await;
        let (namespace, name) = objects::place(random.random_range(0..INGRESSES), NAMESPACES);
        let answer = program.get(&format!("/api/ingresses/{namespace}/{name}"), &[]).await?;
        *(if answer.status == 200 { &mut found } else { &mut others }) += 1;
    }
    Ok(format!("{found} details and {others} refusals"))
}

/// Notes what the program uses, and prints some of it.
async fn sample(program: &Program, end: Instant) -> Result<Vec<Usage>> {
    let began = Instant::now();
    let mut samples = Vec::new();
    loop {
        let usage = program.usage()?;
        eprintln!(
            "{:>6}  {}  {} descriptors  {} threads  processor {}",
            s(began.elapsed()),
            mib(usage.resident),
            usage.descriptors,
            usage.threads,
            s(usage.processor),
        );
        samples.push(usage);
        if Instant::now() >= end {
            return Ok(samples);
        }
        sleep(SAMPLE.min(end.saturating_duration_since(Instant::now()))).await;
    }
}
