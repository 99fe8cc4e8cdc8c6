//! The answer to a URL, as it crosses the wire: for each class the outcome, the steps that led to it, and every rule
//! that had to do with it.

use kube_ingress_dash_model::ingress::Backend;
use kube_ingress_dash_model::key::IngressKey;
use kube_ingress_dash_model::url::HostFit;
use serde::{Deserialize, Serialize};

use super::caveat::Caveat;
use crate::annotation::CanaryTerms;

/// Which Ingress answers a URL, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// The host that was asked for, without port.
    pub host: String,
    /// The path that was asked for; `/` where the URL has none.
    pub path: String,
    /// One for each class that has a rule for the host or a default backend: first those with a rule that names the host,
    /// then those with a wildcard for it, and then the others. Of each, those come first that answer by the nearest rule,
    /// then those that answer by a default backend, and at last those that do not answer; of equal ones, those without a
    /// class first. Empty where none has.
    pub rankings: Vec<Ranking>,
}

/// What the proxy of one class does with the URL.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Ranking {
    /// The class; null are the Ingresses that name none.
    pub class: Option<String>,
    /// By whose rules it was decided.
    pub dialect: Dialect,
    /// What answers.
    pub outcome: Outcome,
    /// The last step that left one.
    pub decided_by: Reason,
    /// The decision, in order.
    pub steps: Vec<Step>,
    /// The rules that were looked at: what answers first, then what matches too, then what is near.
    pub candidates: Vec<Candidate>,
    /// How many candidates are not listed.
    pub omitted: usize,
    /// Where the outcome depends on what the specification leaves open. Empty where it does not.
    pub caveats: Vec<Caveat>,
}

/// Whose rules are applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Dialect {
    /// Those of the Ingress specification.
    Specification,
    /// Those of ingress-nginx.
    IngressNginx,
}

/// What answers a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase", tag = "kind")]
pub enum Outcome {
    /// The backend of a path.
    Route {
        /// The Ingress that has the path.
        ingress: IngressKey,
        /// The host of the rule; null is any.
        host: Option<String>,
        /// The path as written.
        path: String,
        /// The type of the path.
        path_type: String,
        /// What answers.
        backend: Backend,
        /// What takes a part of the requests instead.
        canaries: Vec<Canary>,
    },
    /// The default backend of an Ingress.
    DefaultBackend {
        /// The Ingress that gives it.
        ingress: IngressKey,
        /// What answers.
        backend: Backend,
    },
    /// What the controller answers by itself, usually 404.
    ControllerDefault,
}

/// How near what answers is to what was asked for; the nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    Host(HostFit),
    DefaultBackend,
    Nothing,
}

impl Outcome {
    pub(super) fn fit(&self) -> Fit {
        match self {
            Self::Route { host: Some(host), .. } if host.starts_with("*.") => Fit::Host(HostFit::Wildcard),
            Self::Route { host: Some(host), .. } if !host.is_empty() => Fit::Host(HostFit::Exact),
            Self::Route { .. } => Fit::Host(HostFit::Any),
            Self::DefaultBackend { .. } => Fit::DefaultBackend,
            Self::ControllerDefault => Fit::Nothing,
        }
    }
}

/// A canary of the path that answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Canary {
    /// The Ingress that is the canary.
    pub ingress: IngressKey,
    /// What answers its requests.
    pub backend: Backend,
    /// Which requests those are.
    pub terms: CanaryTerms,
}

/// One step of the decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// The rule that is applied.
    pub reason: Reason,
    /// What it does here.
    pub sentence: String,
    /// How many rules are left after it.
    pub remaining: usize,
    /// Where the rule is written.
    pub source: String,
}

/// Why one rule is taken rather than another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// A rule that names the host comes before wildcards.
    ExactHost,
    /// A wildcard for the host comes before rules for any host.
    WildcardHost,
    /// A rule for any host comes last.
    AnyHost,
    /// No rule is for the host.
    NoHost,
    /// All paths of the host are regular expressions.
    RegularExpressions,
    /// The path matches.
    MatchingPath,
    /// No path of the host matches.
    NoPath,
    /// A path that matches by its type comes before one that only may match.
    CertainMatch,
    /// The longest path comes first.
    LongestPath,
    /// An `Exact` path comes before a `Prefix` of the same length.
    ExactPath,
    /// The longest regular expression that matches comes first.
    LongestExpression,
    /// The oldest Ingress comes first.
    Oldest,
    /// The first path of the Ingress comes first.
    FirstInIngress,
    /// Canaries share the requests of what they are canaries of.
    Canary,
    /// What nothing matches goes to a default backend.
    DefaultBackend,
    /// What nothing matches and has no default backend is answered by the controller.
    ControllerDefault,
}

/// A rule that had to do with the decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Candidate {
    /// The Ingress that has it.
    pub ingress: IngressKey,
    /// The host of the rule; null is any.
    pub host: Option<String>,
    /// The path as written; null is a default backend, or a rule without paths.
    pub path: Option<String>,
    /// The type of the path.
    pub path_type: Option<String>,
    /// What would answer; null is a rule without paths.
    pub backend: Option<Backend>,
    /// What becomes of it.
    pub verdict: Verdict,
}

/// What becomes of a candidate; the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It answers.
    Wins,
    /// It takes a part of the requests, as a canary.
    Shares,
    /// It is equal to what answers, and its Ingress is younger.
    Younger,
    /// It is equal to what answers, and stands later in the same Ingress.
    LaterInIngress,
    /// It matches as a `Prefix`, and an `Exact` path answers.
    PrefixBesideExact,
    /// It is `/` of a rule without a host, which ingress-nginx leaves to the default backend of an Ingress without rules.
    RootOfDefaultBackend,
    /// It matches, and a longer path answers.
    ShorterPath,
    /// It matches, and a regular expression that is tried before answers.
    LaterExpression,
    /// It matches only if the controller reads its path in a certain way.
    MayMatch,
    /// It is a canary, but not of what answers.
    CanaryOfAnother,
    /// The controller takes no backend but Services.
    BackendIsNoService,
    /// Its regular expression cannot be read.
    UnreadableExpression,
    /// Its path matches, but a rule that is more specific is for the host.
    LessSpecificHost,
    /// Its host matches, its path does not.
    PathDiffers,
    /// A rule without paths: it leaves everything to a default backend.
    NoPaths,
    /// A default backend that is not asked.
    DefaultBackendNotAsked,
}
