//! A real proxy as a child process, with a folder of its own in which each scenario has a socket.

use std::ffi::OsString;
use std::fs::File;
use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::request::{Answer, Request};

/// What takes longer is a failure.
const PATIENCE: Duration = Duration::from_secs(20);

/// A folder that ends with its value.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(label: &str) -> Self {
        let nanoseconds = std::time::UNIX_EPOCH.elapsed().unwrap().as_nanos();
        let path = std::env::temp_dir().join(format!("dash-{label}-{}-{nanoseconds}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// The socket of a scenario.
    pub(crate) fn socket(&self, index: usize) -> PathBuf {
        self.0.join(format!("{index}.sock"))
    }

    /// Writes a file and gives its path.
    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A proxy that runs until it is dropped.
pub(crate) struct Proxy {
    process: Child,
    folder: Folder,
}

impl Proxy {
    /// Starts a program on the configuration that the folder holds.
    pub(crate) fn start(folder: Folder, program: OsString, arguments: &[OsString]) -> Self {
        let output = File::create(folder.path().join("output")).unwrap();
        let process = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(output.try_clone().unwrap())
            .stderr(output)
            .spawn()
            .expect("the proxy's program starts");
        Self { process, folder }
    }

    /// What answers a request to the scenario of this index.
    pub(crate) fn ask(&mut self, index: usize, request: &Request) -> Answer {
        let mut stream = self.connect(index);
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(&request.bytes()).unwrap();
        let mut response = Vec::new();
        stream.read_to_end(&mut response).unwrap();
        Answer::parse(&response).unwrap_or_else(|| {
            panic!("{request} is answered by {:?}; {}", String::from_utf8_lossy(&response), self.output())
        })
    }

    /// Waits while the proxy starts.
    fn connect(&mut self, index: usize) -> UnixStream {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match UnixStream::connect(self.folder.socket(index)) {
                Ok(stream) => return stream,
                Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::ConnectionRefused) => {}
                Err(error) => panic!("cannot connect: {error}"),
            }
            let ended = self.process.try_wait().unwrap();
            assert!(
                ended.is_none() && Instant::now() < deadline,
                "the proxy does not start: {}",
                self.output()
            );
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    fn output(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("output")).unwrap_or_default()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The program that an environment variable names.
pub(crate) fn program(variable: &str) -> OsString {
    std::env::var_os(variable)
        .unwrap_or_else(|| panic!("{variable} names the proxy's program: run ./just test-proxies"))
}
