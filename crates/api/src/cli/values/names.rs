//! Names of namespaces, of hosts and in Redis, and the globs that match annotations.

use kube_ingress_dash_watcher::viewer::{GLOB_RULE, NamespaceGlobs};

use crate::namespace;

/// Reads the name of a namespace.
pub(crate) fn namespace(text: &str) -> Result<String, String> {
    if namespace::is_name(text) {
        Ok(text.to_owned())
    } else {
        Err(format!("expected names of namespaces, separated by commas: {}", namespace::RULE))
    }
}

/// Reads a host name or an IP address, without a port.
pub(crate) fn host(text: &str) -> Result<String, String> {
    let name = text.to_ascii_lowercase();
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    let is_name = !name.is_empty() && name.bytes().all(allowed);
    let is_ip_literal =
        name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).is_some_and(is_ipv6_address);
    if is_name || is_ip_literal {
        Ok(name)
    } else {
        Err("expected host names without a port, separated by commas, such as dash.internal".to_owned())
    }
}

/// Reads a name for people.
pub(crate) fn display_name(text: &str) -> Result<String, String> {
    if !text.trim().is_empty() && !text.contains(char::is_control) {
        Ok(text.to_owned())
    } else {
        Err("expected a name in one line, such as production eu-west".to_owned())
    }
}

/// Reads a glob over the keys of annotations.
pub(crate) fn glob(text: &str) -> Result<String, String> {
    let is_key = |byte: u8| byte.is_ascii_alphanumeric() || b"*?-._/".contains(&byte);
    if !text.is_empty() && text.bytes().all(is_key) {
        Ok(text.to_owned())
    } else {
        Err("expected globs over annotation keys, separated by commas, such as *snippet*, with * for any run and ? for one character".to_owned())
    }
}

/// Reads a glob over the names of namespaces.
pub(crate) fn namespace_glob(text: &str) -> Result<String, String> {
    NamespaceGlobs::parse([text])
        .map(|_| text.to_owned())
        .map_err(|_| format!("expected, separated by commas, {GLOB_RULE}"))
}

/// Reads the name of an Ingress class.
pub(crate) fn ingress_class(text: &str) -> Result<String, String> {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    if !text.is_empty() && text.bytes().all(is_name) {
        Ok(text.to_owned())
    } else {
        Err("expected names of Ingress classes, separated by commas, such as nginx,internal".to_owned())
    }
}

/// Reads a label selector. The API server knows the grammar; here it must only not be nothing.
pub(crate) fn label_selector(text: &str) -> Result<String, String> {
    if !text.trim().is_empty() && !text.contains(char::is_control) {
        Ok(text.to_owned())
    } else {
        Err("expected a label selector such as app=web or tier in (front,edge)".to_owned())
    }
}

/// Reads what keys in Redis begin with.
pub(crate) fn redis_prefix(text: &str) -> Result<String, String> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:".contains(&byte);
    if !text.is_empty() && text.len() <= 100 && text.bytes().all(allowed) {
        Ok(text.to_owned())
    } else {
        Err("expected up to 100 letters, digits and -._: such as team:kube-ingress-dash".to_owned())
    }
}

fn is_ipv6_address(text: &str) -> bool {
    text.parse::<std::net::Ipv6Addr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_lower_case_and_without_a_port() {
        assert_eq!(host("Dash.Internal").as_deref(), Ok("dash.internal"));
        assert_eq!(host("[::1]").as_deref(), Ok("[::1]"));
        for text in ["", "dash:8080", "http://dash", "a b", "[x]"] {
            assert!(host(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn names_for_people_are_one_line() {
        assert_eq!(display_name("Größe 7 (eu)").as_deref(), Ok("Größe 7 (eu)"));
        for text in ["", " ", "a\nb", "a\u{1b}[0m", "a\u{85}b"] {
            assert!(display_name(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn what_narrows_the_scope_is_spelt_as_in_kubernetes() {
        assert!(namespace_glob("kube-*").is_ok() && ingress_class("nginx").is_ok());
        assert!(label_selector("app in (web,api),!test").is_ok());
        for text in ["", "Kube", "a b", "a/b"] {
            assert!(namespace_glob(text).is_err(), "{text:?}");
        }
        assert!(ingress_class("").is_err() && ingress_class("a b").is_err());
        assert!(label_selector(" ").is_err() && label_selector("a\nb").is_err());
    }

    #[test]
    fn globs_hold_what_keys_hold_and_wildcards() {
        assert!(glob("*snippet*").is_ok());
        for text in ["", "[", "{a,b}", "a b", "\\*"] {
            assert!(glob(text).is_err(), "{text:?}");
        }
    }
}
