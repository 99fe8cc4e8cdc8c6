//! The promises of the watcher, held against a real etcd and kube-apiserver.
//!
//! The environment variable `KUBE_INGRESS_DASH_CONTROL_PLANE` names the program of `e2e/control-plane`;
//! `./just test-cluster` builds it and sets the variable.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(unreachable_pub, reason = "the suite is a module of each test crate")]

mod suite;

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use k8s_openapi::api::authentication::v1::{TokenRequest, TokenRequestSpec};
use k8s_openapi::api::core::v1::ServiceAccount;
use k8s_openapi::api::rbac::v1::{Role, RoleBinding};
use kube::Api;
use kube::api::PostParams;
use kube::config::Kubeconfig;
use serde::Deserialize;
use serde_json::{Value, json};
use suite::{Cluster, Objects, every_case, run_against};

/// The namespace of the restricted account.
const HOME: &str = "kube-system";
const ACCOUNT: &str = "restricted";

struct Real {
    process: Child,
    commands: ChildStdin,
    answers: BufReader<ChildStdout>,
    kubeconfig: Kubeconfig,
}

#[derive(Deserialize)]
struct Answer {
    event: String,
    kubeconfig: Option<String>,
}

impl Real {
    fn command(&mut self, command: &str) -> Answer {
        writeln!(self.commands, "{command}").unwrap();
        next_answer(&mut self.answers)
    }

    async fn objects(&self) -> Objects {
        Objects::of(self.kubeconfig()).await
    }
}

impl Drop for Real {
    fn drop(&mut self) {
        let _ = writeln!(self.commands, "stop");
        let _ = self.process.wait();
    }
}

fn next_answer(answers: &mut BufReader<ChildStdout>) -> Answer {
    let mut line = String::new();
    answers.read_line(&mut line).unwrap();
    serde_json::from_str(&line).unwrap_or_else(|error| panic!("the control plane said {line:?}: {error}"))
}

impl Cluster for Real {
    async fn start() -> Self {
        let program = std::env::var_os("KUBE_INGRESS_DASH_CONTROL_PLANE").expect(
            "KUBE_INGRESS_DASH_CONTROL_PLANE names the control plane's program: run ./just test-cluster",
        );
        let mut process = Command::new(program)
            .arg("up")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the control plane's program starts");
        let commands = process.stdin.take().unwrap();
        let mut answers = BufReader::new(process.stdout.take().unwrap());
        let ready = next_answer(&mut answers);
        assert_eq!(ready.event, "ready");
        let kubeconfig = Kubeconfig::read_from(ready.kubeconfig.unwrap()).unwrap();
        Self { process, commands, answers, kubeconfig }
    }

    fn kubeconfig(&self) -> Kubeconfig {
        self.kubeconfig.clone()
    }

    async fn restricted(&self, granted: &[&str], _refused: &[&str]) -> Kubeconfig {
        let client = self.objects().await.client();
        let accounts: Api<ServiceAccount> = Api::namespaced(client, HOME);
        let account: ServiceAccount = from(json!({"metadata": {"name": ACCOUNT}}));
        accounts.create(&PostParams::default(), &account).await.unwrap();
        for namespace in granted {
            self.grant(namespace).await;
        }
        let request = TokenRequest { spec: TokenRequestSpec::default(), ..TokenRequest::default() };
        let answer = accounts.create_token_request(ACCOUNT, &PostParams::default(), &request).await.unwrap();
        let mut kubeconfig = self.kubeconfig();
        let user = kubeconfig.auth_infos[0].auth_info.get_or_insert_default();
        *user = from(json!({"token": answer.status.unwrap().token}));
        kubeconfig
    }

    async fn grant(&self, namespace: &str) {
        let client = self.objects().await.client();
        let role: Role = from(json!({
            "metadata": {"name": "read-ingresses"},
            "rules": [{"apiGroups": ["networking.k8s.io"], "resources": ["ingresses"],
                       "verbs": ["get", "list", "watch"]}],
        }));
        let binding: RoleBinding = from(json!({
            "metadata": {"name": "read-ingresses"},
            "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "read-ingresses"},
            "subjects": [{"kind": "ServiceAccount", "name": ACCOUNT, "namespace": HOME}],
        }));
        let roles: Api<Role> = Api::namespaced(client.clone(), namespace);
        roles.create(&PostParams::default(), &role).await.unwrap();
        let bindings: Api<RoleBinding> = Api::namespaced(client, namespace);
        bindings.create(&PostParams::default(), &binding).await.unwrap();
    }

    async fn kill(&mut self) {
        assert_eq!(self.command("kill").event, "killed");
    }

    async fn start_again(&mut self) {
        assert_eq!(self.command("start").event, "ready");
    }

    /// The API server answers watches from its memory for a while: only one that starts anew has none.
    async fn forget_versions(&mut self) {
        self.kill().await;
        assert_eq!(self.command("compact").event, "compacted");
        self.start_again().await;
    }
}

fn from<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

every_case!(Real);
