//! The same on a real etcd and kube-apiserver, through a link that breaks below HTTP and TLS.

use serde_json::json;

use crate::program::Program;
use crate::real::Real;

/// The namespace `shop` with the Ingresses `web-0` to `web-9`.
async fn filled() -> Real {
    let real = Real::start().await;
    real.create_namespace("shop").await;
    for number in 0..10 {
        let backend = json!({"service": {"name": "web", "port": {"number": 80}}});
        let ingress =
            json!({"metadata": {"name": format!("web-{number}")}, "spec": {"defaultBackend": backend}});
        real.create("/apis/networking.k8s.io/v1/namespaces/shop/ingresses", ingress).await;
    }
    real
}

fn detail(number: usize) -> String {
    format!("/api/ingresses/shop/web-{number}")
}

#[tokio::test]
async fn refusals_and_absence_are_told_as_they_are() {
    let real = filled().await;
    let token = real.account(&["list", "watch"]).await;
    let mut kubeconfig = real.kubeconfig();
    *kubeconfig.auth_infos[0].auth_info.get_or_insert_default() =
        serde_json::from_value(json!({"token": token})).unwrap();
    let kubeconfig = serde_json::to_string(&kubeconfig).unwrap();
    let program = Program::ready(&kubeconfig, &["--namespaces", "shop"]).await;

    let refused = program.get(&detail(0)).await;
    assert!(refused.problem(403).contains("cannot get resource"), "{refused:?}");
    let refused = program.get(&format!("{}/events", detail(0))).await;
    assert!(refused.problem(403).contains("cannot list resource \"events\""), "{refused:?}");
    assert!((program.metric("kube_retries_total").await).abs() < f64::EPSILON);
    program.get("/api/ingresses/shop/nothing").await.problem(404);

    let everything = serde_json::to_string(&real.kubeconfig()).unwrap();
    let program = Program::ready(&everything, &["--namespaces", "shop"]).await;
    let answer = program.get(&detail(0)).await;
    assert_eq!((answer.status, answer.header("x-cache")), (200, Some("miss")), "{answer:?}");
    assert!(answer.json()["yaml"].as_str().unwrap().contains("defaultBackend"), "{answer:?}");
    assert_eq!(program.get(&format!("{}/events", detail(0))).await.json()["events"], json!([]));
    real.delete("/apis/networking.k8s.io/v1/namespaces/shop/ingresses/web-9").await;
    program.until("the row is gone", async || program.get(&detail(9)).await.status == 404).await;
}

#[tokio::test]
async fn what_breaks_below_http_is_tried_again_and_passes() {
    let real = filled().await;
    let (link, kubeconfig) = real.link();
    let arguments = [
        "--kube-attempt-timeout",
        "1s",
        "--retry-attempts",
        "2",
        "--retry-initial",
        "100ms",
        "--rate-limit",
        "0",
    ];
    let program = Program::ready(&kubeconfig, &arguments).await;
    assert_eq!(program.get(&detail(0)).await.status, 200);

    // Connections that stood are gone, and new ones stand at once.
    link.reset().await.unwrap();
    link.restore().await.unwrap();
    assert_eq!(program.get(&detail(1)).await.status, 200);

    link.stall().await.unwrap();
    let answer = program.get(&detail(2)).await;
    assert!(!answer.problem(504).contains("127.0.0.1"), "{answer:?}");
    assert_eq!(program.get(&detail(0)).await.header("x-cache"), Some("hit"), "what is known stays");
    link.restore().await.unwrap();
    program.until("it passes", async || program.get(&detail(2)).await.status == 200).await;

    // No TLS comes about within so few bytes.
    link.reset().await.unwrap();
    link.truncate(100).await.unwrap();
    let answer = program.get(&detail(3)).await;
    assert_eq!(answer.json()["class"], "transient", "{answer:?}");
    assert!(!answer.problem(503).contains("127.0.0.1"), "{answer:?}");
    link.restore().await.unwrap();
    program.until("it passes", async || program.get(&detail(3)).await.status == 200).await;

    link.refuse().await.unwrap();
    program.get(&detail(4)).await.problem(503);
    // What was found out within the last second still counts.
    program.until("it is not healthy", async || program.get("/api/health").await.status == 503).await;
    link.restore().await.unwrap();
    program.until("it is healthy", async || program.get("/api/health").await.status == 200).await;
}

#[tokio::test]
async fn a_killed_server_costs_details_but_no_rows() {
    let mut real = filled().await;
    let kubeconfig = serde_json::to_string(&real.kubeconfig()).unwrap();
    let arguments =
        ["--retry-attempts", "2", "--retry-initial", "100ms", "--cache-ttl", "1s", "--rate-limit", "0"];
    let program = Program::ready(&kubeconfig, &arguments).await;
    assert_eq!(program.get(&detail(0)).await.status, 200);
    real.control_plane.command("kill", "killed");

    let answer = program.get(&detail(1)).await;
    answer.problem(503);
    assert!(answer.header("retry-after").is_some(), "{answer:?}");
    program
        .until("the old detail is given as stale", async || {
            let answer = program.get(&detail(0)).await;
            assert_eq!(answer.status, 200, "{answer:?}");
            answer.header("x-cache") == Some("stale")
        })
        .await;
    let rows = program.get("/api/ingresses").await.json();
    assert_eq!(rows["ingresses"].as_array().unwrap().len(), 10);
    real.control_plane.command("start", "ready");
    program.until("details are back", async || program.get(&detail(1)).await.status == 200).await;
}
