//! Where the rules are written.

use super::explanation::{Dialect, Reason};

pub(super) const PATH_TYPES: &str =
    "https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types";
pub(super) const MULTIPLE_MATCHES: &str =
    "https://kubernetes.io/docs/concepts/services-networking/ingress/#multiple-matches";
const HOSTNAME_WILDCARDS: &str =
    "https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards";
const DEFAULT_BACKEND: &str =
    "https://kubernetes.io/docs/concepts/services-networking/ingress/#default-backend";
/// "Incoming requests are first evaluated for a host match, then routed to the backend associated with the matching
/// `IngressRuleValue`."
const HOST_BEFORE_PATH: &str =
    "https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/#IngressSpec";
pub(super) const INGRESS_CLASS: &str =
    "https://kubernetes.io/docs/concepts/services-networking/ingress/#default-ingress-class";
/// "If the same path for the same host is defined in more than one Ingress, the oldest rule wins."
pub(super) const NGINX_OLDEST: &str =
    "https://kubernetes.github.io/ingress-nginx/how-it-works/#building-the-nginx-model";
pub(super) const NGINX_PATH_MATCHING: &str =
    "https://kubernetes.github.io/ingress-nginx/user-guide/ingress-path-matching/";
/// "If a location is defined by a prefix string that ends with the slash character, [...] a permanent redirect".
pub(super) const NGINX_LOCATION: &str = "https://nginx.org/en/docs/http/ngx_http_core_module.html#location";
pub(super) const NGINX_PARSER: &str = "https://github.com/nginx/nginx/blob/master/src/http/ngx_http_parse.c";
pub(super) const NGINX_DUPLICATE: &str = "https://github.com/kubernetes/ingress-nginx/issues/10090";
const NGINX_CANARY: &str =
    "https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#canary";
pub(super) const NGINX_CONTROLLER: &str =
    "https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/controller.go";
pub(super) const HAPROXY_STRICT_HOST: &str =
    "https://haproxy-ingress.github.io/docs/configuration/keys/#strict-host";
pub(super) const HAPROXY_CONVERTER: &str =
    "https://github.com/jcmoraisjr/haproxy-ingress/blob/master/pkg/converters/ingress/ingress.go";
pub(super) const HAPROXY_MAPS: &str =
    "https://github.com/jcmoraisjr/haproxy-ingress/blob/master/pkg/haproxy/types/maps.go";
pub(super) const RESOURCE_BACKEND: &str =
    "https://kubernetes.io/docs/concepts/services-networking/ingress/#resource-backend";

impl Reason {
    /// Where the rule is written.
    pub const fn source(self, dialect: Dialect) -> &'static str {
        match self {
            Self::ExactHost | Self::AnyHost | Self::NoHost => HOST_BEFORE_PATH,
            Self::WildcardHost => HOSTNAME_WILDCARDS,
            Self::RegularExpressions | Self::LongestExpression => NGINX_PATH_MATCHING,
            Self::MatchingPath | Self::NoPath | Self::CertainMatch => PATH_TYPES,
            Self::LongestPath | Self::ExactPath => MULTIPLE_MATCHES,
            Self::Oldest | Self::FirstInIngress => NGINX_OLDEST,
            Self::Canary => NGINX_CANARY,
            Self::DefaultBackend | Self::ControllerDefault => match dialect {
                Dialect::Specification => DEFAULT_BACKEND,
                Dialect::IngressNginx => NGINX_CONTROLLER,
            },
        }
    }
}
