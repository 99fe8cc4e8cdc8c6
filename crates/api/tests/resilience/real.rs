//! A real etcd and kube-apiserver, with what tests do to them.

use http::Request;
use kube::Client;
use kube::client::Body;
use kube::config::{KubeConfigOptions, Kubeconfig};
use kube_ingress_dash_simulator::link::Link;
use kube_ingress_dash_watcher::client;
use serde_json::{Value, json};

use crate::control_plane::ControlPlane;
use crate::link;

/// A control plane, and a client of it that may do everything.
pub struct Real {
    pub control_plane: ControlPlane,
    pub client: Client,
}

impl Real {
    pub async fn start() -> Self {
        let control_plane = ControlPlane::start();
        let options = KubeConfigOptions::default();
        let kubeconfig = control_plane.kubeconfig.clone();
        let config = kube::Config::from_custom_kubeconfig(kubeconfig, &options).await.unwrap();
        Self { control_plane, client: client::transport(config).unwrap() }
    }

    pub fn kubeconfig(&self) -> Kubeconfig {
        self.control_plane.kubeconfig.clone()
    }

    pub async fn create(&self, path: &str, object: Value) -> Value {
        let body = serde_json::to_vec(&object).unwrap();
        let request = Request::post(path).header("content-type", "application/json");
        self.client.request(request.body(body).unwrap()).await.unwrap()
    }

    pub async fn delete(&self, path: &str) {
        let answer = self.client.send(Request::delete(path).body(Body::empty()).unwrap()).await.unwrap();
        assert!(answer.status().is_success(), "{answer:?}");
    }

    pub async fn create_namespace(&self, name: &str) {
        self.create("/api/v1/namespaces", json!({"metadata": {"name": name}})).await;
    }

    /// The token of an account that may do this with Ingresses in `shop`, and nothing else.
    pub async fn account(&self, verbs: &[&str]) -> String {
        self.create("/api/v1/namespaces/shop/serviceaccounts", json!({"metadata": {"name": "dash"}})).await;
        let rules = [json!({"apiGroups": ["networking.k8s.io"], "resources": ["ingresses"], "verbs": verbs})];
        let rbac = "/apis/rbac.authorization.k8s.io/v1/namespaces/shop";
        self.create(&format!("{rbac}/roles"), json!({"metadata": {"name": "dash"}, "rules": rules})).await;
        let binding = json!({
            "metadata": {"name": "dash"},
            "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "dash"},
            "subjects": [{"kind": "ServiceAccount", "name": "dash", "namespace": "shop"}],
        });
        self.create(&format!("{rbac}/rolebindings"), binding).await;
        let path = "/api/v1/namespaces/shop/serviceaccounts/dash/token";
        let request = json!({"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {}});
        self.create(path, request).await["status"]["token"].as_str().unwrap().to_owned()
    }

    /// A link to the API server, and a kubeconfig that leads through it.
    pub fn link(&self) -> (Link, String) {
        let mut kubeconfig = self.kubeconfig();
        let link = link::to_server_of(&mut kubeconfig);
        (link, serde_json::to_string(&kubeconfig).unwrap())
    }
}
