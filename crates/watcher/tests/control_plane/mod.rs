//! A real etcd and kube-apiserver of a test's own, which end with it.
//!
//! The environment variable `KUBE_INGRESS_DASH_CONTROL_PLANE` names the program of `e2e/control-plane`;
//! `./just test-cluster` builds it and sets the variable.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use kube::config::Kubeconfig;
use serde_json::Value;

pub struct ControlPlane {
    process: Child,
    commands: ChildStdin,
    answers: BufReader<ChildStdout>,
    /// May do everything.
    pub kubeconfig: Kubeconfig,
}

impl ControlPlane {
    pub fn start() -> Self {
        Self::start_with(&[])
    }

    /// With more arguments than a test needs as a rule.
    pub fn start_with(arguments: &[&str]) -> Self {
        let program = std::env::var_os("KUBE_INGRESS_DASH_CONTROL_PLANE").expect(
            "KUBE_INGRESS_DASH_CONTROL_PLANE names the control plane's program: run ./just test-cluster",
        );
        let mut process = Command::new(program)
            .arg("up")
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the control plane's program starts");
        let commands = process.stdin.take().unwrap();
        let mut answers = BufReader::new(process.stdout.take().unwrap());
        let ready = next_answer(&mut answers);
        assert_eq!(ready["event"], "ready");
        let kubeconfig = Kubeconfig::read_from(ready["kubeconfig"].as_str().unwrap()).unwrap();
        Self { process, commands, answers, kubeconfig }
    }

    /// Gives a command, and waits until the control plane says that this happened.
    pub fn command(&mut self, command: &str, event: &str) {
        writeln!(self.commands, "{command}").unwrap();
        assert_eq!(next_answer(&mut self.answers)["event"], event);
    }
}

impl Drop for ControlPlane {
    fn drop(&mut self) {
        let _ = writeln!(self.commands, "stop");
        let _ = self.process.wait();
    }
}

fn next_answer(answers: &mut BufReader<ChildStdout>) -> Value {
    let mut line = String::new();
    answers.read_line(&mut line).unwrap();
    serde_json::from_str(&line).unwrap_or_else(|error| panic!("the control plane said {line:?}: {error}"))
}
