//! What users and probes see while the API server is away.

use serde_json::Value;

use crate::program::Program;
use crate::simulated::cluster;

fn states(list: &Value) -> Vec<&str> {
    let namespaces = list["namespaces"].as_array().unwrap();
    namespaces.iter().map(|status| status["state"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn an_outage_leaves_stale_rows_and_a_service_that_is_alive() {
    let mut simulator = cluster().await;
    let arguments = ["--namespaces", "pay,shop", "--rate-limit", "0"];
    let program = Program::ready(&simulator.kubeconfig(), &arguments).await;
    simulator.stop().await;
    let list = async || program.get("/api/ingresses").await.json();
    program.until("rows are stale", async || states(&list().await) == ["stale", "stale"]).await;

    let stale = list().await;
    assert_eq!(stale["ingresses"].as_array().unwrap().len(), 30);
    assert!(stale["namespaces"][1]["nextAttempt"].is_string() && stale["namespaces"][1]["error"].is_object());
    assert_eq!(program.get("/api/health?probe=liveness").await.status, 200);
    assert_eq!(program.get("/api/health?probe=readiness").await.status, 200);
    program.until("it is unhealthy", async || program.get("/api/health").await.status == 503).await;

    simulator.cluster().delete("shop", "web-0").unwrap();
    simulator.restart().await.unwrap();
    program
        .until("it is as it is in the cluster", async || {
            let list = list().await;
            states(&list) == ["live", "live"] && list["ingresses"].as_array().unwrap().len() == 29
        })
        .await;
    program.until("it is healthy", async || program.get("/api/health").await.status == 200).await;
}
