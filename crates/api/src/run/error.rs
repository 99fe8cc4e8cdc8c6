//! Why the service does not start, in one line each.

use std::io;
use std::path::PathBuf;

use kube_ingress_dash_core::redis::InvalidAddress;
use kube_ingress_dash_watcher::client::ClientError;
use kube_ingress_dash_watcher::scope::ScopeError;

use crate::server::ListenError;

/// Why the service does not start or stopped.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// An address is taken or not ours.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// Nothing says which cluster is meant.
    #[error(
        "no cluster: there are neither in-cluster credentials nor a kubeconfig; name one with --kubeconfig, or try \
         kube-ingress-dash demo"
    )]
    NoCluster,
    /// The credentials cannot be used.
    #[error("{}", on_one_line(.0))]
    Client(#[from] ClientError),
    /// Flags that make no sense together.
    #[error("{0}")]
    Flags(String),
    /// The Redis cannot be used as it was named.
    #[error("--redis-url: {0}")]
    RedisUrl(InvalidAddress),
    /// The certificates cannot be used.
    #[error("--redis-ca: {0}")]
    RedisAuthority(InvalidAddress),
    /// The certificates cannot be read.
    #[error("--redis-ca {path}: the file cannot be read: {cause}", path = path.display())]
    RedisAuthorityFile {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        cause: io::ErrorKind,
    },
    /// Certificates for no Redis.
    #[error("--redis-ca is of no use without --redis-url")]
    RedisAuthorityAlone,
    /// It is not clear what to watch.
    #[error(transparent)]
    Scope(#[from] ScopeError),
    /// The board stands still.
    #[error("the watch ended by a fault of this program: the rows would stand still, so it ends as well")]
    WatchEnded,
    /// The operating system refused something.
    #[error("{0}")]
    System(io::Error),
}

impl StartError {
    /// The exit code of the process: 2 where the flags contradict each other, else 1.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Scope(_)
            | Self::Flags(_)
            | Self::RedisUrl(_)
            | Self::RedisAuthority(_)
            | Self::RedisAuthorityAlone => 2,
            _ => 1,
        }
    }
}

/// Errors of parsers span lines.
fn on_one_line(error: &ClientError) -> String {
    error.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}
