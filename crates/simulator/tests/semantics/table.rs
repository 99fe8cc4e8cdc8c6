//! The other forms of objects: kubectl's tables, and metadata alone.

use http::Request;
use kube_ingress_dash_simulator::Simulator;
use serde_json::{Value, json};

use crate::client::{Answer, SHOP, cluster, get, ingress, send};

const TABLE: &str = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
const METADATA: &str = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

async fn get_as(simulator: &Simulator, accept: &str, path: &str) -> Answer {
    send(simulator, Request::get(path).header("accept", accept), "").await
}

async fn small_cluster() -> Simulator {
    let simulator = cluster().await;
    let mut many = ingress("shop", "many");
    let hosts = ["a", "b", "c", "d", "e"].map(|host| json!({"host": format!("{host}.example.com")}));
    many["spec"] = json!({"rules": hosts, "tls": [{"hosts": ["a.example.com"]}]});
    simulator.cluster().apply(many).unwrap();
    simulator.cluster().set_addresses("shop", "many", &["203.0.113.7", "lb.example.com"]).unwrap();
    let any = json!({"defaultBackend": {"service": {"name": "web", "port": {"name": "http"}}}});
    simulator
        .cluster()
        .apply(json!({"metadata": {"namespace": "shop", "name": "any"}, "spec": any}))
        .unwrap();
    simulator
}

#[tokio::test]
async fn a_table_has_the_columns_of_kubectl() {
    let simulator = small_cluster().await;
    let table = get_as(&simulator, TABLE, SHOP).await.body;
    assert_eq!((&table["kind"], &table["apiVersion"]), (&json!("Table"), &json!("meta.k8s.io/v1")));
    let columns = table["columnDefinitions"].as_array().unwrap();
    let names: Vec<&Value> = columns.iter().map(|column| &column["name"]).collect();
    assert_eq!(names, ["Name", "Class", "Hosts", "Address", "Ports", "Age"]);
    assert_eq!(table["rows"][0]["cells"].as_array().unwrap()[..5], ["any", "<none>", "*", "", "80"]);
    let many = [
        "many",
        "<none>",
        "a.example.com,b.example.com,c.example.com + 2 more...",
        "203.0.113.7,lb.example.com",
        "80, 443",
    ];
    assert_eq!(table["rows"][1]["cells"].as_array().unwrap()[..5], many);
    assert_eq!(table["rows"][1]["object"]["kind"], "PartialObjectMetadata");
    assert!(table["rows"][1]["object"]["spec"].is_null());

    let whole = get_as(&simulator, TABLE, &format!("{SHOP}?includeObject=Object")).await.body;
    assert_eq!(whole["rows"][1]["object"]["kind"], "Ingress");
    let page = get_as(&simulator, TABLE, &format!("{SHOP}?includeObject=None&limit=1")).await.body;
    assert!(page["rows"][0]["object"].is_null());
    assert!(page["metadata"]["continue"].is_string());
}

#[tokio::test]
async fn events_have_the_columns_of_kubectl() {
    let simulator = small_cluster().await;
    let event = json!({
        "type": "Warning", "reason": "Rejected", "message": "All hosts are taken.\n",
        "lastTimestamp": "1970-01-01T00:00:00Z",
    });
    simulator.cluster().record_event("shop", "any", event).unwrap();
    let table = get_as(&simulator, TABLE, "/api/v1/namespaces/shop/events").await.body;
    let columns = table["columnDefinitions"].as_array().unwrap();
    let names: Vec<&Value> = columns.iter().map(|column| &column["name"]).collect();
    assert_eq!(names, ["Last Seen", "Type", "Reason", "Object", "Message"]);
    let cells = table["rows"][0]["cells"].as_array().unwrap();
    assert_eq!(cells[1..], ["Warning", "Rejected", "ingress/any", "All hosts are taken."]);
    assert!(cells[0].as_str().unwrap().ends_with('y'));
}

#[tokio::test]
async fn metadata_can_come_alone() {
    let simulator = small_cluster().await;
    let list = get_as(&simulator, METADATA, SHOP).await;
    assert_eq!(list.body["kind"], "PartialObjectMetadataList");
    assert_eq!(list.names(), ["any", "many"]);
    assert!(list.body["items"][0]["spec"].is_null());
}

#[tokio::test]
async fn a_form_that_the_server_lacks_is_not_acceptable() {
    let simulator = small_cluster().await;
    let answer = get_as(&simulator, "application/vnd.kubernetes.protobuf", SHOP).await;
    assert_eq!(answer.failure().0, 406);
    let either = "application/vnd.kubernetes.protobuf,application/json";
    assert_eq!(get_as(&simulator, either, SHOP).await.code, 200);
    assert_eq!(get(&simulator, SHOP).await.code, 200);
}
