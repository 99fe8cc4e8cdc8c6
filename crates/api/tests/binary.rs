//! The binary itself: what it prints, how it exits, and that it serves.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::net::TcpListener;
use std::process::{Output, Stdio};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::{Instant, timeout};

/// The bound of every wait.
const BOUND: Duration = Duration::from_mins(1);

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kube-ingress-dash"));
    command.args(arguments).env_clear().env("HOME", "/nonexistent").stdin(Stdio::null()).kill_on_drop(true);
    command
}

async fn run(mut command: Command) -> Output {
    timeout(BOUND, command.output()).await.expect("it ends by itself").unwrap()
}

/// Asserts that it fails with this exit code and one line, and gives the line.
async fn refusal(command: Command, code: i32) -> String {
    let output = run(command).await;
    let line = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{line}");
    assert_eq!((line.lines().count(), output.stdout.len()), (1, 0), "{line}");
    line.trim_end().to_owned()
}

/// A demo that serves, and the line that it logged when it did.
struct Serving {
    child: Child,
    address: String,
}

impl Serving {
    async fn demo(arguments: &[&str]) -> Self {
        let small = ["demo", "--listen", "127.0.0.1:0", "--demo-ingresses", "20", "--demo-namespaces", "5"];
        let mut child = command(&[&small, arguments].concat()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let address = loop {
            let line = timeout(BOUND, lines.next_line()).await.unwrap().unwrap().expect("it serves");
            if let Some((_, rest)) = line.split_once("serving http://") {
                break rest.split('/').next().unwrap().to_owned();
            }
        };
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Self { child, address }
    }

    async fn get(&self, path: &str) -> BufReader<TcpStream> {
        let mut socket = TcpStream::connect(&self.address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address);
        socket.write_all(request.as_bytes()).await.unwrap();
        BufReader::new(socket)
    }

    async fn text(&self, path: &str) -> String {
        let mut text = String::new();
        timeout(BOUND, self.get(path).await.read_to_string(&mut text)).await.unwrap().unwrap();
        text
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().unwrap().to_string();
        let status = std::process::Command::new("kill").args(["-s", name, &id]).status().unwrap();
        assert!(status.success());
    }
}

#[tokio::test]
async fn a_mistake_on_the_command_line_is_one_line_and_exit_2() {
    assert_eq!(
        refusal(command(&["--hearbeat", "5s"]), 2).await,
        "error: --hearbeat: no such flag; did you mean --heartbeat?"
    );
    let line = refusal(command(&["serve", "--watch-timeout", "5x"]), 2).await;
    assert_eq!(line, "error: --watch-timeout \"5x\": expected a duration such as 15s or 2m, from 1s to 24h");
}

#[tokio::test]
async fn a_mistake_in_the_environment_is_told_alike() {
    let mut mistaken = command(&["demo"]);
    mistaken.env("KUBE_INGRESS_DASH_MAX_STREAMS", "many");
    assert!(refusal(mistaken, 2).await.starts_with("error: --max-streams \"many\": "));
}

/// The path of a file with this content.
fn file(name: &str, content: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_mistake_in_the_file_of_settings_is_told_alike() {
    let path = file("mistaken.toml", "max-streams = \"many\"\n");
    let mut mistaken = command(&["demo"]);
    mistaken.env("KUBE_INGRESS_DASH_CONFIG", &path);
    assert_eq!(
        refusal(mistaken, 2).await,
        format!("error: --config \"{path}\": max-streams \"many\": expected a number from 0 to 1000000")
    );
}

#[tokio::test]
async fn the_settings_in_force_are_printed_with_where_they_come_from() {
    let path = file("settings.toml", "heartbeat = \"5s\"\nmax-streams = 5\nrate-burst = 5\nopen = true\n");
    let mut printing = command(&["--config", &path, "--rate-burst", "7", "--print-config"]);
    printing.env("KUBE_INGRESS_DASH_MAX_STREAMS", "6").env("KUBE_INGRESS_DASH_OPEN", "false");
    printing.env("KUBE_INGRESS_DASH_REDIS_URL", "redis://:hunter2@host");
    let output = run(printing).await;
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
    for line in [
        &format!("heartbeat = \"5s\" # file \"{path}\""),
        "max-streams = 6 # environment KUBE_INGRESS_DASH_MAX_STREAMS",
        "open = false # environment KUBE_INGRESS_DASH_OPEN",
        "rate-burst = 7 # flag",
        "replay-events = 10000 # default",
        "# kubeconfig is not set",
    ] {
        assert!(text.lines().any(|printed| printed == line), "{line}: {text}");
    }
    assert!(!text.contains("hunter2"), "{text}");
}

#[tokio::test]
async fn a_mistake_in_a_fault_script_names_the_file_the_rule_and_what_is_accepted() {
    let path = file("mistaken-faults.yaml", "rules:\n- effect: reset\n- {from: 10, effect: hang}\n");
    let accepted = "expected a duration such as 500ms, 10s or 1m30s, at most 24h";
    assert_eq!(
        refusal(command(&["demo", "--faults", &path]), 2).await,
        format!("error: --faults \"{path}\": rule 2: from \"10\": {accepted}")
    );
    let mut mistaken = command(&["demo"]);
    mistaken.env("KUBE_INGRESS_DASH_FAULTS", "/nonexistent");
    let line = refusal(mistaken, 2).await;
    assert!(
        line.starts_with("error: --faults \"/nonexistent\": expected a file with a fault script"),
        "{line}"
    );
}

#[tokio::test]
async fn the_demo_plays_a_fault_script() {
    let script = "rules: [{when: {path: /readyz}, effect: {answer: 500}}]";
    let serving = Serving::demo(&["--faults", &file("faults.yaml", script)]).await;
    let health = serving.text("/api/health").await;
    assert!(health.starts_with("HTTP/1.1 503"), "{health}");
}

#[tokio::test]
async fn a_start_that_fails_is_one_line_and_exit_1() {
    let listen = ["--listen", "127.0.0.1:0"];
    let line = refusal(command(&[&listen[..], &["--kubeconfig", "/nonexistent/config"]].concat()), 1).await;
    assert!(line.contains("/nonexistent/config"), "{line}");
    let line = refusal(command(&listen), 1).await;
    assert!(line.contains("--kubeconfig") && line.contains("kube-ingress-dash demo"), "{line}");
}

#[tokio::test]
async fn an_unknown_context_is_named() {
    let empty = "apiVersion: v1\nkind: Config\nclusters: []\ncontexts: []\nusers: []\n";
    let path = file("one-context.yaml", empty);
    let arguments = ["--listen", "127.0.0.1:0", "--kubeconfig", &path, "--context", "staging"];
    assert!(refusal(command(&arguments), 1).await.contains("staging"));
}

#[tokio::test]
async fn flags_that_contradict_each_other_are_exit_2() {
    let arguments = ["demo", "--listen", "127.0.0.1:0", "--watch-mode", "cluster", "--namespaces", "shop"];
    assert!(refusal(command(&arguments), 2).await.contains("--watch-mode"));
    let line = refusal(command(&["demo", "--retry-max", "100ms"]), 2).await;
    assert!(line.starts_with("error: --retry-initial 1s: expected no more than --retry-max"), "{line}");
}

#[tokio::test]
async fn a_redis_that_cannot_be_meant_is_told_without_its_password() {
    for (arguments, flag) in [
        (&["--redis-url", "http://:hunter2@host"][..], "--redis-url: accepted is redis://"),
        (&["--redis-url", "redis://:hunter2@host/#insecure"], "--redis-url: nothing may follow"),
        (&["--redis-ca", "/nonexistent"], "--redis-ca is of no use without --redis-url"),
        (&["--redis-prefix", "a b"], "--redis-prefix \"a b\": expected"),
    ] {
        let line = refusal(command(&[&["demo"], arguments].concat()), 2).await;
        assert!(line.starts_with(&format!("error: {flag}")) && !line.contains("hunter2"), "{line}");
    }
    let mut from_environment = command(&["demo", "--help"]);
    from_environment.env("KUBE_INGRESS_DASH_REDIS_URL", "redis://:hunter2@host");
    let help = String::from_utf8(run(from_environment).await.stdout).unwrap();
    assert!(help.contains("--redis-url") && !help.contains("hunter2"));
}

#[tokio::test]
async fn a_door_that_cannot_be_meant_is_one_line_and_exit_2() {
    let spoilt = file("spoilt-users", "alice:hunter2\n");
    let short = file("short-secret", "hunter2\n");
    let rules = file("spoilt-access.yaml", "groups:\n  shop-team: [shop]\n  all: '*'\n");
    for (arguments, expected) in [
        (&["--namespace-access", "/nonexistent"][..], "--namespace-access is of no use without --auth proxy"),
        (&["--auth", "basic"], "--auth basic: --auth-basic-file is missing"),
        (
            &["--auth", "basic", "--auth-basic-file", "/nonexistent"],
            "the file cannot be read: entity not found",
        ),
        (&["--auth", "basic", "--auth-basic-file", &spoilt], "line 1: expected a hash by bcrypt"),
        (&["--auth", "proxy", "--auth-proxy-secret-file", &short], "expected one line of 16 or more"),
        (&["--auth", "proxy", "--namespace-access", &rules], "line 3"),
    ] {
        let line = refusal(command(&[&["demo"], arguments].concat()), 2).await;
        assert!(line.contains(expected) && !line.contains("hunter2"), "{line}");
    }
}

#[tokio::test]
async fn the_demo_asks_who_is_there() {
    let digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    let users = file("demo-users", &format!("token:ci:sha256:{digest}\n"));
    let serving = Serving::demo(&["--auth", "basic", "--auth-basic-file", &users]).await;
    let refused = serving.text("/api/config").await;
    assert!(refused.starts_with("HTTP/1.1 401") && refused.contains("www-authenticate: Basic"), "{refused}");
    assert!(!serving.text("/api/health").await.starts_with("HTTP/1.1 401"));
}

#[tokio::test]
async fn a_port_in_use_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let line = refusal(command(&["demo", "--listen", &address]), 1).await;
    assert_eq!(
        line,
        format!("error: --listen {address}: another program listens there; end it or choose another port")
    );
}

#[tokio::test]
async fn version_and_help_are_printed() {
    let version = run(command(&["version"])).await;
    assert!(version.status.success());
    assert!(String::from_utf8(version.stdout).unwrap().starts_with("kube-ingress-dash 0."));
    let help = run(command(&["demo", "--help"])).await;
    assert!(help.status.success());
    assert!(String::from_utf8(help.stdout).unwrap().contains("--demo-seed"));
}

#[tokio::test]
async fn shells_are_told_what_completes() {
    for (shell, words) in [
        ("bash", "complete -F _kube__ingress__dash"),
        ("zsh", "#compdef kube-ingress-dash"),
        ("fish", "complete -c kube-ingress-dash"),
    ] {
        let output = run(command(&["completions", shell])).await;
        let script = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && script.contains(words), "{script}");
        assert!(script.contains("demo-seed") && script.contains("tls-cert"), "{script}");
    }
}

#[tokio::test]
async fn a_certificate_without_its_key_is_exit_2() {
    let line = refusal(command(&["demo", "--tls-cert", "tls.crt"]), 2).await;
    assert_eq!(line, "error: --tls-cert is of no use without --tls-key");
    let missing = ["demo", "--tls-cert", "/nonexistent/tls.crt", "--tls-key", "/nonexistent/tls.key"];
    let line = refusal(command(&missing), 2).await;
    assert!(
        line.starts_with("error: --tls-cert \"/nonexistent/tls.crt\": the file cannot be read"),
        "{line}"
    );
}

#[tokio::test]
async fn the_demo_shows_living_rows_under_its_base_path() {
    let serving =
        Serving::demo(&["--base-path", "/dash", "--demo-changes", "20", "--log-format", "json"]).await;
    let mut stream = serving.get("/dash/api/ingresses/stream").await;
    let mut heard = String::new();
    let live = async {
        while !heard.contains("event: upsert") || !heard.contains("event: ready") {
            stream.read_line(&mut heard).await.unwrap();
        }
    };
    timeout(BOUND, live).await.expect("rows arrive");
    let config = serving.text("/dash/api/config").await;
    assert!(config.contains("\"basePath\":\"/dash/\"") && config.contains("\"demo\":true"), "{config}");
    assert!(serving.text("/api/config").await.starts_with("HTTP/1.1 404"));
}

/// A browser is opened by the program that a desktop has for that.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_page_is_opened_in_the_browser() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("desktop");
    std::fs::create_dir_all(&folder).unwrap();
    let told = folder.join("told");
    let _ = std::fs::remove_file(&told);
    let program = folder.join("xdg-open");
    let script = format!("#!/bin/sh\necho \"$1\" >'{0}.new'\n/bin/mv '{0}.new' '{0}'\n", told.display());
    std::fs::write(&program, script).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut demo = command(&["demo", "--open", "--base-path", "/dash/", "--demo-ingresses", "20"]);
    let mut child = demo.env("PATH", &folder).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let page = loop {
        let line = timeout(BOUND, lines.next_line()).await.unwrap().unwrap().expect("it serves");
        if let Some((_, rest)) = line.split_once("serving ") {
            break rest.split('"').next().unwrap().to_owned();
        }
    };
    let opened = async {
        loop {
            match std::fs::read_to_string(&told) {
                Ok(page) => return page,
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            }
        }
    };
    assert_eq!(timeout(BOUND, opened).await.expect("a browser is opened").trim(), page);
    assert!(page.starts_with("http://127.0.0.1:") && page.ends_with("/dash/"), "{page}");
    assert!(!page.contains(":8080/") && !page.contains(":0/"), "a free port: {page}");
}

#[tokio::test]
async fn it_ends_in_order_within_its_grace_period() {
    for signal in ["TERM", "INT"] {
        let mut serving = Serving::demo(&["--shutdown-grace", "10s"]).await;
        let mut stream = serving.get("/api/ingresses/stream").await;
        let mut line = String::new();
        timeout(BOUND, stream.read_line(&mut line)).await.unwrap().unwrap();
        let began = Instant::now();
        serving.signal(signal);
        let mut rest = String::new();
        timeout(BOUND, stream.read_to_string(&mut rest)).await.unwrap().unwrap();
        assert!(rest.ends_with("0\r\n\r\n"), "the stream ends as HTTP says");
        let status = timeout(BOUND, serving.child.wait()).await.unwrap().unwrap();
        assert_eq!(status.code(), Some(0));
        assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    }
}

#[tokio::test]
async fn a_second_signal_ends_it_at_once() {
    let mut serving = Serving::demo(&["--shutdown-grace", "1h"]).await;
    let mut stream = serving.get("/api/ingresses/stream").await;
    let mut line = String::new();
    timeout(BOUND, stream.read_line(&mut line)).await.unwrap().unwrap();
    serving.signal("TERM");
    let refused =
        async { while !serving.text("/api/health?probe=readiness").await.contains("shutting down") {} };
    timeout(BOUND, refused).await.expect("it drains");
    serving.signal("TERM");
    let status = timeout(BOUND, serving.child.wait()).await.unwrap().unwrap();
    assert_eq!(status.code(), Some(0));
}
