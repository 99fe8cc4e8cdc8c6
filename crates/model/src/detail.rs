//! The answers of `GET /api/ingresses/{namespace}/{name}` and of its events.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::finding::Finding;
use crate::ingress::Ingress;

/// One Ingress with nothing cut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct IngressDetail {
    /// The row, with its annotation values whole.
    #[serde(flatten)]
    pub ingress: Ingress,
    /// The object as YAML, without managed fields and copies of itself, hidden values replaced.
    pub yaml: String,
    /// What is found, whole: the row's `findings` are the kinds alone. Computed from what the reader may see.
    #[serde(default)]
    pub finding_details: Vec<Finding>,
    /// The `IngressClass` of its class. Where it has none, the default one, which new Ingresses without a class are
    /// given. Null where the server knows of no such `IngressClass`.
    #[serde(default)]
    pub ingress_class: Option<KnownClass>,
}

/// What the server knows of an `IngressClass`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct KnownClass {
    /// Its name.
    pub name: String,
    /// The controller that it names, such as `k8s.io/ingress-nginx`; empty where it names none.
    pub controller: String,
    /// Whether it is given to new Ingresses without a class.
    pub is_default: bool,
}

/// What an [`IngressDetail`] tells to somebody who has the row.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BeyondRow {
    /// The annotations, their values whole.
    pub annotations: BTreeMap<String, String>,
    /// The object as YAML.
    pub yaml: String,
    /// What is found, whole.
    #[serde(default)]
    pub finding_details: Vec<Finding>,
    /// The `IngressClass` of its class, or the default one where it has none.
    #[serde(default)]
    pub ingress_class: Option<KnownClass>,
}

/// What Kubernetes recorded about one Ingress.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct EventList {
    /// The newest first.
    pub events: Vec<KubernetesEvent>,
}

/// One Event of Kubernetes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct KubernetesEvent {
    /// `Normal` or `Warning`; text, as the API may grow.
    #[serde(rename = "type")]
    pub kind: String,
    /// Why it was recorded, in one word, such as `Sync`.
    pub reason: String,
    /// What happened, in a sentence for people.
    pub message: String,
    /// Who recorded it.
    pub source: String,
    /// How often it happened.
    pub count: u32,
    /// When it happened first, where that is known.
    #[serde(default, deserialize_with = "crate::written_time::read_optional")]
    pub first_seen: Option<Timestamp>,
    /// When it happened last, where that is known.
    #[serde(default, deserialize_with = "crate::written_time::read_optional")]
    pub last_seen: Option<Timestamp>,
}
