//! Annotations of ingress-nginx to which nothing corresponds in the Gateway API.
//!
//! The list holds what neither a field nor a filter of `HTTPRoute`, `Gateway` or `BackendTLSPolicy` says, in the
//! standard or in the experimental channel: a move needs a policy of the implementation, or another design.
//! <https://gateway-api.sigs.k8s.io/reference/spec/>,
//! <https://docs.cilium.io/en/latest/network/servicemesh/ingress-to-gateway/nginx-annotations-migration/>

use std::collections::BTreeMap;

use super::{Evidence, FindingKind, Report, Severity, Words};
use crate::annotation::PREFIX;
use crate::entry::Entry;
use crate::wording::list;

/// Names without an equivalent.
const NAMES: [&str; 15] = [
    "auth-secret",
    "auth-secret-type",
    "auth-type",
    "client-body-buffer-size",
    "configuration-snippet",
    "custom-http-errors",
    "default-backend",
    "denylist-source-range",
    "load-balance",
    "proxy-body-size",
    "proxy-request-buffering",
    "satisfy",
    "server-snippet",
    "stream-snippet",
    "whitelist-source-range",
];

/// Beginnings of names without an equivalent.
const FAMILIES: [&str; 8] = [
    "auth-cache-",
    "enable-modsecurity",
    "enable-owasp-",
    "global-rate-limit",
    "limit-",
    "modsecurity-",
    "proxy-buffer",
    "upstream-hash-by",
];

/// The names of the annotations to which nothing corresponds, without their prefix.
pub(crate) fn without_equivalent(annotations: &BTreeMap<String, String>) -> impl Iterator<Item = &str> {
    let of_prefix = annotations.range(PREFIX.to_owned()..).map_while(|(key, _)| key.strip_prefix(PREFIX));
    of_prefix.filter(|name| has_no_equivalent(name))
}

pub(super) fn findings(entry: &Entry, report: &mut impl Report) {
    let missing = &entry.without_equivalent;
    if missing.is_empty() {
        return;
    }
    report.found(entry, FindingKind::GatewayEquivalentMissing, Severity::Notice, || {
        let sentence = format!(
            "Nothing in the Gateway API says what these annotations of ingress-nginx say: {}.",
            list(missing, missing.len())
        );
        let remedy =
            "Before a move to the Gateway API, look for a policy of its implementation, or do without.";
        let evidence = missing.iter().map(|name| Evidence::annotation(&format!("{PREFIX}{name}")));
        Words::new(sentence, remedy).with_all(evidence)
    });
}

fn has_no_equivalent(name: &str) -> bool {
    NAMES.contains(&name) || FAMILIES.iter().any(|family| name.starts_with(family))
}
