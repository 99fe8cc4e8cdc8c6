//! Why it is not known who asks, in words that say what is missing and never what would be right.

/// What a request lacks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum LoginNeeded {
    /// It comes from another machine, and no proxy there can prove itself.
    #[error(
        "users come through the proxy beside this server, which is believed on loopback alone; \
         --auth-proxy-secret-file lets a proxy elsewhere prove itself"
    )]
    ProxyOnLoopback,
    /// It comes without the proxy's secret.
    #[error(
        "users come through the proxy in front of this server; a proxy proves itself with the header X-Auth-Proxy-Secret"
    )]
    ProxySecret,
    /// It brings another secret.
    #[error("the header X-Auth-Proxy-Secret does not hold the secret of --auth-proxy-secret-file")]
    RightProxySecret,
    /// It brings a secret, and there is none to hold it against.
    #[error("the header X-Auth-Proxy-Secret holds a secret, but this server has no --auth-proxy-secret-file")]
    UnknownProxySecret,
    /// The proxy names no user.
    #[error("the proxy in front of this server names no user; expected in the header {0}")]
    UserOfProxy(String),
    /// It brings nothing.
    #[error("a user name with a password is needed, or a token")]
    Credentials,
    /// It brings what is neither.
    #[error(
        "the header Authorization is malformed; expected, once, Basic with a user name and a password, or Bearer with a token"
    )]
    WellFormedCredentials,
    /// It brings nobody's.
    #[error("no user has this name and this password, and no program this token")]
    RightCredentials,
}

impl LoginNeeded {
    /// What a client can answer by itself, as `WWW-Authenticate` says it. Logging in at a proxy is not among that.
    pub(super) fn challenges(&self) -> &'static [&'static str] {
        const REALM: &[&str] =
            &["Basic realm=\"kube-ingress-dash\", charset=\"UTF-8\"", "Bearer realm=\"kube-ingress-dash\""];
        match self {
            Self::Credentials | Self::WellFormedCredentials | Self::RightCredentials => REALM,
            Self::ProxyOnLoopback
            | Self::ProxySecret
            | Self::RightProxySecret
            | Self::UnknownProxySecret
            | Self::UserOfProxy(_) => &[],
        }
    }
}
