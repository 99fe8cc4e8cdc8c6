//! How the service learns who is asking, before it reads anything for them.
//!
//! [`proxy`] believes what a proxy says of its user, [`basic`] asks for a password or a token of its own file, and
//! without either everybody is the same viewer. Whoever was admitted is held against the rules of `--namespace-access`
//! here, once for every request, and their streams end when that would have another outcome.

mod admitted;
mod basic;
mod keyed_digest;
mod proxy;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::http::header::{AUTHORIZATION, HeaderValue};
use kube_ingress_dash_model::client_config::AuthMode;
use kube_ingress_dash_watcher::viewer::{NamespaceAccess, Viewer};

pub(crate) use admitted::Admitted;
pub use basic::Accounts;
pub use proxy::{IdentityHeaders, ProxySecret};

use admitted::Identity;
use basic::Login;
use proxy::Proxy;

use crate::client::Client;
use crate::middleware::RateLimit;
use crate::problem::Problem;
use crate::reread::Reread;

/// Who is let in, and what they may see. Clones share what they know.
#[derive(Clone)]
pub struct Authentication(Arc<Parts>);

struct Parts {
    method: Method,
    access: Option<Reread<NamespaceAccess>>,
}

enum Method {
    None,
    Proxy(Proxy),
    Basic(Login),
}

impl Authentication {
    /// Nobody has to say who they are, and everybody sees everything.
    pub fn none() -> Self {
        Self::by(Method::None, None)
    }

    /// A proxy says in these headers who its user is. It is believed with the secret, or from loopback where there is
    /// none.
    pub fn proxy(
        headers: IdentityHeaders,
        secret: Option<Reread<ProxySecret>>,
        access: Option<Reread<NamespaceAccess>>,
    ) -> Self {
        Self::by(Method::Proxy(Proxy::new(headers, secret)), access)
    }

    /// Users prove who they are with a password, programs with a token.
    pub fn basic(accounts: Reread<Accounts>, access: Option<Reread<NamespaceAccess>>) -> Self {
        Self::by(Method::Basic(Login::new(accounts)), access)
    }

    fn by(method: Method, access: Option<Reread<NamespaceAccess>>) -> Self {
        Self(Arc::new(Parts { method, access }))
    }

    /// How it is done, in the word of the wire.
    pub fn mode(&self) -> AuthMode {
        match &self.0.method {
            Method::None => AuthMode::None,
            Method::Proxy(_) => AuthMode::Proxy,
            Method::Basic(_) => AuthMode::Basic,
        }
    }

    /// The header that names the user to a proxy's upstream, where there is one.
    pub(crate) fn user_header(&self) -> Option<&str> {
        match &self.0.method {
            Method::Proxy(proxy) => Some(proxy.headers().user.as_str()),
            Method::None | Method::Basic(_) => None,
        }
    }

    /// The headers of a request on which every answer depends; none where answers are the same for all.
    pub(crate) fn vary(&self) -> Option<HeaderValue> {
        match &self.0.method {
            Method::None => None,
            Method::Proxy(proxy) => HeaderValue::try_from(proxy.headers().to_string()).ok(),
            Method::Basic(_) => Some(HeaderValue::from_static(AUTHORIZATION.as_str())),
        }
    }

    /// Lets the sender of the request in, or says what is missing. Whoever fails pays for it from their client's rate.
    pub(crate) async fn admit(
        &self,
        request: &HttpRequest,
        client: Client,
        limit: &RateLimit,
    ) -> Result<Admitted, Problem> {
        let identity = match &self.0.method {
            Method::None => Identity::Anonymous,
            Method::Proxy(proxy) => proxy
                .identify(request.peer_addr().map(|peer| peer.ip()), request.headers())
                .map(|(name, groups)| Identity::Proxied { name, groups })
                .map_err(|problem| paid(problem, client, limit))?,
            Method::Basic(login) => Identity::Account(login.admit(request.headers(), client, limit).await?),
        };
        Ok(Admitted::new(self.clone(), identity))
    }

    /// The viewer that this identity is by the rules as they stand.
    fn viewer(&self, identity: &Identity) -> Viewer {
        let viewer = match identity {
            Identity::Anonymous => Viewer::unrestricted(),
            Identity::Proxied { name, groups } => Viewer::named(name, groups.clone()),
            Identity::Account(account) => Viewer::named(account.name(), account.groups().clone()),
        };
        match &self.0.access {
            Some(access) => access.current().restrict(viewer),
            None => viewer,
        }
    }

    /// Whether this identity would be let in if it came now with what it came with.
    fn still_knows(&self, identity: &Identity) -> bool {
        match (&self.0.method, identity) {
            (Method::Basic(login), Identity::Account(account)) => login.still_knows(account),
            _ => true,
        }
    }

    /// Waits until a file that decides on identities or their rights says something else than at this call.
    fn changed(&self) -> impl Future<Output = ()> + Send + use<> {
        let accounts = match &self.0.method {
            Method::Basic(login) => Some(login.changed()),
            Method::None | Method::Proxy(_) => None,
        };
        let access = self.0.access.as_ref().map(Reread::changed);
        async move {
            tokio::select! {
                () = of_file(accounts) => {}
                () = of_file(access) => {}
            }
        }
    }
}

/// The problem, for which its client pays from its rate; or that it has nothing left.
fn paid(problem: Problem, client: Client, limit: &RateLimit) -> Problem {
    limit.take(&client).err().unwrap_or(problem)
}

/// The change of a file that is given; one that is not never changes.
async fn of_file(changed: Option<impl Future<Output = ()>>) {
    match changed {
        Some(changed) => changed.await,
        None => std::future::pending().await,
    }
}

/// Names of groups between commas, as headers and files have them.
fn groups(list: &str) -> BTreeSet<String> {
    list.split(',').map(str::trim).filter(|group| !group.is_empty()).map(str::to_owned).collect()
}

/// Reads the rules of `--namespace-access` now and whenever they change.
///
/// # Errors
/// One line that names the flag, the file and what is wrong with it.
pub(crate) fn open_access(flag: &'static str, path: &Path) -> Result<Reread<NamespaceAccess>, String> {
    Reread::open(flag, path, |text| NamespaceAccess::parse(text).map_err(|error| error.to_string()))
}
