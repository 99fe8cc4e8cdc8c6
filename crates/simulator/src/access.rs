//! Who calls, and what they may do: bearer tokens, denied namespaces, and whether a list may span the cluster.
//! Like RBAC it cannot grant the whole cluster less one namespace: a caller who is denied anywhere may not
//! list cluster-wide.

use std::collections::{BTreeMap, BTreeSet};

use crate::call::{Call, Target};
use crate::resource::Resource;
use crate::status::Status;

/// What a caller may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Namespaces whose Ingresses and Events are forbidden.
    pub denied_namespaces: BTreeSet<String>,
    /// Whether what is in namespaces may be listed and watched over all of them; false while one is denied.
    pub cluster_wide: bool,
    /// Resources that may be neither listed nor watched nor read, wherever they are.
    pub denied_resources: BTreeSet<Resource>,
}

impl Default for Rules {
    /// Everything is allowed.
    fn default() -> Self {
        Self { denied_namespaces: BTreeSet::new(), cluster_wide: true, denied_resources: BTreeSet::new() }
    }
}

impl Rules {
    /// Whether a resource is allowed in this namespace, or in all of them.
    fn reach(&self, resource: Resource, namespace: Option<&str>) -> bool {
        if self.denied_resources.contains(&resource) {
            return false;
        }
        match namespace {
            _ if !resource.is_namespaced() => true,
            Some(namespace) => !self.denied_namespaces.contains(namespace),
            None => self.cluster_wide && self.denied_namespaces.is_empty(),
        }
    }
}

/// The holder of a bearer token.
#[derive(Clone, Debug)]
pub struct Account {
    /// The user's name, as it stands in 403 messages.
    pub user: String,
    /// What the user may do, further narrowed by the rules for everyone.
    pub rules: Rules,
}

/// Accounts and rules of the whole server.
#[derive(Clone, Debug)]
pub struct Access {
    /// Rules that bind all callers.
    pub everyone: Rules,
    /// Accounts by their bearer token.
    pub accounts: BTreeMap<String, Account>,
    /// Whether calls without a token are answered, as `system:anonymous`; otherwise they get 401.
    pub anonymous: bool,
}

impl Default for Access {
    /// Anonymous callers may do everything.
    fn default() -> Self {
        Self { everyone: Rules::default(), accounts: BTreeMap::new(), anonymous: true }
    }
}

impl Access {
    /// The account that the header `Authorization` proves, or 401.
    pub(crate) fn identify(&self, authorization: Option<&str>) -> Result<Account, Status> {
        let Some(authorization) = authorization else {
            let anonymous = || Account { user: "system:anonymous".to_owned(), rules: Rules::default() };
            return self.anonymous.then(anonymous).ok_or_else(Status::unauthorized);
        };
        let token = authorization.strip_prefix("Bearer ").map(str::trim);
        token.and_then(|token| self.accounts.get(token)).cloned().ok_or_else(Status::unauthorized)
    }

    /// Whether the account may make the call, or 403 in the words of Kubernetes.
    pub(crate) fn authorize(&self, account: &Account, call: &Call) -> Result<(), Status> {
        let Some(resource) = call.target.resource() else {
            return Ok(());
        };
        let namespace = call.target.namespace();
        if self.allows(&account.rules, resource, namespace) {
            return Ok(());
        }
        let scope = match namespace {
            Some(namespace) => format!("in the namespace \"{namespace}\""),
            None => "at the cluster scope".to_owned(),
        };
        let subresource =
            if matches!(call.target, Target::Object { status: true, .. }) { "/status" } else { "" };
        let explanation = format!(
            "User \"{}\" cannot {} resource \"{}{subresource}\" in API group \"{}\" {scope}",
            account.user,
            call.verb.as_str(),
            resource.plural(),
            resource.group(),
        );
        Err(Status::forbidden(resource, call.target.name(), &explanation))
    }

    /// Whether the rules allow a resource in a namespace, or in all of them.
    pub(crate) fn allows(&self, rules: &Rules, resource: Resource, namespace: Option<&str>) -> bool {
        [&self.everyone, rules].into_iter().all(|rules| rules.reach(resource, namespace))
    }
}
