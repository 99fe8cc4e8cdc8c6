//! The program that is measured, as a child process.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use rustix::process::{Pid, Signal, kill_process};
use tempfile::NamedTempFile;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::http::{self, Answer};
use crate::outcome::Result;
use crate::process::{self, Usage};

/// The bound of every wait.
pub(crate) const BOUND: Duration = Duration::from_mins(2);

/// Lines of the log that are kept to explain a failure.
const LINES: usize = 200;

/// What lifts limits that are for people, not for a thousand clients at one address.
const UNLIMITED: [&str; 4] = ["--rate-limit", "0", "--max-streams-per-client", "0"];

/// A running program. It is killed when this is dropped.
#[derive(Debug)]
pub(crate) struct Program {
    child: Child,
    id: u32,
    /// When it was started.
    pub(crate) began: Instant,
    pub(crate) address: SocketAddr,
    log: Arc<Mutex<VecDeque<String>>>,
    _kubeconfig: NamedTempFile,
}

impl Program {
    /// Starts it for the cluster of this kubeconfig, and returns once it serves.
    pub(crate) async fn start(binary: &Path, kubeconfig: &str, arguments: &[&str]) -> Result<Self> {
        let kubeconfig_file = NamedTempFile::new()?;
        std::fs::write(&kubeconfig_file, kubeconfig)?;
        let began = Instant::now();
        let mut child = Command::new(binary)
            .args(["serve", "--listen", "127.0.0.1:0", "--kubeconfig"])
            .arg(kubeconfig_file.path())
            .args(UNLIMITED)
            .args(arguments)
            .env_clear()
            .env("HOME", "/nonexistent")
            // As the image says, see image/Containerfile.
            .env("MALLOC_ARENA_MAX", "1")
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| format!("{} does not start: {error}", binary.display()))?;
        let id = child.id().ok_or("the program ended at once")?;
        let mut lines = BufReader::new(child.stderr.take().ok_or("it has no stderr")?).lines();
        let log = Arc::new(Mutex::new(VecDeque::new()));
        let address = loop {
            let line = timeout(BOUND, lines.next_line()).await??;
            let line = line.ok_or_else(|| format!("the program ended: {:?}", log.lock()))?;
            if let Some((_, rest)) = line.split_once("serving http://") {
                break rest.split(['/', '"']).next().unwrap_or_default().parse()?;
            }
            log.lock().push_back(line);
        };
        let heard = Arc::clone(&log);
        tokio::spawn(async move {
            while let Ok(Some(line)) = lines.next_line().await {
                let mut log = heard.lock();
                if log.len() == LINES {
                    log.pop_front();
                }
                log.push_back(line);
            }
        });
        Ok(Self { child, id, began, address, log, _kubeconfig: kubeconfig_file })
    }

    /// The same once it shows as many rows.
    pub(crate) async fn with_rows(
        binary: &Path,
        kubeconfig: &str,
        arguments: &[&str],
        rows: usize,
    ) -> Result<Self> {
        let program = Self::start(binary, kubeconfig, arguments).await?;
        program.until_rows(rows).await?;
        Ok(program)
    }

    /// Waits until it shows as many rows, and says how long after its start that was.
    pub(crate) async fn until_rows(&self, rows: usize) -> Result<Duration> {
        let mut connection = http::Connection::open(self.address).await?;
        let deadline = Instant::now() + BOUND;
        loop {
            let answer = connection.get("/metrics", &[]).await?;
            if count(&answer, "kube_ingress_dash_ingresses ")? == rows as u64 {
                return Ok(self.began.elapsed());
            }
            if Instant::now() > deadline {
                return Err(format!("it does not show {rows} rows: {:?}", self.log.lock()).into());
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    pub(crate) async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Result<Answer> {
        timeout(BOUND, http::get(self.address, path, headers)).await?
    }

    /// The sum of a counter's or gauge's values over all series whose text begins so.
    pub(crate) async fn count(&self, name: &str) -> Result<u64> {
        count(&self.get("/metrics", &[]).await?, &format!("kube_ingress_dash_{name}"))
    }

    pub(crate) fn usage(&self) -> Result<Usage> {
        process::usage(self.id)
    }

    /// Tells it to end, and waits until it has.
    pub(crate) async fn end(mut self) -> Result<ExitStatus> {
        let id = Pid::from_raw(i32::try_from(self.id)?).ok_or("it has no id")?;
        kill_process(id, Signal::TERM)?;
        Ok(timeout(BOUND, self.child.wait()).await??)
    }
}

fn count(metrics: &Answer, prefix: &str) -> Result<u64> {
    let mut values =
        str::from_utf8(&metrics.body)?.lines().filter(|line| line.starts_with(prefix)).peekable();
    if values.peek().is_none() {
        return Err(format!("the program has no metric {prefix}").into());
    }
    values.try_fold(0, |sum, line| Ok(sum + line.rsplit(' ').next().unwrap_or_default().parse::<u64>()?))
}
