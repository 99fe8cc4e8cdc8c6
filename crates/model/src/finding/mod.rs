//! What is wrong with an Ingress, or will surprise somebody: the kinds, a row's set of them, and a finding whole.
//!
//! Findings are made by `kube-ingress-dash-insight`; `docs/insight.md` says when.

mod kind;
mod set;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::key::IngressKey;

pub use kind::{FindingKind, Severity};
pub use set::FindingSet;

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

impl Evidence {
    /// A host is seen.
    pub fn host(host: &str) -> Self {
        Self { host: Some(host.to_owned()), ..Self::default() }
    }

    /// An annotation is seen.
    pub fn annotation(key: &str) -> Self {
        Self { annotation: Some(key.to_owned()), ..Self::default() }
    }

    /// The same at another Ingress.
    #[must_use]
    pub fn of(self, ingress: &IngressKey) -> Self {
        Self { ingress: Some(ingress.clone()), ..self }
    }

    /// The same at this path.
    #[must_use]
    pub fn path(self, path: &str) -> Self {
        Self { path: Some(path.to_owned()), ..self }
    }

    /// The same with this Secret.
    #[must_use]
    pub fn secret(self, secret: Option<&str>) -> Self {
        Self { secret: secret.map(str::to_owned), ..self }
    }
}
