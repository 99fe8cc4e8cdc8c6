//! A Redis of a test's own, on a free port of loopback, with a folder of its own, which ends with the test.

use std::ffi::{OsStr, OsString};
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

pub(crate) struct Server {
    program: OsString,
    process: Child,
    port: u16,
    folder: PathBuf,
    options: Vec<String>,
    tls: bool,
}

impl Server {
    pub(crate) fn start() -> Self {
        Self::start_with(&[])
    }

    /// With more options of its command line.
    pub(crate) fn start_with(options: &[&str]) -> Self {
        Self::try_ports(options, false)
    }

    /// With TLS. The options name its certificates.
    pub(crate) fn start_with_tls(options: &[&str]) -> Self {
        Self::try_ports(options, true)
    }

    fn try_ports(options: &[&str], tls: bool) -> Self {
        let program = std::env::var_os("KUBE_INGRESS_DASH_REDIS_SERVER")
            .expect("KUBE_INGRESS_DASH_REDIS_SERVER names redis-server's program: run ./just test-redis");
        let options: Vec<_> = options.iter().map(|option| (*option).to_owned()).collect();
        for _ in 0..5 {
            let port = free_port();
            let folder = std::env::temp_dir().join(format!("dash-redis-{}-{port}", std::process::id()));
            std::fs::create_dir_all(&folder).unwrap();
            if let Some(process) = launch(&program, &folder, port, tls, &options) {
                return Self { program, process, port, folder, options, tls };
            }
            // Somebody else took the port.
            let _ = std::fs::remove_dir_all(&folder);
        }
        panic!("redis-server does not start")
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Ends it as a crash does. What it held is lost.
    pub(crate) fn stop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    pub(crate) fn start_again(&mut self) {
        self.process = launch(&self.program, &self.folder, self.port, self.tls, &self.options)
            .expect("its port is still free");
    }

    /// From now on it answers nothing, while its connections stay open.
    pub(crate) fn freeze(&self) {
        self.signal("STOP");
    }

    pub(crate) fn thaw(&self) {
        self.signal("CONT");
    }

    fn signal(&self, name: &str) {
        let command = format!("kill -{name} {}", self.process.id());
        assert!(Command::new("sh").args(["-c", &command]).status().unwrap().success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// The process once it takes connections, unless it ends before.
fn launch(program: &OsStr, folder: &Path, port: u16, tls: bool, options: &[String]) -> Option<Child> {
    let port = port.to_string();
    let ports = if tls { ["--port", "0", "--tls-port", &port] } else { ["--tls-port", "0", "--port", &port] };
    let mut process = Command::new(program)
        .args(ports)
        .args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir"])
        .arg(folder)
        .args(options)
        .stdout(Stdio::piped())
        .spawn()
        .expect("redis-server's program starts");
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok);
    if lines.any(|line| line.contains("Ready to accept connections")) {
        // It would wait for somebody to read what else it says.
        std::thread::spawn(move || lines.for_each(drop));
        return Some(process);
    }
    process.wait().unwrap();
    None
}
