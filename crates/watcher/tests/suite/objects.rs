//! Creates, changes and deletes what the watcher is to see, as a user of the cluster would.

use std::time::Duration;

use k8s_openapi::api::core::v1::Namespace;
use k8s_openapi::api::networking::v1::{Ingress, IngressClass};
use kube::api::{DeleteParams, Patch, PatchParams, PostParams};
use kube::config::{KubeConfigOptions, Kubeconfig};
use kube::{Api, Client, Config};
use kube_ingress_dash_watcher::client;
use serde_json::{Value, json};
use tokio::time::timeout;

/// A user with all rights.
pub struct Objects {
    client: Client,
}

impl Objects {
    pub async fn of(kubeconfig: Kubeconfig) -> Self {
        let config = Config::from_custom_kubeconfig(kubeconfig, &KubeConfigOptions::default()).await.unwrap();
        Self { client: client::transport(config).unwrap() }
    }

    pub fn client(&self) -> Client {
        self.client.clone()
    }

    pub async fn create_namespace(&self, name: &str) {
        let namespace = serde_json::from_value(json!({"metadata": {"name": name}})).unwrap();
        let api: Api<Namespace> = Api::all(self.client());
        api.create(&PostParams::default(), &namespace).await.unwrap();
    }

    /// Deletes a namespace with all that is in it, and makes it again as soon as it is gone.
    pub async fn replace_namespace(&self, name: &str) {
        self.delete_namespace(name).await;
        let api: Api<Namespace> = Api::all(self.client());
        let gone = async {
            while api.get_opt(name).await.unwrap().is_some() {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        timeout(Duration::from_mins(1), gone).await.expect("a deleted namespace ends");
        self.create_namespace(name).await;
    }

    /// Creates an [`ingress`].
    pub async fn create(&self, namespace: &str, name: &str) {
        let ingress = serde_json::from_value(ingress(namespace, name)).unwrap();
        self.ingresses(namespace).create(&PostParams::default(), &ingress).await.unwrap();
    }

    pub async fn create_class(&self, name: &str, controller: &str) {
        let class = json!({"metadata": {"name": name}, "spec": {"controller": controller}});
        let api: Api<IngressClass> = Api::all(self.client());
        api.create(&PostParams::default(), &serde_json::from_value(class).unwrap()).await.unwrap();
    }

    pub async fn create_of_class(&self, namespace: &str, name: &str, class: &str) {
        self.create(namespace, name).await;
        self.set_class(namespace, name, class).await;
    }

    pub async fn set_class(&self, namespace: &str, name: &str, class: &str) {
        let patch = Patch::Merge(json!({"spec": {"ingressClassName": class}}));
        self.ingresses(namespace).patch(name, &PatchParams::default(), &patch).await.unwrap();
    }

    pub async fn delete_namespace(&self, name: &str) {
        let api: Api<Namespace> = Api::all(self.client());
        api.delete(name, &DeleteParams::default()).await.unwrap();
    }

    pub async fn label(&self, namespace: &str, name: &str, value: &str) {
        let patch = Patch::Merge(json!({"metadata": {"labels": {"version": value}}}));
        self.ingresses(namespace).patch(name, &PatchParams::default(), &patch).await.unwrap();
    }

    pub async fn delete(&self, namespace: &str, name: &str) {
        self.ingresses(namespace).delete(name, &DeleteParams::default()).await.unwrap();
    }

    fn ingresses(&self, namespace: &str) -> Api<Ingress> {
        Api::namespaced(self.client(), namespace)
    }
}

/// An Ingress with the host `NAME.example.com`.
pub fn ingress(namespace: &str, name: &str) -> Value {
    json!({
        "metadata": {"namespace": namespace, "name": name, "annotations": {
            "kubectl.kubernetes.io/last-applied-configuration": "{\"a\":1}",
        }},
        "spec": {"rules": [{
            "host": format!("{name}.example.com"),
            "http": {"paths": [{
                "path": "/", "pathType": "Prefix",
                "backend": {"service": {"name": name, "port": {"number": 80}}},
            }]},
        }]},
    })
}
