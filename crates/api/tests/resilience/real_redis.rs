//! What a start finds in a real Redis: the rows of the start before, and nothing that is foreign.

use http::StatusCode;
use kube_ingress_dash_simulator::{Answer, Effect, Match, Rule};

use crate::program::Program;
use crate::redis_server::Server;
use crate::simulated::{cluster, detail, gets};

async fn start(kubeconfig: &str, redis: &Server, arguments: &[&str]) -> Program {
    let url = redis.url();
    let arguments = [&["--redis-url", &url, "--log-level", "debug"], arguments].concat();
    Program::serve(kubeconfig, &arguments).await
}

/// The states of the watches, and the number of rows.
async fn board(program: &Program) -> (Vec<String>, usize) {
    let list = program.get("/api/ingresses").await.json();
    let states = list["namespaces"].as_array().unwrap().iter();
    let states = states.map(|status| status["state"].as_str().unwrap().to_owned()).collect();
    (states, list["ingresses"].as_array().unwrap().len())
}

async fn until_kept(program: &Program, namespace: &str) {
    let words = "kept for the next start";
    let of_namespace = |line: &String| line.contains(namespace) && !line.contains("not kept");
    program.until(words, async || program.logged(words).iter().any(of_namespace)).await;
}

#[tokio::test]
async fn a_start_in_an_outage_shows_the_rows_of_the_one_before_as_stale() {
    let (redis, simulator) = (Server::start(), cluster().await);
    let kubeconfig = simulator.kubeconfig();
    let namespaces = ["--namespaces", "pay,shop"];
    let before = start(&kubeconfig, &redis, &namespaces).await;
    until_kept(&before, "namespace shop").await;
    drop(before);

    let outage = Answer::status(StatusCode::SERVICE_UNAVAILABLE);
    simulator.faults().add(Rule::new(Match::any(), Effect::Answer(outage)));
    let program = start(&kubeconfig, &redis, &namespaces).await;
    program.until("rows come", async || board(&program).await.1 == 30).await;
    let (states, _) = board(&program).await;
    assert_eq!(states, ["connecting", "stale"], "pay had no rows");
    assert_eq!(program.get("/api/health?probe=readiness").await.status, 503, "this is no complete state");
    let narrowed = start(&kubeconfig, &redis, &["--namespaces", "shop"]).await;
    narrowed.until("it looked", async || !narrowed.logged("the watch is lost").is_empty()).await;
    assert_eq!(board(&narrowed).await, (vec!["connecting".to_owned()], 0), "another scope has other rows");

    simulator.faults().clear();
    program.until("it is live", async || board(&program).await.0 == ["live", "live"]).await;
}

#[tokio::test]
async fn what_is_refused_now_is_not_shown_from_before() {
    let (redis, simulator) = (Server::start(), cluster().await);
    let kubeconfig = simulator.kubeconfig();
    let before = start(&kubeconfig, &redis, &["--namespaces", "shop"]).await;
    until_kept(&before, "namespace shop").await;
    drop(before);
    simulator.deny("shop");
    let program = start(&kubeconfig, &redis, &["--namespaces", "shop"]).await;
    program.until("it is denied", async || board(&program).await.0 == ["denied"]).await;
    assert_eq!(board(&program).await.1, 0);
    until_kept(&program, "namespace shop").await;
    drop(program);

    // What was kept is forgotten as well.
    let outage = Answer::status(StatusCode::SERVICE_UNAVAILABLE);
    simulator.faults().add(Rule::new(Match::any(), Effect::Answer(outage)));
    let program = start(&kubeconfig, &redis, &["--namespaces", "shop"]).await;
    program.until("it looked", async || !program.logged("the watch is lost").is_empty()).await;
    assert_eq!(board(&program).await, (vec!["connecting".to_owned()], 0));
}

#[tokio::test]
async fn replicas_share_what_was_fetched_and_two_clusters_share_nothing() {
    let (redis, simulator, foreign) = (Server::start(), cluster().await, cluster().await);
    let one = Program::ready(&simulator.kubeconfig(), &["--redis-url", &redis.url()]).await;
    let other = Program::ready(&simulator.kubeconfig(), &["--redis-url", &redis.url()]).await;
    let stranger = Program::ready(&foreign.kubeconfig(), &["--redis-url", &redis.url()]).await;
    for program in [&one, &other, &stranger] {
        program
            .until("Redis is up", async || {
                program.get("/api/health").await.json()["checks"]["redis"]["status"] == "up"
            })
            .await;
    }
    assert_eq!(one.get(&detail(0)).await.header("x-cache"), Some("miss"));
    assert_eq!(other.get(&detail(0)).await.header("x-cache"), Some("hit"));
    assert_eq!(simulator.counts().requests(&gets()), 1);
    assert_eq!(stranger.get(&detail(0)).await.header("x-cache"), Some("miss"));
}

#[tokio::test]
async fn a_redis_that_hangs_is_left_out_and_told_in_the_health_report() {
    let (redis, simulator) = (Server::start(), cluster().await);
    let program =
        Program::ready(&simulator.kubeconfig(), &["--redis-url", &redis.url(), "--rate-limit", "0"]).await;
    let redis_check = async || program.get("/api/health").await.json()["checks"]["redis"].clone();
    program.until("Redis is up", async || redis_check().await["status"] == "up").await;
    redis.freeze();
    for number in 0..20 {
        assert_eq!(program.get(&detail(number)).await.status, 200);
    }
    let check = redis_check().await;
    assert_eq!(check["status"], "down", "{check}");
    assert!(!check["error"].as_str().unwrap().contains("127.0.0.1"), "{check}");
    assert_eq!(program.get("/api/health").await.status, 200);
    // A call or a check ran into the bound, and what was under way with it; the others were not made.
    let timed_out = program.metric("redis_failures_total{reason=\"timed_out\"}").await;
    assert!((1.0..=3.0).contains(&timed_out), "{timed_out}");
    assert!(program.metric("redis_skipped_total").await >= 19.0);
    redis.thaw();
    program.until("Redis is up again", async || redis_check().await["status"] == "up").await;
}

#[tokio::test]
async fn a_password_appears_nowhere() {
    let simulator = cluster().await;
    let url = "redis://dash:hunter2@127.0.0.1:1";
    let program =
        Program::ready(&simulator.kubeconfig(), &["--redis-url", url, "--log-level", "trace"]).await;
    program.until("it is told", async || !program.logged("Redis is not used").is_empty()).await;
    assert_eq!(program.logged("hunter2").len(), 0);
    for path in ["/api/health", "/api/config", "/metrics"] {
        let answer = program.get(path).await;
        assert!(!answer.body.contains("hunter2") && !answer.body.contains("127.0.0.1:1\""), "{answer:?}");
    }
}
