//! The simulator through the eyes of kube, the client library that the dashboard uses.

use futures_util::{StreamExt as _, TryStreamExt as _};
use k8s_openapi::api::networking::v1::Ingress;
use kube::api::{DeleteParams, ListParams, Patch, PatchParams, PostParams, WatchEvent, WatchParams};
use kube::config::{KubeConfigOptions, Kubeconfig};
use kube::{Api, Client, Config, ResourceExt as _};
use kube_ingress_dash_simulator::Simulator;
use serde_json::json;

use crate::client::{cluster, ingress};

async fn client(simulator: &Simulator) -> Client {
    let kubeconfig = Kubeconfig::from_yaml(&simulator.kubeconfig()).unwrap();
    let config = Config::from_custom_kubeconfig(kubeconfig, &KubeConfigOptions::default()).await.unwrap();
    Client::try_from(config).unwrap()
}

#[tokio::test]
async fn kube_writes_lists_and_watches() {
    let simulator = cluster().await;
    let client = client(&simulator).await;
    assert_eq!(client.apiserver_version().await.unwrap().major, "1");
    let ingresses: Api<Ingress> = Api::namespaced(client.clone(), "shop");
    let object: Ingress = serde_json::from_value(ingress("shop", "web")).unwrap();
    ingresses.create(&PostParams::default(), &object).await.unwrap();
    ingresses.create(&PostParams::default(), &object).await.unwrap_err();

    let list = Api::<Ingress>::all(client).list(&ListParams::default().limit(1)).await.unwrap();
    assert_eq!(list.items[0].name_any(), "web");
    let version = list.metadata.resource_version.unwrap();
    let mut events = ingresses.watch(&WatchParams::default(), &version).await.unwrap().boxed();

    let patch = json!({"metadata": {"labels": {"team": "shop"}}});
    ingresses.patch("web", &PatchParams::default(), &Patch::Merge(&patch)).await.unwrap();
    let Some(WatchEvent::Modified(changed)) = events.try_next().await.unwrap() else {
        panic!("a change must be announced");
    };
    assert_eq!(changed.labels()["team"], "shop");
    ingresses.delete("web", &DeleteParams::default()).await.unwrap();
    assert!(matches!(events.try_next().await.unwrap(), Some(WatchEvent::Deleted(_))));
}

#[tokio::test]
async fn kube_reads_why_it_is_refused() {
    let simulator = cluster().await;
    simulator.deny("shop");
    let ingresses: Api<Ingress> = Api::namespaced(client(&simulator).await, "shop");
    let Err(kube::Error::Api(status)) = ingresses.list(&ListParams::default()).await else {
        panic!("a denied namespace must be refused");
    };
    assert_eq!((status.code, status.reason.as_str()), (403, "Forbidden"));
}
