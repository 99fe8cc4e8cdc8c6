//! The kinds of findings and their severities, with the names that they have on the wire and in a query.

use serde::{Deserialize, Serialize};

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

impl FindingKind {
    /// All of them.
    pub const ALL: [Self; 16] = [
        Self::RouteShadowed,
        Self::RouteContested,
        Self::HostInSeveralNamespaces,
        Self::RuleNeverMatches,
        Self::CanaryWithoutPrimary,
        Self::TlsMissing,
        Self::TlsHostUnused,
        Self::TlsSecretsDiffer,
        Self::ClassAbsent,
        Self::ClassUnknown,
        Self::RuleWithoutPaths,
        Self::HostHidesWildcard,
        Self::WildcardSwallowsHost,
        Self::DefaultBackendDuplicated,
        Self::ClassAnnotationDeprecated,
        Self::GatewayEquivalentMissing,
    ];

    /// How it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::RouteShadowed => "route-shadowed",
            Self::RouteContested => "route-contested",
            Self::HostInSeveralNamespaces => "host-in-several-namespaces",
            Self::RuleNeverMatches => "rule-never-matches",
            Self::CanaryWithoutPrimary => "canary-without-primary",
            Self::TlsMissing => "tls-missing",
            Self::TlsHostUnused => "tls-host-unused",
            Self::TlsSecretsDiffer => "tls-secrets-differ",
            Self::ClassAbsent => "class-absent",
            Self::ClassUnknown => "class-unknown",
            Self::RuleWithoutPaths => "rule-without-paths",
            Self::HostHidesWildcard => "host-hides-wildcard",
            Self::WildcardSwallowsHost => "wildcard-swallows-host",
            Self::DefaultBackendDuplicated => "default-backend-duplicated",
            Self::ClassAnnotationDeprecated => "class-annotation-deprecated",
            Self::GatewayEquivalentMissing => "gateway-equivalent-missing",
        }
    }

    /// The severities that it can have, the worst first.
    pub const fn severities(self) -> &'static [Severity] {
        use Severity::{Error, Notice, Warning};
        match self {
            Self::ClassUnknown => &[Error],
            Self::RuleNeverMatches => &[Error, Warning],
            Self::RouteShadowed => &[Error, Notice],
            Self::HostInSeveralNamespaces
            | Self::CanaryWithoutPrimary
            | Self::TlsSecretsDiffer
            | Self::ClassAbsent
            | Self::WildcardSwallowsHost
            | Self::DefaultBackendDuplicated => &[Warning],
            Self::TlsMissing | Self::RuleWithoutPaths | Self::ClassAnnotationDeprecated => &[Warning, Notice],
            Self::RouteContested
            | Self::TlsHostUnused
            | Self::HostHidesWildcard
            | Self::GatewayEquivalentMissing => &[Notice],
        }
    }

    /// The kind of this name, in any case.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name().eq_ignore_ascii_case(name))
    }
}

impl Severity {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Notice];

    /// How it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }

    /// The severity of this name, in any case.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.name().eq_ignore_ascii_case(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_what_crosses_the_wire() {
        for (place, kind) in FindingKind::ALL.into_iter().enumerate() {
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("{:?}", kind.name()));
            assert_eq!(FindingKind::named(&kind.name().to_uppercase()), Some(kind));
            assert_eq!(kind as usize, place);
        }
        for severity in Severity::ALL {
            assert_eq!(serde_json::to_string(&severity).unwrap(), format!("{:?}", severity.name()));
            assert_eq!(Severity::named(severity.name()), Some(severity));
        }
    }
}
