//! The one Kubernetes client of the process.

use std::path::PathBuf;
use std::time::Duration;

use kube::config::{KubeConfigOptions, Kubeconfig, KubeconfigError};
use kube::{Client, Config};

/// Where credentials come from.
#[derive(Debug, Clone, Default)]
pub struct ClientOptions {
    /// A kubeconfig file to use instead of what is found.
    pub kubeconfig: Option<PathBuf>,
    /// The context to use instead of the current one.
    pub context: Option<String>,
}

/// A client and what is known of its cluster.
pub struct Connection {
    /// The client.
    pub client: Client,
    /// The name of the kubeconfig's context; null with in-cluster credentials.
    pub context: Option<String>,
}

/// Why there is no client.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The kubeconfig cannot be read or used.
    #[error("the kubeconfig cannot be used: {0}")]
    Kubeconfig(#[from] KubeconfigError),
    /// The settings of the kubeconfig or of the cluster make no client.
    #[error("the cluster's settings make no client: {0}")]
    Settings(#[from] kube::Error),
}

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Makes a client: with a kubeconfig or context that is given, else with in-cluster credentials, else with the
/// kubeconfig of the environment. No request is sent.
pub async fn connect(options: &ClientOptions) -> Result<Connection, ClientError> {
    let nothing_given = options.kubeconfig.is_none() && options.context.is_none();
    if nothing_given && let Ok(config) = Config::incluster() {
        return Ok(Connection { client: client(config)?, context: None });
    }
    let kubeconfig = match &options.kubeconfig {
        Some(path) => Kubeconfig::read_from(path)?,
        None => Kubeconfig::read()?,
    };
    let context = options.context.clone().or_else(|| kubeconfig.current_context.clone());
    let selected = KubeConfigOptions { context: options.context.clone(), ..KubeConfigOptions::default() };
    let config = Config::from_custom_kubeconfig(kubeconfig, &selected).await?;
    Ok(Connection { client: client(config)?, context })
}

/// The client of this configuration, with bounds of our own in place of kube's: no hidden retries, and no bound on
/// the reading of a watch, which the sources bound themselves.
pub fn client(mut config: Config) -> Result<Client, kube::Error> {
    config.default_retry = false;
    config.connect_timeout = Some(CONNECT_TIMEOUT);
    config.read_timeout = None;
    Client::try_from(config)
}
