//! The promises of the watcher, held against a real etcd and kube-apiserver.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(unreachable_pub, reason = "the suite is a module of each test crate")]

mod control_plane;
mod suite;

use control_plane::ControlPlane;
use k8s_openapi::api::authentication::v1::{TokenRequest, TokenRequestSpec};
use k8s_openapi::api::core::v1::{Secret, ServiceAccount};
use k8s_openapi::api::rbac::v1::{ClusterRole, ClusterRoleBinding, Role, RoleBinding};
use kube::api::{DeleteParams, PostParams};
use kube::config::Kubeconfig;
use kube::{Api, Client};
use serde_json::{Value, json};
use suite::{Cluster, Objects, every_case, run_against};

/// The namespace of the restricted account.
const HOME: &str = "kube-system";
const ACCOUNT: &str = "restricted";
/// The role that reads Ingresses, and its binding.
const ROLE: &str = "read-ingresses";

struct Real(ControlPlane);

impl Real {
    async fn grant_everywhere(&self, name: &str, group: &str, resource: &str) {
        let client = self.objects().await.client();
        let role: ClusterRole = from(json!({
            "metadata": {"name": name},
            "rules": [{"apiGroups": [group], "resources": [resource], "verbs": ["get", "list", "watch"]}],
        }));
        let binding: ClusterRoleBinding = from(json!({
            "metadata": {"name": name},
            "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": name},
            "subjects": [{"kind": "ServiceAccount", "name": ACCOUNT, "namespace": HOME}],
        }));
        let roles: Api<ClusterRole> = Api::all(client.clone());
        roles.create(&PostParams::default(), &role).await.unwrap();
        let bindings: Api<ClusterRoleBinding> = Api::all(client);
        bindings.create(&PostParams::default(), &binding).await.unwrap();
    }

    async fn objects(&self) -> Objects {
        Objects::of(self.kubeconfig()).await
    }
}

impl Cluster for Real {
    async fn start() -> Self {
        Self(ControlPlane::start())
    }

    async fn start_with_controllers() -> Self {
        Self(ControlPlane::start_with(&["--controller-manager"]))
    }

    fn kubeconfig(&self) -> Kubeconfig {
        self.0.kubeconfig.clone()
    }

    async fn restricted(&self, granted: &[&str], _refused: &[&str]) -> Kubeconfig {
        let client = self.objects().await.client();
        let accounts: Api<ServiceAccount> = Api::namespaced(client.clone(), HOME);
        let account: ServiceAccount = from(json!({"metadata": {"name": ACCOUNT}}));
        accounts.create(&PostParams::default(), &account).await.unwrap();
        for namespace in granted {
            self.grant(namespace).await;
        }
        let mut kubeconfig = self.kubeconfig();
        let user = kubeconfig.auth_infos[0].auth_info.get_or_insert_default();
        *user = from(json!({"token": token(&client, TokenRequestSpec::default()).await}));
        kubeconfig
    }

    async fn grant(&self, namespace: &str) {
        let client = self.objects().await.client();
        let role: Role = from(json!({
            "metadata": {"name": ROLE},
            "rules": [{"apiGroups": ["networking.k8s.io"], "resources": ["ingresses"],
                       "verbs": ["get", "list", "watch"]}],
        }));
        let binding: RoleBinding = from(json!({
            "metadata": {"name": ROLE},
            "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": ROLE},
            "subjects": [{"kind": "ServiceAccount", "name": ACCOUNT, "namespace": HOME}],
        }));
        let roles: Api<Role> = Api::namespaced(client.clone(), namespace);
        roles.create(&PostParams::default(), &role).await.unwrap();
        let bindings: Api<RoleBinding> = Api::namespaced(client, namespace);
        bindings.create(&PostParams::default(), &binding).await.unwrap();
    }

    async fn withdraw(&self, namespace: &str) {
        let client = self.objects().await.client();
        let bindings: Api<RoleBinding> = Api::namespaced(client.clone(), namespace);
        bindings.delete(ROLE, &DeleteParams::default()).await.unwrap();
        let roles: Api<Role> = Api::namespaced(client, namespace);
        roles.delete(ROLE, &DeleteParams::default()).await.unwrap();
    }

    /// The token is good for as long as the secret of its name exists.
    async fn issue_token(&self, name: &str) -> String {
        let client = self.objects().await.client();
        let secrets: Api<Secret> = Api::namespaced(client.clone(), HOME);
        let secret = from(json!({"metadata": {"name": name}}));
        let secret = secrets.create(&PostParams::default(), &secret).await.unwrap();
        let bound = json!({"kind": "Secret", "apiVersion": "v1", "name": name, "uid": secret.metadata.uid});
        token(&client, from(json!({"audiences": [], "boundObjectRef": bound}))).await
    }

    async fn revoke_token(&self, name: &str) {
        let secrets: Api<Secret> = Api::namespaced(self.objects().await.client(), HOME);
        secrets.delete(name, &DeleteParams::default()).await.unwrap();
    }

    async fn grant_namespaces(&self) {
        self.grant_everywhere("read-namespaces", "", "namespaces").await;
    }

    async fn grant_everything(&self) {
        self.grant_everywhere(ROLE, "networking.k8s.io", "ingresses").await;
    }

    async fn withdraw_everything(&self, _refused: &[&str]) {
        let bindings: Api<ClusterRoleBinding> = Api::all(self.objects().await.client());
        bindings.delete(ROLE, &DeleteParams::default()).await.unwrap();
    }

    async fn kill(&mut self) {
        self.0.command("kill", "killed");
    }

    async fn start_again(&mut self) {
        self.0.command("start", "ready");
    }

    /// The API server answers watches from its memory for a while: only one that starts anew has none.
    async fn forget_versions(&mut self) {
        self.kill().await;
        self.0.command("compact", "compacted");
        self.start_again().await;
    }
}

/// A token of the restricted account.
async fn token(client: &Client, spec: TokenRequestSpec) -> String {
    let accounts: Api<ServiceAccount> = Api::namespaced(client.clone(), HOME);
    let request = TokenRequest { spec, ..TokenRequest::default() };
    let answer = accounts.create_token_request(ACCOUNT, &PostParams::default(), &request).await.unwrap();
    answer.status.unwrap().token
}

fn from<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

every_case!(Real);
