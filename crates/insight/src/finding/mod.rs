//! What is wrong with an Ingress, or will surprise somebody.
//!
//! Findings are of two sorts. Some are seen in the Ingress alone (`own`, `gateway`). The others come from what shares a
//! host (`host` and the modules beside it), and change when a neighbour does. Ingresses that answer a certificate
//! authority's challenge are no part of any of this, and a canary is no rival of what it is a canary of.

mod default_backend;
mod gateway;
mod host;
mod own;
mod routes;
mod tls;
mod wildcard;

use std::borrow::Cow;

use kube_ingress_dash_model::key::IngressKey;
use serde::{Deserialize, Serialize};

use crate::entry::Entry;

pub(crate) use host::{Surroundings, of_host};
pub(crate) use own::of_ingress;

/// How many other Ingresses a finding names as evidence.
const NAMED: usize = 3;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// The Ingress that it is about.
    pub ingress: IngressKey,
    /// What it is.
    pub kind: FindingKind,
    /// How bad it is.
    pub severity: Severity,
    /// The same in one sentence.
    pub sentence: String,
    /// Where it is seen.
    pub evidence: Vec<Evidence>,
    /// What to do.
    pub remedy: Cow<'static, str>,
}

/// What a finding can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// Another Ingress has the same host and path, and takes its requests.
    RouteShadowed,
    /// Another Ingress has the same host and path, and gets no requests.
    RouteContested,
    /// Ingresses of several namespaces have rules for the host.
    HostInSeveralNamespaces,
    /// A rule that no request can match.
    RuleNeverMatches,
    /// A canary of which nothing is the primary.
    CanaryWithoutPrimary,
    /// A host that no `spec.tls` names.
    TlsMissing,
    /// A host of `spec.tls` that no rule is for.
    TlsHostUnused,
    /// One host with certificates from several Secrets.
    TlsSecretsDiffer,
    /// No class, beside Ingresses that have one or in a cluster without a default.
    ClassAbsent,
    /// A class of which there is no `IngressClass`.
    ClassUnknown,
    /// A rule without paths.
    RuleWithoutPaths,
    /// Requests that match no path of the host are not given to the wildcard beside it, or not by every controller.
    HostHidesWildcard,
    /// A wildcard may take the requests of a host that is named.
    WildcardSwallowsHost,
    /// Several Ingresses of the class give a default backend for everything.
    DefaultBackendDuplicated,
    /// The class is named by an annotation.
    ClassAnnotationDeprecated,
    /// Annotations of ingress-nginx to which nothing corresponds in the Gateway API.
    GatewayEquivalentMissing,
}

/// How bad a finding is; the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Something does not work as it is written.
    Error,
    /// Something probably does not work as it is meant.
    Warning,
    /// Something to know.
    Notice,
}

/// Where a finding is seen. What does not concern it is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Evidence {
    /// Another Ingress.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ingress: Option<IngressKey>,
    /// A host; `*` is any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// A path as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The name of a Secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// The key of an annotation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annotation: Option<String>,
}

impl Finding {
    fn new(
        entry: &Entry,
        kind: FindingKind,
        severity: Severity,
        sentence: impl Into<String>,
        remedy: &'static str,
    ) -> Self {
        let ingress = entry.key.clone();
        let (sentence, remedy) = (sentence.into(), Cow::Borrowed(remedy));
        Self { ingress, kind, severity, sentence, evidence: Vec::new(), remedy }
    }

    fn with(mut self, evidence: Evidence) -> Self {
        self.evidence.push(evidence);
        self
    }

    fn with_all(mut self, evidence: impl IntoIterator<Item = Evidence>) -> Self {
        self.evidence.extend(evidence);
        self
    }
}

impl Evidence {
    fn host(host: &str) -> Self {
        Self { host: Some(host.to_owned()), ..Self::default() }
    }

    fn of(mut self, entry: &Entry) -> Self {
        self.ingress = Some(entry.key.clone());
        self
    }

    fn path(mut self, path: &str) -> Self {
        self.path = Some(path.to_owned());
        self
    }

    fn secret(mut self, secret: Option<&str>) -> Self {
        self.secret = secret.map(str::to_owned);
        self
    }

    fn annotation(key: &str) -> Self {
        Self { annotation: Some(key.to_owned()), ..Self::default() }
    }
}
