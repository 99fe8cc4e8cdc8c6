//! Links to what an Ingress serves: built from its hosts alone, never taken from annotations.

use std::fmt::Write as _;

use crate::ingress::{HttpPath, Ingress};
use crate::tls::{self, EdgeClasses};

/// The URL of a host: https where `spec.tls` covers it or annotations say that TLS ends before the Ingress, else http.
/// Null for a host that is no DNS name, such as a wildcard.
pub fn to_host(ingress: &Ingress, host: &str) -> Option<String> {
    if !is_dns_name(host) {
        return None;
    }
    let has_tls = tls::covers_host(ingress, host) || tls::ends_at_edge(ingress, &EdgeClasses::default());
    let scheme = if has_tls { "https" } else { "http" };
    Some(format!("{scheme}://{host}/"))
}

/// The URL of a path on a host. Null where the path is no path but a pattern, and where the host is no DNS name.
pub fn to_path(ingress: &Ingress, host: &str, path: &HttpPath) -> Option<String> {
    let is_path = matches!(path.path_type.as_str(), "Exact" | "Prefix") && path.path.starts_with('/');
    let mut url = to_host(ingress, host)?;
    if !is_path {
        return None;
    }
    url.pop();
    for byte in path.path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@%".contains(&byte) {
            url.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(url, "%{byte:02X}");
        }
    }
    Some(url)
}

/// The URL of the first path that has one, on the first host that has one.
pub fn to_first_path(ingress: &Ingress) -> Option<String> {
    ingress.routes().find_map(|(host, path)| to_path(ingress, host?, path))
}

fn is_dns_name(host: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    host.len() <= 253 && host.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingress::{Backend, Tls};
    use crate::sample::ingress;

    #[test]
    fn the_scheme_follows_what_spec_tls_says() {
        let mut web = ingress("shop", "web");
        assert_eq!(to_host(&web, "web.example.com").as_deref(), Some("http://web.example.com/"));
        web.tls = vec![Tls { hosts: vec!["web.example.com".to_owned()], secret: None }];
        assert_eq!(to_host(&web, "web.example.com").as_deref(), Some("https://web.example.com/"));
    }

    #[test]
    fn tls_may_end_before_the_ingress() {
        let mut web = ingress("shop", "web");
        web.annotations = [("networking.gke.io/managed-certificates".to_owned(), "web".to_owned())].into();
        assert_eq!(to_host(&web, "web.example.com").as_deref(), Some("https://web.example.com/"));
    }

    #[test]
    fn what_is_no_dns_name_is_no_link() {
        let web = ingress("shop", "web");
        for host in
            ["*.example.com", "", "a..b", "javascript:alert(1)", "a/b", "user@host", "a:1", "\u{202e}moc"]
        {
            assert_eq!(to_host(&web, host), None, "{host:?}");
        }
        assert_eq!(to_host(&web, &"a".repeat(64)), None);
    }

    #[test]
    fn a_path_stays_on_its_host_whatever_stands_in_it() {
        let web = ingress("shop", "web");
        let url = |path: &str, path_type: &str| {
            let backend = Backend::Service { service: String::new(), port: String::new() };
            let path = HttpPath { path: path.to_owned(), path_type: path_type.to_owned(), backend };
            to_path(&web, "web.example.com", &path)
        };
        let prefixed = |path: &str| Some(["http://web.example.com", path].concat());
        assert_eq!(url("/cart/%20a", "Prefix"), prefixed("/cart/%20a"));
        assert_eq!(url("/a b?c#d\u{202e}\"", "Exact"), prefixed("/a%20b%3Fc%23d%E2%80%AE%22"));
        assert_eq!(url("//evil.example.com", "Prefix"), prefixed("//evil.example.com"));
        assert_eq!(url("@evil.example.com", "Prefix"), None);
        assert_eq!(url("/api(/|$)(.*)", "ImplementationSpecific"), None);
    }
}
