//! Changes the cluster: the simulated one in process, where writing costs next to nothing, the real one by its API.

use http::Request;
use kube::Client;
use kube_ingress_dash_simulator::Cluster;
use serde_json::{Value, json};

use crate::outcome::Result;

/// Where changes are written.
#[derive(Clone)]
pub(crate) enum Writer {
    Simulated(Cluster),
    Real(Client),
}

impl Writer {
    pub(crate) async fn create_namespace(&self, name: &str) -> Result<()> {
        match self {
            Self::Simulated(cluster) => Ok(cluster.create_namespace(name)?),
            Self::Real(client) => {
                let body = serde_json::to_vec(&json!({"metadata": {"name": name}}))?;
                send(client, Request::post("/api/v1/namespaces"), "application/json", body).await
            }
        }
    }

    pub(crate) async fn create(&self, ingress: Value) -> Result<()> {
        match self {
            Self::Simulated(cluster) => Ok(cluster.apply(ingress)?),
            Self::Real(client) => {
                let namespace = ingress["metadata"]["namespace"].as_str().unwrap_or_default();
                let request = Request::post(collection(namespace));
                send(client, request, "application/json", serde_json::to_vec(&ingress)?).await
            }
        }
    }

    /// Merges a patch into an Ingress.
    pub(crate) async fn patch(&self, namespace: &str, name: &str, patch: Value) -> Result<()> {
        match self {
            Self::Simulated(cluster) => Ok(cluster.patch(namespace, name, patch)?),
            Self::Real(client) => {
                let request = Request::patch(format!("{}/{name}", collection(namespace)));
                send(client, request, "application/merge-patch+json", serde_json::to_vec(&patch)?).await
            }
        }
    }

    pub(crate) async fn delete(&self, namespace: &str, name: &str) -> Result<()> {
        match self {
            Self::Simulated(cluster) => Ok(cluster.delete(namespace, name)?),
            Self::Real(client) => {
                let request = Request::delete(format!("{}/{name}", collection(namespace)));
                send(client, request, "application/json", Vec::new()).await
            }
        }
    }
}

fn collection(namespace: &str) -> String {
    format!("/apis/networking.k8s.io/v1/namespaces/{namespace}/ingresses")
}

async fn send(client: &Client, request: http::request::Builder, content: &str, body: Vec<u8>) -> Result<()> {
    client.request_text(request.header("content-type", content).body(body)?).await?;
    Ok(())
}
