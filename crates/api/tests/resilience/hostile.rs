//! Anybody who may write an Ingress decides what stands in it. No answer of the service makes more of it than text.

use kube_ingress_dash_simulator::Simulator;
use serde_json::{Value, json};

use crate::listening::Listening;
use crate::program::{Answer, Program};
use crate::simulated::cluster;

const MARKUP: &str = "</script><script>intruded()</script>";
const SCRIPT_URL: &str = "javascript:intruded()";
const FRAME: &str = "x\r\n\r\nevent: remove\ndata: {\"keys\":[\"shop/web-0\"]}\n\nid: 1.1\u{2028}\u{85}";
const BIDI: &str = "\u{202e}gnp.exe\u{2066}\u{200b}";
const SECRET: &str = "applied-before";

fn longest_host() -> String {
    ["a".repeat(63), "b".repeat(63), "c".repeat(63), "d".repeat(61)].join(".")
}

fn annotations() -> Value {
    json!({
        "example.com/markup": MARKUP,
        "example.com/link": SCRIPT_URL,
        "example.com/frame": FRAME,
        "example.com/bidi": BIDI,
        "example.com/long": "é".repeat(5 * 1024),
        "kubernetes.io/ingress.class": MARKUP,
        "nginx.ingress.kubernetes.io/configuration-snippet": "proxy_set_header Authorization hunter2;",
        "kubectl.kubernetes.io/last-applied-configuration": SECRET,
        "example.com/last-applied-values": SECRET,
        "objectset.rio.cattle.io/applied": SECRET,
        "kapp.k14s.io/original": SECRET,
    })
}

/// One more Ingress in `shop`, which nobody should have to read.
fn intrude(simulator: &Simulator) {
    simulator
        .cluster()
        .apply(json!({
            "metadata": {"namespace": "shop", "name": "hostile", "annotations": annotations(),
                         "managedFields": [{"manager": SECRET, "operation": "Update", "apiVersion": "v1"}]},
            "spec": {"rules": [
                {"host": longest_host(), "http": {"paths": [{
                    "path": format!("/{MARKUP}{BIDI}"), "pathType": "Prefix",
                    "backend": {"service": {"name": "web", "port": {"number": 80}}},
                }]}},
            ]},
        }))
        .unwrap();
    simulator.cluster().record_event("shop", "hostile", json!({"reason": "Sync", "message": FRAME})).unwrap();
}

/// The row of the Ingress, as far as it must be right.
fn check(row: &Value, answer: &str) {
    let shown = &row["annotations"];
    for (name, value) in [("markup", MARKUP), ("link", SCRIPT_URL), ("frame", FRAME), ("bidi", BIDI)] {
        assert_eq!(shown[format!("example.com/{name}")], value, "{name} comes as it is");
    }
    assert_eq!(row["rules"][0]["host"], longest_host());
    assert_eq!(row["class"], MARKUP);
    for secret in [SECRET, "hunter2", "managedFields", "last-applied", "k14s", "rio.cattle"] {
        assert!(!answer.contains(secret), "{secret} in {answer}");
    }
}

fn row(rows: &Value) -> &Value {
    rows.as_array().unwrap().iter().find(|row| row["name"] == "hostile").unwrap()
}

fn long(row: &Value) -> &str {
    row["annotations"]["example.com/long"].as_str().unwrap()
}

fn nobody_guesses(answer: &Answer) {
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert!(!answer.header("content-type").unwrap().contains("html"));
}

#[tokio::test]
async fn hostile_text_is_text_in_every_answer_and_what_was_applied_before_is_in_none() {
    let simulator = cluster().await;
    intrude(&simulator);
    let program = Program::ready(&simulator.kubeconfig(), &[]).await;

    let list = program.get("/api/ingresses").await;
    nobody_guesses(&list);
    check(row(&list.json()["ingresses"]), &list.body);
    let shortened = long(row(&list.json()["ingresses"])).to_owned();
    assert!(shortened.len() <= 256 + '…'.len_utf8() && shortened.ends_with("é…"), "{shortened}");

    let accept = [("accept", "application/x-ndjson")];
    let lines = program.get_as(std::net::Ipv4Addr::LOCALHOST, "/api/ingresses", &accept).await;
    nobody_guesses(&lines);
    let rows: Vec<Value> = lines.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 32, "a row is a line whatever stands in it");
    check(row(&rows.into()), &lines.body);

    let detail = program.get("/api/ingresses/shop/hostile").await;
    nobody_guesses(&detail);
    check(&detail.json(), &detail.body);
    assert_eq!(long(&detail.json()).len(), 10 * 1024, "the detail has it whole");
    let yaml = detail.json()["yaml"].as_str().unwrap().to_owned();
    assert!(yaml.contains(SCRIPT_URL) && yaml.contains("hidden by configuration"), "{yaml}");

    let events = program.get("/api/ingresses/shop/hostile/events").await;
    nobody_guesses(&events);
    assert!(events.body.contains("event: remove") && !events.body.contains('\n'), "{}", events.body);
    assert!(program.logged(SECRET).is_empty());
}

#[tokio::test]
async fn nothing_in_an_object_ends_a_frame_of_the_stream() {
    let simulator = cluster().await;
    let program = Program::ready(&simulator.kubeconfig(), &[]).await;
    let mut client = Listening::open(&program, "", "").await;
    client.until("event: ready").await;
    intrude(&simulator);
    let mut frame = client.until("shop\",\"name\":\"hostile").await;
    frame += &client.until("\n\n").await;
    let data = frame.rsplit_once("event: upsert\ndata: ").unwrap().1.trim_end();
    let upsert: Value = serde_json::from_str(data).unwrap();
    check(row(&upsert["ingresses"]), data);
    let mut anew = Listening::open(&program, "", "").await;
    let state = anew.until("event: ready").await;
    assert!(!state.lines().any(|line| line.starts_with("event: remove")), "{state}");
    assert!(state.matches("id: 1.1").count() == state.matches("\\n\\nid: 1.1").count(), "{state}");
}
