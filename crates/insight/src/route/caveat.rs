//! What an outcome depends on beyond the rules that are written down.

use kube_ingress_dash_model::key::IngressKey;
use serde::{Deserialize, Serialize};

use super::source;

/// A reason why a controller may decide otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Caveat {
    /// What it depends on.
    pub kind: CaveatKind,
    /// The same in a sentence about this request.
    pub sentence: String,
    /// Where it is written.
    pub source: String,
}

/// What an outcome can depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CaveatKind {
    /// The controller is not known, and guessed from annotations.
    ControllerAssumed,
    /// The Ingresses name no class, so that it is open which controller takes them.
    ClassAbsent,
    /// How a path of the type `ImplementationSpecific` matches is up to the controller.
    ImplementationSpecificPath,
    /// A regular expression cannot be read here.
    UnreadableExpression,
    /// Equal rules in several Ingresses: the specification does not say which one is taken.
    EqualRules,
    /// No path of the host matches, but one of a less specific host does, to which some controllers fall back.
    HostFallback,
    /// Several Ingresses give a default backend.
    SeveralDefaultBackends,
    /// Some controllers ask default backends that are not asked here.
    OtherDefaultBackends,
    /// What answers is no Service.
    ResourceBackend,
    /// HAProxy Ingress compares the paths of wildcard hosts in a way of its own.
    WildcardExpressions,
    /// NGINX redirects to the same path with a slash at its end.
    SlashRedirect,
    /// NGINX refuses the request for its path, whatever the rules are.
    RefusedPath,
    /// NGINX refuses the configuration that ingress-nginx makes, which keeps the one before.
    RefusedConfiguration,
}

impl Caveat {
    fn new(kind: CaveatKind, sentence: String, source: &str) -> Self {
        Self { kind, sentence, source: source.to_owned() }
    }

    pub(super) fn controller_assumed() -> Self {
        let sentence = "That ingress-nginx serves this class is taken from the annotations of its Ingresses.";
        Self::new(CaveatKind::ControllerAssumed, sentence.to_owned(), source::NGINX_PATH_MATCHING)
    }

    pub(super) fn class_absent(default: Option<&str>) -> Self {
        let sentence = match default {
            None => "These Ingresses name no class: whether a controller takes them is its own setting."
                .to_owned(),
            Some(class) => format!(
                "These Ingresses name no class: {class} is the default, but only of Ingresses made since it is."
            ),
        };
        Self::new(CaveatKind::ClassAbsent, sentence, source::INGRESS_CLASS)
    }

    pub(super) fn winner_is_specific(path: &str) -> Self {
        let sentence =
            format!("{path} is ImplementationSpecific: the controller may match it in another way.");
        Self::new(CaveatKind::ImplementationSpecificPath, sentence, source::PATH_TYPES)
    }

    pub(super) fn may_match(ingress: &IngressKey, path: &str) -> Self {
        let sentence = format!(
            "{path} of {ingress} is ImplementationSpecific: some controllers match it here, and take it."
        );
        Self::new(CaveatKind::ImplementationSpecificPath, sentence, source::PATH_TYPES)
    }

    pub(super) fn unreadable(ingress: &IngressKey, path: &str) -> Self {
        let sentence = format!("{path} of {ingress} is a regular expression that NGINX may read and match.");
        Self::new(CaveatKind::UnreadableExpression, sentence, source::NGINX_PATH_MATCHING)
    }

    pub(super) fn equal_rules(ingresses: &str) -> Self {
        let sentence = format!(
            "The specification does not say which of equal rules is taken ({ingresses}). The oldest is what \
             ingress-nginx takes."
        );
        Self::new(CaveatKind::EqualRules, sentence, source::NGINX_OLDEST)
    }

    pub(super) fn host_fallback(ingress: &IngressKey, host: &str) -> Self {
        let sentence = format!(
            "Some controllers then look at less specific hosts, and take the rule of {ingress} for {host}: Traefik, \
             and HAProxy Ingress, with strict-host=true only / of any host."
        );
        Self::new(CaveatKind::HostFallback, sentence, source::HAPROXY_STRICT_HOST)
    }

    pub(super) fn several_default_backends(ingresses: &str) -> Self {
        let sentence =
            format!("Several Ingresses give a default backend: {ingresses}. The oldest is taken here.");
        Self::new(CaveatKind::SeveralDefaultBackends, sentence, source::NGINX_CONTROLLER)
    }

    pub(super) fn slash_redirect(asked: &str) -> Self {
        let sentence = format!("NGINX redirects {asked} to {asked}/, since a path of the host ends so.");
        Self::new(CaveatKind::SlashRedirect, sentence, source::NGINX_LOCATION)
    }

    pub(super) fn refused_path(asked: &str) -> Self {
        let sentence = format!(
            "NGINX itself answers {asked} with 400: the path cannot be decoded, has a zero byte, or leads above the root. What is said here \
             is of the path as far as it can be read."
        );
        Self::new(CaveatKind::RefusedPath, sentence, source::NGINX_PARSER)
    }

    pub(super) fn refused() -> Self {
        let sentence =
            "Paths of the host give the same location twice. NGINX refuses such a configuration, and \
                        ingress-nginx keeps the one before."
                .to_owned();
        Self::new(CaveatKind::RefusedConfiguration, sentence, source::NGINX_DUPLICATE)
    }

    pub(super) fn other_default_backends(ingresses: &str) -> Self {
        let sentence = format!(
            "Some controllers, as HAProxy Ingress, give what no rule matches to the default backend of any Ingress, the \
             oldest first. Those of {ingresses} are not asked here."
        );
        Self::new(CaveatKind::OtherDefaultBackends, sentence, source::HAPROXY_CONVERTER)
    }

    pub(super) fn resource_backend(ingress: &IngressKey) -> Self {
        let sentence =
            format!("The backend of {ingress} is no Service: many controllers then leave the path out.");
        Self::new(CaveatKind::ResourceBackend, sentence, source::RESOURCE_BACKEND)
    }

    pub(super) fn wildcard_expressions(host: &str) -> Self {
        let sentence = format!(
            "HAProxy Ingress compares the paths of {host} as regular expressions that are open at their end, the longest \
             text first: a Prefix /a matches /ab there, and comes before an Exact /a."
        );
        Self::new(CaveatKind::WildcardExpressions, sentence, source::HAPROXY_MAPS)
    }
}
