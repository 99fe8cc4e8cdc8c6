//! What the annotations of ingress-nginx say of routing.
//!
//! <https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/>. The prefix is the
//! controller's default; a controller that was started with another `--annotations-prefix` is not recognised.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What the keys of ingress-nginx's annotations begin with.
pub(crate) const PREFIX: &str = "nginx.ingress.kubernetes.io/";

/// Annotations by which another controller reads paths as expressions, whatever their type.
///
/// - NGINX Ingress Controller: <https://docs.nginx.com/nginx-ingress-controller/tutorials/ingress-path-regex-annotation>
/// - HAProxy Ingress: <https://haproxy-ingress.github.io/docs/configuration/keys/#path-type>
/// - Traefik: <https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/ingress/>
const EXPRESSION_KEYS: [&str; 4] = [
    "nginx.org/path-regex",
    "haproxy-ingress.github.io/path-type",
    "ingress.kubernetes.io/path-type",
    "traefik.ingress.kubernetes.io/router.pathmatcher",
];

/// Whether another controller than ingress-nginx is told to read the paths as expressions.
pub(crate) fn asks_others_for_expressions(annotations: &BTreeMap<String, String>) -> bool {
    EXPRESSION_KEYS.iter().any(|key| annotations.contains_key(*key))
}

/// What is read of an Ingress's annotations.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Nginx {
    /// Whether there is any annotation of ingress-nginx.
    pub(crate) is_annotated: bool,
    pub(crate) uses_regex: bool,
    pub(crate) rewrite_target: Option<Box<str>>,
    /// Present where the Ingress is a canary.
    pub(crate) canary: Option<Box<CanaryTerms>>,
}

/// Which requests a canary takes; several conditions are asked in the order header, cookie, weight.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct CanaryTerms {
    /// How many of [`CanaryTerms::weight_total`] requests it takes.
    pub weight: Option<u32>,
    /// What the weight is a part of; 100 unless the Ingress says otherwise.
    pub weight_total: Option<u32>,
    /// The header that decides.
    pub header: Option<String>,
    /// The header's value that decides for it, instead of `always`.
    pub header_value: Option<String>,
    /// The cookie that decides.
    pub cookie: Option<String>,
}

impl Nginx {
    pub(crate) fn of(annotations: &BTreeMap<String, String>) -> Self {
        let value = |name: &str| annotations.get(&format!("{PREFIX}{name}"));
        let of_prefix = annotations.range(PREFIX.to_owned()..).next();
        if !of_prefix.is_some_and(|(key, _)| key.starts_with(PREFIX)) {
            return Self::default();
        }
        Self {
            is_annotated: true,
            uses_regex: value("use-regex").is_some_and(|value| is_true(value)),
            rewrite_target: value("rewrite-target")
                .filter(|target| !target.is_empty())
                .map(|target| target.as_str().into()),
            canary: value("canary").is_some_and(|value| is_true(value)).then(|| {
                Box::new(CanaryTerms {
                    weight: value("canary-weight").and_then(|weight| weight.parse().ok()),
                    weight_total: value("canary-weight-total").and_then(|total| total.parse().ok()),
                    header: value("canary-by-header").cloned(),
                    header_value: value("canary-by-header-value").cloned(),
                    cookie: value("canary-by-cookie").cloned(),
                })
            }),
        }
    }

    /// Whether the path, `/` where the object gives none, becomes a regular expression by the Ingress's own annotations, and with it the whole host.
    ///
    /// `needsRewrite` in
    /// <https://github.com/kubernetes/ingress-nginx/blob/main/internal/ingress/controller/location.go>
    pub(crate) fn makes_expression(&self, path: &str) -> bool {
        self.uses_regex || self.rewrite_target.as_ref().is_some_and(|target| **target != *path)
    }
}

/// What Go's `strconv.ParseBool` takes for true.
fn is_true(value: &str) -> bool {
    matches!(value, "1" | "t" | "T" | "true" | "TRUE" | "True")
}

impl CanaryTerms {
    /// Which requests it takes, as the end of a sentence.
    pub fn describe(&self) -> String {
        let mut conditions = Vec::new();
        if let Some(header) = &self.header {
            let value = self.header_value.as_deref().unwrap_or("always");
            conditions.push(format!("requests with the header {header}: {value}"));
        }
        if let Some(cookie) = &self.cookie {
            conditions.push(format!("requests with the cookie {cookie}=always"));
        }
        if let Some(weight) = self.weight {
            conditions.push(match self.weight_total.unwrap_or(100) {
                100 => format!("{weight} % of the requests"),
                total => format!("{weight} of {total} requests"),
            });
        }
        if conditions.is_empty() { "no requests yet".to_owned() } else { conditions.join(" and ") }
    }
}
