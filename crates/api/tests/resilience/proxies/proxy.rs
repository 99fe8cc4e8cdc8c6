//! A real proxy in front of the service, on a free port of loopback, with a folder of its own, which ends with the test.

use std::ffi::{OsStr, OsString};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::net::{TcpSocket, TcpStream};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use super::document::{block, with};
use crate::listening::Listening;
use crate::program::{BOUND, Program};

/// What stands for the minute of the document.
const TIMEOUT: &str = "2s";

#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    Nginx,
    Haproxy,
}

impl Kind {
    fn program(self) -> OsString {
        let variable = match self {
            Self::Nginx => "KUBE_INGRESS_DASH_NGINX",
            Self::Haproxy => "KUBE_INGRESS_DASH_HAPROXY",
        };
        std::env::var_os(variable)
            .unwrap_or_else(|| panic!("{variable} names the proxy's program: run ./just test-proxies"))
    }

    /// The document's text, with the addresses of the test.
    fn configuration(self, listen: SocketAddr, service: SocketAddr) -> String {
        let (listen, service) = (listen.to_string(), service.to_string());
        match self {
            Self::Nginx => {
                let server = format!("listen {listen};");
                let addresses =
                    [("listen 80;", server.as_str()), ("kube-ingress-dash:8080", &service), ("60s", TIMEOUT)];
                format!(
                    "daemon off;\nmaster_process off;\npid nginx.pid;\nerror_log stderr error;\nevents {{}}\n\
                     http {{\naccess_log off;\nclient_body_temp_path body;\nproxy_temp_path proxy;\n\
                     fastcgi_temp_path fastcgi;\nuwsgi_temp_path uwsgi;\nscgi_temp_path scgi;\n{}\n}}\n",
                    with(block("nginx"), &addresses)
                )
            }
            Self::Haproxy => {
                let addresses = [(":80\n", format!("{listen}\n")), ("kube-ingress-dash:8080", service)];
                let addresses: Vec<_> = addresses
                    .iter()
                    .map(|(old, new)| (*old, new.as_str()))
                    .chain([("60s", TIMEOUT)])
                    .collect();
                with(block("haproxy"), &addresses) + "\n"
            }
        }
    }

    fn arguments(self, folder: &Path, file: &Path) -> Vec<OsString> {
        let words = |words: &[&OsStr]| words.iter().map(|word| (*word).to_owned()).collect();
        match self {
            Self::Nginx => words(&[
                "-e".as_ref(),
                "stderr".as_ref(),
                "-p".as_ref(),
                folder.as_ref(),
                "-c".as_ref(),
                file.as_ref(),
            ]),
            Self::Haproxy => words(&["-db".as_ref(), "-f".as_ref(), file.as_ref()]),
        }
    }
}

pub(super) struct Proxy {
    address: SocketAddr,
    folder: PathBuf,
    process: Child,
}

impl Proxy {
    /// Starts one in front of the service, and waits until it listens.
    pub(super) async fn start(kind: Kind, service: SocketAddr) -> Self {
        for _ in 0..5 {
            if let Some(proxy) = Self::try_start(kind, service).await {
                return proxy;
            }
            // Somebody else took the port.
        }
        panic!("{kind:?} does not start")
    }

    async fn try_start(kind: Kind, service: SocketAddr) -> Option<Self> {
        let address = free_address();
        let folder = std::env::temp_dir().join(format!("dash-{}-{}", std::process::id(), address.port()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("configuration");
        std::fs::write(&file, kind.configuration(address, service)).unwrap();
        let process = Command::new(kind.program())
            .args(kind.arguments(&folder, &file))
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut proxy = Self { address, folder, process };
        let listens = async {
            while TcpStream::connect(address).await.is_err() {
                if proxy.process.try_wait().unwrap().is_some() {
                    return false;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            true
        };
        timeout(BOUND, listens).await.expect("it listens or ends").then_some(proxy)
    }

    /// Asks for the stream through the proxy, with these lines of its head.
    pub(super) async fn listen(&self, program: &Program, head: &str) -> Listening {
        let socket = TcpStream::connect(self.address).await.unwrap();
        Listening::over(socket, program, "", head).await
    }

    /// The same as the user with this address.
    pub(super) async fn listen_from(&self, user: Ipv4Addr, program: &Program) -> Listening {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::new(IpAddr::V4(user), 0)).unwrap();
        Listening::over(socket.connect(self.address).await.unwrap(), program, "", "").await
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let _ = self.process.start_kill();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}
