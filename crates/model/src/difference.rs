//! What differs between two versions of a row, in the words of its fields.

use std::collections::BTreeMap;

use crate::ingress::{Backend, Ingress};

/// One thing that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What it is: a route as `shop.example.com/cart`, `class`, `label team`.
    pub what: String,
    /// What it was; null where it was not there.
    pub before: Option<String>,
    /// What it is; null where it is not there any more.
    pub after: Option<String>,
}

/// What differs, routes first.
pub fn between(before: &Ingress, after: &Ingress) -> Vec<Difference> {
    let mut differences = Vec::new();
    compare(&routes(before), &routes(after), &mut differences);
    for (what, of) in [
        ("class", class as fn(&Ingress) -> Option<String>),
        ("default backend", |row| row.default_backend.as_ref().map(Backend::to_string)),
        ("addresses", |row| (!row.addresses.is_empty()).then(|| row.addresses.join(", "))),
    ] {
        let (before, after) = (of(before), of(after));
        if before != after {
            differences.push(Difference { what: what.to_owned(), before, after });
        }
    }
    compare(&certificates(before), &certificates(after), &mut differences);
    compare(&named("label", &before.labels), &named("label", &after.labels), &mut differences);
    compare(
        &named("annotation", &before.annotations),
        &named("annotation", &after.annotations),
        &mut differences,
    );
    differences
}

fn class(row: &Ingress) -> Option<String> {
    row.class.clone()
}

type Fields = BTreeMap<String, String>;

fn compare(before: &Fields, after: &Fields, differences: &mut Vec<Difference>) {
    let gone = before.keys().filter(|what| !after.contains_key(*what));
    for what in after.keys().chain(gone) {
        let (before, after) = (before.get(what), after.get(what));
        if before != after {
            let what = what.clone();
            differences.push(Difference { what, before: before.cloned(), after: after.cloned() });
        }
    }
}

fn routes(row: &Ingress) -> Fields {
    let mut routes = Fields::new();
    for rule in &row.rules {
        let host = rule.host.as_deref().unwrap_or("*");
        if rule.paths.is_empty() {
            routes.insert(host.to_owned(), "no paths".to_owned());
        }
        for path in &rule.paths {
            let target = routes.entry(format!("{host}{}", path.path)).or_default();
            // The same path may be there once for each path type.
            if !target.is_empty() {
                target.push_str(", ");
            }
            target.push_str(&path.backend.to_string());
            if path.path_type != "Prefix" {
                target.push_str(" (");
                target.push_str(&path.path_type);
                target.push(')');
            }
        }
    }
    routes
}

fn certificates(row: &Ingress) -> Fields {
    let mut secrets = Fields::new();
    for tls in &row.tls {
        let secret = tls.secret.as_deref().unwrap_or("the default certificate");
        let hosts = if tls.hosts.is_empty() { "every host".to_owned() } else { tls.hosts.join(", ") };
        let known = secrets.entry(format!("TLS {secret}")).or_default();
        if !known.is_empty() {
            known.push_str(", ");
        }
        known.push_str(&hosts);
    }
    secrets
}

fn named(kind: &str, values: &BTreeMap<String, String>) -> Fields {
    values.iter().map(|(name, value)| (format!("{kind} {name}"), value.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingress::{Rule, Tls};
    use crate::sample::ingress;

    fn difference(what: &str, before: Option<&str>, after: Option<&str>) -> Difference {
        let [before, after] = [before, after].map(|value| value.map(str::to_owned));
        Difference { what: what.to_owned(), before, after }
    }

    #[test]
    fn equal_rows_have_none() {
        assert_eq!(between(&ingress("shop", "web"), &ingress("shop", "web")), []);
    }

    #[test]
    fn a_backend_that_moved_is_told_by_its_route() {
        let (before, mut after) = (ingress("shop", "web"), ingress("shop", "web"));
        after.rules[0].paths[0].backend =
            Backend::Service { service: "web-v2".to_owned(), port: "80".to_owned() };
        assert_eq!(
            between(&before, &after),
            [difference("web.example.com/", Some("web:http"), Some("web-v2:80"))]
        );
    }

    #[test]
    fn each_field_is_told() {
        let (before, mut after) = (ingress("shop", "web"), ingress("shop", "web"));
        after.rules.push(Rule { host: None, paths: Vec::new() });
        after.rules[0].paths[0].path_type = "Exact".to_owned();
        after.class = None;
        after.default_backend = Some(Backend::Service { service: "all".to_owned(), port: "80".to_owned() });
        after.addresses.push("203.0.113.8".to_owned());
        after.tls.push(Tls { hosts: Vec::new(), secret: Some("web-tls".to_owned()) });
        after.labels.clear();
        after.annotations.insert("note".to_owned(), "new".to_owned());
        assert_eq!(
            between(&before, &after),
            [
                difference("*", None, Some("no paths")),
                difference("web.example.com/", Some("web:http"), Some("web:http (Exact)")),
                difference("class", Some("nginx"), None),
                difference("default backend", None, Some("all:80")),
                difference("addresses", Some("203.0.113.7"), Some("203.0.113.7, 203.0.113.8")),
                difference("TLS web-tls", None, Some("every host")),
                difference("label app", Some("web"), None),
                difference("annotation note", None, Some("new")),
            ]
        );
    }
}
