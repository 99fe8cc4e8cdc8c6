//! The live stream through real proxies, which run the very texts of `docs/proxies.md`.
//!
//! Their timeouts are shortened together with the heartbeat. Nothing here measures time: that nothing is held back is told
//! by what the service has sent and the client has not.

mod document;
mod proxy;

use serde_json::json;

use crate::program::Program;
use crate::simulated::cluster;
use proxy::{Kind, Proxy};

/// Shorter than a proxy's timeout here, which is two seconds.
const HEARTBEATS: [&str; 2] = ["--heartbeat", "500ms"];
/// The service has said more than the client has heard by this many frames at most: those under way.
const UNDER_WAY: f64 = 3.0;

/// The position of a client that has heard these words.
fn frames(heard: &str) -> f64 {
    f64::from(u32::try_from(heard.matches("\nevent: ").count()).unwrap())
}

async fn a_stream_passes_as_it_is_said(kind: Kind) {
    let simulator = cluster().await;
    let program = Program::ready(&simulator.kubeconfig(), &HEARTBEATS).await;
    let proxy = Proxy::start(kind, program.address()).await;
    let mut listening = proxy.listen(&program, "Accept-Encoding: gzip, br, zstd\r\n").await;

    let state = listening.until("event: ready").await;
    assert!(state.starts_with("HTTP/1.1 200") && state.contains("web-29"), "{state}");
    let lines = state.split("\r\n\r\n").next().unwrap().to_ascii_lowercase();
    assert!(lines.contains("content-type: text/event-stream"), "{lines}");
    assert!(!lines.contains("content-encoding"), "{lines}");

    // Nothing changes, so that whatever is said is a heartbeat.
    let before = program.metric("stream_frames_total").await;
    let mut heard = 0.0;
    for beat in 0..8 {
        heard += frames(&listening.until("event: heartbeat").await);
        let said = program.metric("stream_frames_total").await - before;
        assert!(said - heard <= UNDER_WAY, "{kind:?}: at beat {beat} {said} were said and {heard} heard");
    }
    for change in 0..5 {
        let patch = json!({"metadata": {"labels": {"change": format!("number-{change}")}}});
        simulator.cluster().patch("shop", "web-3", patch).unwrap();
        listening.until(&format!("number-{change}")).await;
    }
}

/// What was set is what counts: without heartbeats the proxy's timeout ends the stream.
async fn silence_is_what_ends_a_stream(kind: Kind) {
    let simulator = cluster().await;
    let program = Program::ready(&simulator.kubeconfig(), &["--heartbeat", "1h"]).await;
    let proxy = Proxy::start(kind, program.address()).await;
    let mut listening = proxy.listen(&program, "").await;
    listening.until("event: ready").await;
    let rest = listening.rest().await;
    assert!(!rest.contains("event: "), "{kind:?}: {rest}");
}

/// Users behind the proxy are clients of their own, if the proxy is trusted.
async fn clients_are_told_apart(kind: Kind) {
    let simulator = cluster().await;
    let one_each = ["--max-streams-per-client", "1"];
    for (arguments, second_client) in
        [(&["--trusted-proxies", "127.0.0.1"][..], "HTTP/1.1 200"), (&[], "HTTP/1.1 429")]
    {
        let program = Program::ready(&simulator.kubeconfig(), &[&one_each, arguments].concat()).await;
        let proxy = Proxy::start(kind, program.address()).await;
        let mut first = proxy.listen_from([127, 0, 0, 2].into(), &program).await;
        first.until("HTTP/1.1 200").await;
        let mut second = proxy.listen_from([127, 0, 0, 3].into(), &program).await;
        second.until(second_client).await;
        let mut again = proxy.listen_from([127, 0, 0, 2].into(), &program).await;
        again.until("HTTP/1.1 429").await;
    }
}

#[tokio::test]
async fn nginx_passes_a_stream_on_as_it_is_said() {
    a_stream_passes_as_it_is_said(Kind::Nginx).await;
}

#[tokio::test]
async fn haproxy_passes_a_stream_on_as_it_is_said() {
    a_stream_passes_as_it_is_said(Kind::Haproxy).await;
}

#[tokio::test]
async fn nginx_ends_a_stream_for_its_silence_alone() {
    silence_is_what_ends_a_stream(Kind::Nginx).await;
}

#[tokio::test]
async fn haproxy_ends_a_stream_for_its_silence_alone() {
    silence_is_what_ends_a_stream(Kind::Haproxy).await;
}

#[tokio::test]
async fn behind_nginx_clients_are_told_apart() {
    clients_are_told_apart(Kind::Nginx).await;
}

#[tokio::test]
async fn behind_haproxy_clients_are_told_apart() {
    clients_are_told_apart(Kind::Haproxy).await;
}
