//! Annotations of the demo's Ingresses: what controllers read, and what must never be shown.

use serde_json::{Map, Value};

use super::dice::Dice;
use super::outline::{Class, Outline};

/// A credential that is none, in snippets, so that it can be seen whether they are hidden.
pub(crate) const FAKE_CREDENTIAL: &str = "ZGVtbzpub3QtYS1yZWFsLXNlY3JldA==";

/// The annotations that its class and its TLS suggest.
pub(crate) fn annotations(
    dice: &mut Dice,
    outline: &Outline,
    hosts: &[String],
    has_tls: bool,
) -> Map<String, Value> {
    let mut all = Map::new();
    let mut add = |key: &str, value: &str| all.insert(key.to_owned(), value.into());
    if has_tls && dice.chance(0.75) {
        add("cert-manager.io/cluster-issuer", dice.pick(&["letsencrypt", "letsencrypt", "internal-ca"]));
    }
    if outline.legacy_class {
        add("kubernetes.io/ingress.class", outline.class.name().unwrap_or("nginx"));
    }
    if dice.chance(0.2) {
        add("external-dns.alpha.kubernetes.io/hostname", &hosts.join(","));
    }
    match outline.class {
        Class::Nginx | Class::Internal => add_nginx(dice, outline, &mut add),
        Class::Traefik => {
            add("traefik.ingress.kubernetes.io/router.entrypoints", "websecure");
            if dice.chance(0.3) {
                add("traefik.ingress.kubernetes.io/router.middlewares", "edge-compress@kubernetescrd");
            }
        }
        Class::Alb => {
            let certificate = format!("arn:aws:acm:eu-central-1:000000000000:certificate/{}", dice.uid());
            add("alb.ingress.kubernetes.io/certificate-arn", &certificate);
            add("alb.ingress.kubernetes.io/scheme", dice.pick(&["internet-facing", "internal"]));
            add("alb.ingress.kubernetes.io/target-type", "ip");
            add("alb.ingress.kubernetes.io/listen-ports", r#"[{"HTTP": 80}, {"HTTPS": 443}]"#);
        }
        Class::Haproxy => {
            add("haproxy.org/timeout-server", "60s");
        }
        Class::None => {}
    }
    if dice.chance(0.25) {
        let release = format!("{}-{}", outline.namespace, outline.component);
        add("meta.helm.sh/release-name", &release);
        add("meta.helm.sh/release-namespace", &outline.namespace);
    }
    all
}

fn add_nginx(dice: &mut Dice, outline: &Outline, add: &mut impl FnMut(&str, &str) -> Option<Value>) {
    let mut nginx = |key: &str, value: &str| add(&format!("nginx.ingress.kubernetes.io/{key}"), value);
    if outline.regex {
        nginx("use-regex", "true");
        nginx("rewrite-target", "/$2");
    }
    if let Some(weight) = outline.canary_weight {
        nginx("canary", "true");
        nginx("canary-weight", &weight.to_string());
    }
    if dice.chance(0.35) {
        nginx("proxy-body-size", dice.pick(&["1m", "8m", "64m", "512m", "0"]));
    }
    if dice.chance(0.25) {
        nginx("ssl-redirect", dice.pick(&["true", "true", "false"]));
    }
    if dice.chance(0.2) {
        nginx("proxy-read-timeout", dice.pick(&["30", "60", "300", "3600"]));
    }
    if dice.chance(0.06) {
        nginx("whitelist-source-range", "192.0.2.0/24,198.51.100.0/24,2001:db8::/32");
    }
    if dice.chance(0.05) {
        nginx("auth-url", "https://sso.example.com/oauth2/auth");
        nginx("auth-signin", "https://sso.example.com/oauth2/start?rd=$escaped_request_uri");
    }
    if dice.chance(0.02) {
        let snippet = format!(
            "proxy_set_header Authorization \"Basic {FAKE_CREDENTIAL}\";\nmore_set_headers \"X-Frame-Options: DENY\";\n"
        );
        nginx("configuration-snippet", &snippet);
    }
}
