//! What a file of settings does, and what is refused in it.

use std::ffi::OsString;
use std::time::Duration;

use tempfile::NamedTempFile;

use crate::cli::{Command, Refusal, ServiceFlags, parse};

/// A file of settings.
struct Temporary(NamedTempFile);

impl Temporary {
    fn with(content: impl AsRef<[u8]>) -> Self {
        let file = NamedTempFile::new().unwrap();
        std::fs::write(&file, content).unwrap();
        Self(file)
    }

    fn read(&self, words: &str) -> Result<Command, Refusal> {
        let words = words.split_ascii_whitespace().map(OsString::from);
        let named = [OsString::from("--config"), self.0.path().into()];
        parse(std::iter::once(OsString::from("kube-ingress-dash")).chain(words).chain(named))
    }

    fn service(&self, words: &str) -> ServiceFlags {
        match self.read(words).unwrap() {
            Command::Serve(arguments) => arguments.service,
            Command::Demo(arguments) => arguments.service,
            Command::Version | Command::Completions(_) => panic!("{words}"),
        }
    }
}

/// The refusal of this file, without the beginning that names it.
fn refused(words: &str, content: impl AsRef<[u8]>) -> String {
    let file = Temporary::with(content);
    let line = file.read(words).unwrap_err().to_string();
    let beginning = format!("error: --config {:?}: ", file.0.path().to_str().unwrap());
    line.strip_prefix(&beginning).unwrap_or_else(|| panic!("{line}")).to_owned()
}

const EVERYTHING: &str = r#"
heartbeat = "5s"
namespaces = ["shop", "pay"]
max-streams = 7
breaker-failure-rate = 0.25
kube-burst = "9"
open = true
auth-proxy-header = "Remote-User,Remote-Groups"
"#;

#[test]
fn a_file_sets_what_flags_set() {
    let file = Temporary::with(EVERYTHING);
    for words in ["", "serve", "demo"] {
        let service = file.service(words);
        assert_eq!(service.stream.heartbeat, Duration::from_secs(5), "{words}");
        assert_eq!(service.watch.namespaces, ["shop", "pay"]);
        assert_eq!(service.stream.max_streams, 7);
        assert!((service.kube.breaker_failure_rate - 0.25).abs() < 1e-9);
        assert_eq!(service.kube.kube_burst.get(), 9);
        assert!(service.open && service.auth.auth_proxy_header.is_some());
        assert_eq!(service.listen, ["127.0.0.1:0".parse().unwrap()], "as with --open");
    }
}

#[test]
fn a_flag_counts_before_the_file_and_the_file_before_the_default() {
    let file = Temporary::with(EVERYTHING);
    let service = file.service("demo --heartbeat 6s --namespaces team --kube-burst=8");
    assert_eq!(service.stream.heartbeat, Duration::from_secs(6));
    assert_eq!(service.watch.namespaces, ["team"]);
    assert_eq!((service.kube.kube_burst.get(), service.kube.kube_qps.get()), (8, 50));
    assert_eq!(service.stream.max_streams, 7);
    assert!(!Temporary::with("open = false").service("").open);
    assert!(Temporary::with("open = false").service("--open").open);
}

#[test]
fn each_command_has_settings_of_its_own() {
    let Ok(Command::Demo(arguments)) = Temporary::with("demo-seed = 7").read("demo") else {
        panic!("not the demo");
    };
    assert_eq!(arguments.demo.demo_seed, 7);
    assert!(refused("serve", "demo-seed = 7").starts_with("\"demo-seed\": no such setting"));
    assert!(refused("demo", "kubeconfig = \"a\"").starts_with("\"kubeconfig\": no such setting"));
}

#[test]
fn a_mistake_is_one_line_that_names_the_file_the_setting_and_what_is_accepted() {
    let lines: Vec<String> = [
        "hearbeat = \"5s\"",
        "max_streams = 7",
        "xyzzy = 1",
        "config = \"other.toml\"",
        "print-config = true",
        "help = true",
        "\"listen=127.0.0.1:1\" = \"\"",
        "\"\" = 1",
        "\"a\\nerror: all is lost\" = 1",
        "heartbeat = \"5x\"",
        "heartbeat = 5",
        "heartbeat = true",
        "heartbeat = \"\"",
        "heartbeat = [\"5s\"]",
        "heartbeat = 2026-01-15",
        "[heartbeat]\nevery = 5",
        "[watch]\nnamespaces = []",
        "namespaces = []",
        "namespaces = [\"shop,pay\"]",
        "namespaces = [\"shop\", 1]",
        "namespaces = [\"shop\", \"Pay\"]",
        "max-streams = -1",
        "max-streams = 7.5",
        "demo-changes = nan",
        "open = \"yes\"",
        "open = 1",
        "watch-mode = \"everything\"",
        "redis-url = [\"redis://:hunter2@host\"]",
        "heartbeat = \"5s\"\nheartbeat = \"6s\"",
        "heartbeat = \"5s\"\nredis-url = \"redis://:hunter2@host\n",
        "redis-url = redis://:hunter2@host",
        "--heartbeat 5s",
    ]
    .into_iter()
    .map(|content| refused("demo", content))
    .collect();
    assert!(lines.iter().all(|line| line.lines().count() == 1 && !line.contains("hunter2")), "{lines:#?}");
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn what_is_no_text_of_a_reasonable_length_is_not_read() {
    assert_eq!(refused("", b"\xff"), "the file is not UTF-8 text");
    assert_eq!(refused("", vec![b'#'; (1 << 20) + 1]), "the file is longer than 1 MiB");
    let line = parse(["program", "--config", "/nonexistent"].map(OsString::from)).unwrap_err().to_string();
    assert_eq!(line, "error: --config \"/nonexistent\": the file cannot be read: entity not found");
}
