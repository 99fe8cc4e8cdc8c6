//! Secrets stay where they are: whatever is sent, wherever it is wrong, and at every level of the log.

use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use kube_ingress_dash_simulator::Simulator;
use tokio::time::timeout;

use crate::program::{BOUND, Program};
use crate::simulated::cluster;

/// In every secret of these tests, right or wrong.
const MARK: &str = "nightingale";
const PASSWORD: &str = "nightingale-password";
/// Of the password, by Apache's htpasswd.
const HASH: &str = "$2y$04$4Zro1Pwbudj0SKGTID6C3OCbTIPgkJbqo.MIQP5vcXT/JkJwOU6bG";
const TOKEN: &str = "nightingale-token-0123456789";
/// Of the token.
const DIGEST: &str = "acebe3ef88e685a49962d045bf509061b94b30196bb1189ee4c4921e320fc518";
const PROXY_SECRET: &str = "nightingale-proxy-secret";

/// A file that is removed when this is dropped.
struct Secrets(PathBuf);

impl Secrets {
    fn with(name: &str, text: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        std::fs::write(&path, text).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Secrets {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", BASE64_STANDARD.encode(format!("{user}:{password}")))
}

/// What would give a secret away, in the forms that it is sent and kept in.
fn traces() -> Vec<String> {
    let encoded = basic("alice", PASSWORD).split_off("Basic ".len());
    vec![MARK.to_owned(), encoded, HASH.to_owned(), HASH[29..].to_owned(), DIGEST.to_owned()]
}

fn check(text: &str, place: &str) {
    for trace in traces() {
        assert!(!text.contains(&trace), "{place}: {trace} in {text}");
    }
}

async fn serve(simulator: &Simulator, arguments: &[&str]) -> Program {
    let traced = ["--log-level", "trace"];
    Program::ready(&simulator.kubeconfig(), &[&traced, arguments].concat()).await
}

/// Sends each of these to several routes, and looks at all that comes back.
async fn send(program: &Program, each: &[Vec<(&str, String)>]) {
    for headers in each {
        let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        for path in
            ["/api/config", "/metrics", "/api/ingresses?namespaces=pay", "/api/openapi.json", "/", "/api/no"]
        {
            let answer = program.get_as(Ipv4Addr::LOCALHOST, path, &headers).await;
            check(&format!("{:?} {}", answer.headers, answer.body), path);
        }
    }
}

/// Spoils the file with a secret, and waits until the service has said so.
async fn spoil(program: &Program, file: &Secrets, text: &str) {
    std::fs::write(&file.0, text).unwrap();
    let told = async {
        while program.logged("stays in force").is_empty() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(BOUND, told).await.expect("a spoilt file is told");
    check(&program.logged("").join("\n"), "the log");
}

#[tokio::test]
async fn passwords_and_tokens_are_in_no_log_answer_or_metric() {
    let simulator = cluster().await;
    let users = Secrets::with("secrecy-users", &format!("alice:{HASH}\ntoken:ci:sha256:{DIGEST}\n"));
    let program = serve(&simulator, &["--auth", "basic", "--auth-basic-file", users.path()]).await;
    let with = |value: String| vec![("authorization", value)];
    let right = with(basic("alice", PASSWORD));
    let admitted = program.get_as(Ipv4Addr::LOCALHOST, "/api/config", &[(right[0].0, &right[0].1)]).await;
    assert_eq!((admitted.status, admitted.json()["viewer"].as_str()), (200, Some("alice")));
    let wrong = [
        basic("alice", "nightingale-wrong"),
        basic("nightingale-user", PASSWORD),
        format!("Bearer {TOKEN}"),
        "Bearer nightingale-wrong".to_owned(),
        "Digest nightingale".to_owned(),
        "nightingale".to_owned(),
    ];
    send(&program, &[&[right][..], &wrong.map(with)].concat()).await;
    spoil(&program, &users, "alice:nightingale\n").await;
}

#[tokio::test]
async fn the_secret_of_the_proxy_is_in_no_log_answer_or_metric() {
    let simulator = cluster().await;
    let secret = Secrets::with("secrecy-proxy", PROXY_SECRET);
    let program = serve(&simulator, &["--auth", "proxy", "--auth-proxy-secret-file", secret.path()]).await;
    let with = |value: &str| {
        vec![("x-forwarded-user", "alice".to_owned()), ("x-auth-proxy-secret", value.to_owned())]
    };
    let right = with(PROXY_SECRET);
    let headers: Vec<_> = right.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(program.get_as(Ipv4Addr::LOCALHOST, "/api/config", &headers).await.status, 200);
    let nobody = vec![("x-auth-proxy-secret", PROXY_SECRET.to_owned())];
    let twice = [with(PROXY_SECRET), nobody.clone()].concat();
    send(&program, &[right, with("nightingale-wrong"), nobody, twice]).await;
    spoil(&program, &secret, "nightingale\nnightingale").await;
}
