//! What `spec.tls` says about the hosts of an Ingress.
//!
//! It says nothing about TLS that ends before the Ingress, at a load balancer or with a default certificate:
//! the words chosen from this must not claim more.

use crate::ingress::Ingress;

/// How many of an Ingress's hosts `spec.tls` names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TlsCoverage {
    /// `spec.tls` names none of the hosts.
    None,
    /// `spec.tls` names some of the hosts.
    Partial {
        /// Hosts that are named.
        covered: usize,
        /// All hosts.
        hosts: usize,
    },
    /// `spec.tls` names every host.
    Full,
}

/// What `spec.tls` says about this Ingress as a whole.
///
/// An entry without hosts is for every host; an Ingress without hosts is covered by any entry.
pub fn coverage(ingress: &Ingress) -> TlsCoverage {
    if ingress.tls.is_empty() {
        return TlsCoverage::None;
    }
    let hosts: Vec<&str> = ingress.hosts().flatten().collect();
    let covered = hosts.iter().filter(|host| covers_host(ingress, host)).count();
    match covered {
        _ if covered == hosts.len() => TlsCoverage::Full,
        0 => TlsCoverage::None,
        _ => TlsCoverage::Partial { covered, hosts: hosts.len() },
    }
}

/// Whether `spec.tls` names this host, itself or by a wildcard for its parent domain.
pub fn covers_host(ingress: &Ingress, host: &str) -> bool {
    ingress.tls.iter().any(|tls| tls.hosts.is_empty() || tls.hosts.iter().any(|named| names(named, host)))
}

fn names(named: &str, host: &str) -> bool {
    if named.eq_ignore_ascii_case(host) {
        return true;
    }
    let (Some(domain), Some((_, parent))) = (named.strip_prefix("*."), host.split_once('.')) else {
        return false;
    };
    domain.eq_ignore_ascii_case(parent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingress::{Rule, Tls};
    use crate::sample::ingress;

    fn with(hosts: &[&str], tls: &[&[&str]]) -> Ingress {
        let mut ingress = ingress("shop", "web");
        ingress.rules =
            hosts.iter().map(|host| Rule { host: Some((*host).to_owned()), paths: Vec::new() }).collect();
        ingress.tls = tls
            .iter()
            .map(|hosts| Tls { hosts: hosts.iter().map(|host| (*host).to_owned()).collect(), secret: None })
            .collect();
        ingress
    }

    #[test]
    fn coverage_counts_the_hosts_that_are_named() {
        assert_eq!(coverage(&with(&["a.example.com"], &[])), TlsCoverage::None);
        assert_eq!(coverage(&with(&["a.example.com"], &[&["a.example.com"]])), TlsCoverage::Full);
        assert_eq!(coverage(&with(&["a.example.com"], &[&["b.example.com"]])), TlsCoverage::None);
        assert_eq!(
            coverage(&with(&["a.example.com", "b.example.com"], &[&["a.example.com"]])),
            TlsCoverage::Partial { covered: 1, hosts: 2 }
        );
        assert_eq!(coverage(&with(&[], &[&[]])), TlsCoverage::Full);
    }

    #[test]
    fn a_wildcard_names_one_label_only() {
        assert_eq!(coverage(&with(&["a.example.com"], &[&["*.example.com"]])), TlsCoverage::Full);
        assert_eq!(coverage(&with(&["a.b.example.com"], &[&["*.example.com"]])), TlsCoverage::None);
        assert_eq!(coverage(&with(&["*.example.com"], &[&["*.example.com"]])), TlsCoverage::Full);
    }
}
