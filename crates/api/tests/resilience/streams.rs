//! Clients of the stream that behave badly, and a service that is told to end while it is busy.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use kube_ingress_dash_simulator::Simulator;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::timeout;

use crate::listening::{Listening, connect};
#[cfg(target_os = "linux")]
use crate::process::{descriptors, resident};
use crate::program::{BOUND, Program};
use crate::simulated::cluster;

/// Changes Ingresses as many times, the last time to this value.
async fn churn(simulator: &Simulator, changes: usize, last: &str) {
    let padding = "x".repeat(200);
    for change in 0..changes {
        let value = if change + 1 == changes { last.to_owned() } else { change.to_string() };
        let patch = json!({"metadata": {"labels": {"change": value}, "annotations": {"padding": padding}}});
        simulator.cluster().patch("shop", &format!("web-{}", change % 30), patch).unwrap();
        if change % 50 == 0 {
            tokio::task::yield_now().await;
        }
    }
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clients_that_never_read_hold_up_nobody_and_cost_bounded_memory() {
    let simulator = cluster().await;
    let arguments = ["--rate-limit", "0", "--replay-events", "2000"];
    let program = Program::ready(&simulator.kubeconfig(), &arguments).await;
    let mut reader = Listening::with_room(&program).await;
    reader.until("event: ready").await;
    let stuck = join_all((0..40).map(|_| Listening::open(&program, "", ""))).await;
    program.until("40 are stuck", async || program.metric("streams").await >= 41.0).await;
    // In steps, so that the reader never falls behind the log.
    let mut steps = async |steps: std::ops::Range<u32>| {
        for step in steps {
            let last = format!("step-{step}");
            churn(&simulator, 500, &last).await;
            reader.until(&format!("\"change\":\"{last}\"")).await;
        }
    };
    steps(0..6).await;
    let before = resident(program.id());
    let sent = program.metric("stream_bytes_total").await;
    steps(6..26).await;
    // What the reader was sent would have been queued 40 times over: more than 100 MiB.
    let bytes = program.metric("stream_bytes_total").await - sent;
    assert!(bytes > 3_000_000.0, "{bytes} bytes");
    let grown = resident(program.id()).saturating_sub(before);
    assert!(grown < 48 * 1024, "{grown} KiB for {bytes} bytes");
    assert_eq!(program.get("/api/health").await.status, 200);
    drop(stuck);
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_thousand_clients_that_vanish_leave_nothing_behind() {
    let simulator = cluster().await;
    // That a client is gone may be noticed with the next frame only.
    let arguments = ["--rate-limit", "0", "--heartbeat", "1s"];
    let program = Program::ready(&simulator.kubeconfig(), &arguments).await;
    let round = async || {
        let clients = join_all((0..250).map(async |_| {
            let mut client = Listening::open(&program, "", "").await;
            client.until("event: ready").await;
            client
        }));
        for (number, client) in clients.await.into_iter().enumerate() {
            match number % 2 {
                0 => client.vanish(),
                _ => drop(client),
            }
        }
        program.until("all are gone", async || program.metric("streams").await < 1.0).await;
    };
    // Memory that a process has had once it does not give back: the first round is not of interest.
    round().await;
    let (files, memory) = (descriptors(program.id()), resident(program.id()));
    for _ in 0..8 {
        round().await;
    }
    // A connection of the question itself, and one to the API server, may be open at this moment.
    program.until("the descriptors are closed", async || descriptors(program.id()) <= files + 2).await;
    let grown = resident(program.id()).saturating_sub(memory);
    assert!(grown < 16 * 1024, "{grown} KiB");
}

/// Sends this head and gives what comes until the connection is closed.
async fn answer_to(program: &Program, head: Vec<u8>) -> String {
    let socket = connect(program.address()).await;
    let (mut from_server, mut to_server) = socket.into_split();
    let sending = tokio::spawn(async move {
        // The server may close in the middle of it.
        let _ = to_server.write_all(&head).await;
        to_server
    });
    let mut answer = Vec::new();
    let reading = async {
        // Closing on what was not read is a reset.
        while from_server.read_buf(&mut answer).await.is_ok_and(|read| read > 0) {}
    };
    timeout(BOUND, reading).await.expect("the connection is closed");
    sending.abort();
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn a_head_over_the_limit_is_refused_and_the_connection_closed() {
    let simulator = cluster().await;
    let program = Program::ready(&simulator.kubeconfig(), &[]).await;
    let address = program.address();
    let long = "x".repeat(1024 * 1024);
    for head in [
        format!("GET /api/ingresses/stream HTTP/1.1\r\nHost: {address}\r\nLast-Event-ID: {long}\r\n\r\n"),
        format!("GET /api/ingresses/stream?from={long} HTTP/1.1\r\nHost: {address}\r\n\r\n"),
        format!(
            "GET /api/ingresses/stream HTTP/1.1\r\nHost: {address}\r\n{}\r\n",
            "X-Many: x\r\n".repeat(10_000)
        ),
    ] {
        let answer = answer_to(&program, head.into_bytes()).await;
        let status = answer.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3));
        assert!(matches!(status, Some("400" | "414" | "431")), "{answer:?}");
        assert!(!answer.contains("event:"), "{answer}");
    }
    assert_eq!(program.get("/api/health").await.status, 200);
    let errors = program.logged("\"ERROR\"");
    assert!(errors.is_empty(), "a client's mistake is no error of the service: {errors:?}");
}

#[tokio::test]
async fn a_position_that_means_nothing_leads_to_one_reset_and_is_never_repeated() {
    let simulator = cluster().await;
    let program = Program::ready(&simulator.kubeconfig(), &[]).await;
    let eight_kilobytes = "x".repeat(8 * 1024);
    let injection = "x%0d%0aSet-Cookie:%20a=b%0d%0a%0d%0aevent:%20remove%0ddata:%20{}%0a%0a";
    for (query, head) in [
        (String::new(), format!("Last-Event-ID: {eight_kilobytes}\r\n")),
        (format!("?from={eight_kilobytes}"), String::new()),
        (format!("?from={injection}"), String::new()),
        (String::new(), "Last-Event-ID: \x01\x7f\t<script>\r\n".to_owned()),
        (String::new(), "Last-Event-ID: <script>\r\n".to_owned()),
        ("?from=%3Cscript%3E".to_owned(), String::new()),
        (String::new(), "Last-Event-ID: first.1\r\nLast-Event-ID: second.2\r\n".to_owned()),
    ] {
        let mut client = Listening::open(&program, &query, &head).await;
        let answer = client.until("\r\n\r\n").await;
        if answer.starts_with("HTTP/1.1 400") {
            assert!(head.contains('\x01'), "only what HTTP forbids is refused: {answer}");
            continue;
        }
        let heard = answer + &client.until("event: ready").await;
        assert_eq!(heard.matches("event: reset").count(), 1, "{heard}");
        for words in ["Set-Cookie", "event: remove", "xxxx", "<script>", "first.1", "second.2"] {
            assert!(!heard.contains(words), "{words} in {heard}");
        }
    }
}

#[tokio::test]
async fn a_client_that_comes_back_hears_what_it_missed_and_nothing_twice() {
    let simulator = cluster().await;
    let program = Program::ready(&simulator.kubeconfig(), &[]).await;
    let mut client = Listening::open(&program, "", "").await;
    let state = client.until("event: ready").await;
    let position = state.rsplit_once("id: ").unwrap().1.lines().next().unwrap().to_owned();
    client.vanish();
    let mut other = Listening::open(&program, "", "").await;
    other.until("event: ready").await;
    churn(&simulator, 3, "last").await;
    other.until("\"change\":\"last\"").await;
    let mut back = Listening::open(&program, "", &format!("Last-Event-ID: {position}\r\n")).await;
    let heard = back.until("event: ready").await;
    assert_eq!(heard.matches("event: upsert").count(), 3, "{heard}");
    assert!(!heard.contains("event: reset"), "{heard}");

    let (epoch, sequence) = position.split_once('.').unwrap();
    let future = sequence.parse::<u64>().unwrap() + 1_000_000;
    for (from, reason) in [(format!("{epoch}.{future}"), "expired"), ("other.1".to_owned(), "unknown-epoch")]
    {
        let mut anew = Listening::open(&program, &format!("?from={from}"), "").await;
        let heard = anew.until("event: ready").await;
        assert_eq!(heard.matches(&format!("{{\"reason\":\"{reason}\"}}")).count(), 1, "{from}: {heard}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signal_under_load_ends_streams_in_order_and_the_process_with_0_within_its_grace() {
    const GRACE: Duration = Duration::from_secs(6);
    // What a busy machine takes beside it; far from the grace that is the default.
    const MARGIN: Duration = Duration::from_secs(5);
    let simulator = cluster().await;
    let grace = format!("{}s", GRACE.as_secs());
    let arguments = ["--rate-limit", "0", "--shutdown-grace", &grace];
    let mut program = Program::ready(&simulator.kubeconfig(), &arguments).await;
    let mut readers = join_all((0..50).map(|_| Listening::open(&program, "", ""))).await;
    for reader in &mut readers {
        reader.until("event: ready").await;
    }
    // They never read what comes.
    let stuck = join_all((0..5).map(|_| Listening::open(&program, "", ""))).await;
    let load = async {
        loop {
            churn(&simulator, 30, "last").await;
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let address = program.address();
    let requests = async {
        // It is refused when the program has ended.
        while let Ok(mut socket) = tokio::net::TcpStream::connect(address).await {
            let request =
                format!("GET /api/ingresses HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
            let mut answer = Vec::new();
            if socket.write_all(request.as_bytes()).await.is_ok() {
                let _ = socket.read_to_end(&mut answer).await;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        std::future::pending::<()>().await;
    };
    let ending = async {
        for reader in &mut readers {
            reader.until("\"change\":\"last\"").await;
        }
        let began = Instant::now();
        program.terminate();
        for rest in join_all(readers.into_iter().map(Listening::rest)).await {
            assert!(rest.ends_with("0\r\n\r\n"), "a stream ends as HTTP says");
        }
        assert_eq!(program.exit_code().await, Some(0));
        assert!(began.elapsed() < GRACE + MARGIN, "{:?}", began.elapsed());
    };
    tokio::select! {
        () = load => {}
        () = requests => {}
        () = ending => {}
    }
    drop(stuck);
}
