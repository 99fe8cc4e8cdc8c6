//! The known reasons for which a proxy answers otherwise than the resolver says.
//!
//! A reason is believed when the difference is gone without what it is about: each is taken away in turn, from what the
//! resolver is asked and from what the proxy serves, until both agree. The resolver tells it if it warns of the last that
//! had to go, or of one before.

use jiff::Timestamp;
use kube_ingress_dash_insight::route::CaveatKind;
use kube_ingress_dash_model::ingress::{Backend, HttpPath, Ingress};

use crate::request::Request;

/// A known reason.
pub(crate) struct Cause {
    pub(crate) name: &'static str,
    /// The caveats by which the resolver tells it; none where it does not.
    pub(crate) caveats: &'static [CaveatKind],
    /// Takes it away.
    pub(crate) without: fn(&mut Vec<Ingress>, &mut Request),
}

/// NGINX redirects to a location that ends in a slash.
pub(crate) const REDIRECT: Cause = Cause {
    name: "redirects to a slash at the end",
    caveats: &[CaveatKind::SlashRedirect],
    without: |_, request| {
        let path = request.path.split('?').next().unwrap_or_default();
        request.path = format!("{path}/");
    },
};

/// haproxy-ingress takes Ingresses of equal age in the order of their names, ingress-nginx against it.
pub(crate) const EQUAL_AGE: Cause = Cause {
    name: "Ingresses of equal age",
    caveats: &[CaveatKind::EqualRules, CaveatKind::SeveralDefaultBackends, CaveatKind::OtherDefaultBackends],
    without: |ingresses, _| {
        ingresses
            .sort_by_key(|ingress| (ingress.created_at, format!("{}/{}", ingress.namespace, ingress.name)));
        for (second, ingress) in (0..).zip(ingresses) {
            ingress.created_at = Timestamp::from_second(second).ok();
        }
    },
};

/// HAProxy compares the host as it is sent.
pub(crate) const FINAL_DOT: Cause = Cause {
    name: "a dot at the end of the host",
    caveats: &[],
    without: |_, request| request.host = request.host.trim_end_matches('.').to_owned(),
};

/// haproxy-ingress skips them.
pub(crate) const RESOURCE: Cause = Cause {
    name: "backends that are no Services",
    caveats: &[CaveatKind::ResourceBackend],
    without: |ingresses, _| {
        let is_service = |backend: &Backend| matches!(backend, Backend::Service { .. });
        keep_paths(ingresses, |path| is_service(&path.backend));
        for ingress in ingresses {
            ingress.default_backend = ingress.default_backend.take().filter(is_service);
        }
    },
};

/// haproxy-ingress has one default backend, that of the oldest Ingress that gives one. To it an `ImplementationSpecific`
/// `/` of any host is the same.
pub(crate) const DEFAULT_BACKEND: Cause = Cause {
    name: "default backends",
    caveats: &[
        CaveatKind::OtherDefaultBackends,
        CaveatKind::SeveralDefaultBackends,
        CaveatKind::ImplementationSpecificPath,
    ],
    without: |ingresses, _| {
        for ingress in ingresses {
            ingress.default_backend = None;
        }
    },
};

/// They declare no host to haproxy-ingress.
pub(crate) const NO_PATHS: Cause = Cause {
    name: "rules without paths",
    caveats: &[CaveatKind::HostFallback],
    without: |ingresses, _| {
        for ingress in ingresses {
            ingress.rules.retain(|rule| !rule.paths.is_empty());
        }
    },
};

/// haproxy-ingress compares them by letters of any case.
pub(crate) const IMPLEMENTATION_SPECIFIC: Cause = Cause {
    name: "`ImplementationSpecific` paths",
    caveats: &[CaveatKind::ImplementationSpecificPath],
    without: |ingresses, _| keep_paths(ingresses, |path| path.path_type != "ImplementationSpecific"),
};

/// haproxy-ingress compares their paths as regular expressions.
pub(crate) const WILDCARD: Cause = Cause {
    name: "paths of wildcard hosts",
    caveats: &[CaveatKind::WildcardExpressions],
    without: |ingresses, _| {
        for ingress in ingresses {
            let is_wildcard = |host: &Option<String>| host.as_ref().is_some_and(|host| host.starts_with('*'));
            ingress.rules.retain(|rule| !is_wildcard(&rule.host));
        }
    },
};

/// Of two prefixes that differ in it haproxy-ingress takes the longer text.
pub(crate) const FINAL_SLASH: Cause = Cause {
    name: "a slash at the end of a prefix",
    caveats: &[CaveatKind::EqualRules],
    without: |ingresses, _| keep_paths(ingresses, |path| path.path == "/" || !path.path.ends_with('/')),
};

/// With `strict-host`, haproxy-ingress takes `/` of any host, of whatever type, for all that no path matches.
pub(crate) const EXACT_ROOT: Cause = Cause {
    name: "an `Exact` `/` of any host",
    caveats: &[],
    without: |ingresses, _| {
        for rule in ingresses.iter_mut().flat_map(|ingress| &mut ingress.rules) {
            let is_any = rule.host.is_none();
            rule.paths.retain(|path| !(is_any && path.path == "/" && path.path_type == "Exact"));
        }
        (NO_PATHS.without)(ingresses, &mut Request::default());
    },
};

/// haproxy-ingress looks for paths of less specific hosts, with `strict-host` only for `/` of any host.
pub(crate) const LESS_SPECIFIC_HOST: Cause = Cause {
    name: "paths of less specific hosts",
    caveats: &[CaveatKind::HostFallback, CaveatKind::WildcardExpressions],
    without: |ingresses, request| {
        let url = request.url();
        let fits = ingresses.iter().flat_map(Ingress::hosts).filter_map(|host| url.host_fit(host));
        let Some(best) = fits.min() else { return };
        for ingress in ingresses {
            ingress.rules.retain(|rule| url.host_fit(rule.host.as_deref()) == Some(best));
        }
    },
};

/// Rules that lose all their paths are left out.
fn keep_paths(ingresses: &mut [Ingress], keep: impl Fn(&HttpPath) -> bool) {
    for ingress in ingresses {
        ingress.rules.retain_mut(|rule| {
            let was_empty = rule.paths.is_empty();
            rule.paths.retain(&keep);
            was_empty || !rule.paths.is_empty()
        });
    }
}
