//! Finds the cluster and its credentials, and makes the transport that all clients share.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use kube::client::ClientBuilder;
use kube::config::{KubeConfigOptions, Kubeconfig, KubeconfigError};
use kube::{Client, Config};
use kube_ingress_dash_core::redis::Digest;
use secrecy::ExposeSecret as _;

use super::home::Home;
use super::token_file::{TokenFile, trimmed};

/// Where credentials come from.
#[derive(Debug, Clone, Default)]
pub struct ClientOptions {
    /// A kubeconfig file to use instead of what is found.
    pub kubeconfig: Option<PathBuf>,
    /// The context to use instead of the current one.
    pub context: Option<String>,
}

/// A transport and what is known of its cluster.
pub struct Connection {
    /// Sends requests, without any guard.
    pub transport: Client,
    /// The name of the kubeconfig's context; null with in-cluster credentials.
    pub context: Option<String>,
    /// Tells the cluster apart from others: a digest of its URL and its certificate authority.
    pub identity: Digest,
}

/// Why there is no client. The words are chosen here: those of parsers and credential plugins may quote secrets.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The kubeconfig cannot be read or used.
    #[error("{}", kubeconfig_words(.0))]
    Kubeconfig(#[from] KubeconfigError),
    /// The settings of the kubeconfig or of the cluster make no client.
    #[error("{}", settings_words(.0))]
    Settings(#[from] kube::Error),
    /// The token has characters that no header can carry.
    #[error("the kubeconfig cannot be used: its token has characters that no token has")]
    Token,
    /// The file of the token cannot be read.
    #[error("the token file {path} cannot be read: {cause}", path = path.display())]
    TokenFile {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        cause: io::ErrorKind,
    },
    /// The file of the token holds none.
    #[error("the token file {} holds no token, or more than one", .0.display())]
    NoToken(PathBuf),
}

fn kubeconfig_words(error: &KubeconfigError) -> String {
    match error {
        KubeconfigError::ReadConfig(cause, path) => {
            format!("the kubeconfig {} cannot be read: {}", path.display(), cause.kind())
        }
        KubeconfigError::Parse(_) => {
            "the kubeconfig cannot be used: it is not the YAML of a kubeconfig; kubectl config view tells where"
                .to_owned()
        }
        other => format!("the kubeconfig cannot be used: {other}"),
    }
}

fn settings_words(error: &kube::Error) -> String {
    match error {
        kube::Error::Auth(_) => {
            "the credentials of the kubeconfig could not be obtained: kubectl version tries the same"
                .to_owned()
        }
        // Its words hold the URL of the proxy, and that a password.
        kube::Error::ProxyProtocolUnsupported { .. } => {
            "the proxy-url of the kubeconfig cannot be used: its scheme must be http, https or socks5"
                .to_owned()
        }
        other => format!("the cluster's settings make no client: {other}"),
    }
}

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// Makes a transport: with a kubeconfig or context that is given, else with in-cluster credentials, else with the
/// kubeconfig of the environment. No request is sent.
pub async fn connect(options: &ClientOptions) -> Result<Connection, ClientError> {
    let nothing_given = options.kubeconfig.is_none() && options.context.is_none();
    if nothing_given && let Ok(config) = Config::incluster() {
        return Connection::of(config, None);
    }
    let kubeconfig = match &options.kubeconfig {
        Some(path) => Kubeconfig::read_from(path)?,
        None => Kubeconfig::read()?,
    };
    let context = options.context.clone().or_else(|| kubeconfig.current_context.clone());
    let selected = KubeConfigOptions { context: options.context.clone(), ..KubeConfigOptions::default() };
    let config = Config::from_custom_kubeconfig(kubeconfig, &selected).await?;
    Connection::of(config, context)
}

impl Connection {
    fn of(config: Config, context: Option<String>) -> Result<Self, ClientError> {
        let identity = identity(&config);
        Ok(Self { transport: transport(config)?, context, identity })
    }
}

/// A digest of the URL and the certificate authority, since many clusters have the same URL from within.
pub fn identity(config: &Config) -> Digest {
    let url = config.cluster_url.to_string().into_bytes();
    Digest::of(std::iter::once(url).chain(config.root_cert.iter().flatten().cloned()))
}

/// The transport of this configuration, without kube's own retries and bounds: the guards around it have theirs, and
/// watches are bounded by their sources.
pub fn transport(mut config: Config) -> Result<Client, ClientError> {
    if let Some(token) =
        config.auth_info.token.take().filter(|token| !token.expose_secret().trim().is_empty())
    {
        let token = trimmed(token.expose_secret()).ok_or(ClientError::Token)?;
        config.auth_info.token = Some(token.to_owned().into());
    }
    let file = token_file(&mut config).map(TokenFile::open).transpose()?;
    config.default_retry = false;
    config.connect_timeout = Some(CONNECT_TIMEOUT);
    config.read_timeout = None;
    let transport = ClientBuilder::try_from((config, Home::here()))?.build();
    Ok(match file {
        Some(file) => file.around(transport),
        None => transport,
    })
}

/// Takes the file of the token out of the configuration, unless kube prefers other credentials to it.
fn token_file(config: &mut Config) -> Option<PathBuf> {
    let user = &mut config.auth_info;
    let has_password = user.username.is_some() && user.password.is_some();
    if user.auth_provider.is_some() || has_password || user.token.is_some() {
        return None;
    }
    let file = user.token_file.take()?;
    user.exec = None;
    Some(PathBuf::from(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn start_with(user: &str) -> Result<Client, ClientError> {
        let yaml = format!(
            "{{clusters: [{{name: c, cluster: {{server: 'http://127.0.0.1:1'}}}}], users: [{{name: u, user: {user}}}], \
             contexts: [{{name: x, context: {{cluster: c, user: u}}}}], current-context: x}}"
        );
        let kubeconfig = Kubeconfig::from_yaml(&yaml)?;
        transport(Config::from_custom_kubeconfig(kubeconfig, &KubeConfigOptions::default()).await?)
    }

    #[tokio::test]
    async fn a_line_break_behind_the_token_does_no_harm_and_one_within_is_an_error() {
        assert!(start_with("{token: \"secret\\n\"}").await.is_ok());
        assert!(start_with("{token: \"\"}").await.is_ok(), "none is none");
        let error = start_with("{token: \"sec\\nret\"}").await.err().unwrap().to_string();
        assert!(!error.contains("sec"), "{error}");
    }

    #[tokio::test]
    async fn no_error_repeats_a_secret() {
        let malformed = start_with("{token: SECRET").await.err().unwrap();
        let plugin = "{exec: {apiVersion: client.authentication.k8s.io/v1, command: sh, interactiveMode: Never, \
                      args: [-c, 'echo SECRET; echo SECRET >&2; exit 1']}}";
        let plugin = start_with(plugin).await.err().unwrap();
        for error in [malformed, plugin] {
            assert!(!error.to_string().contains("SECRET"), "{error}");
        }
    }
}
