//! What `spec.tls` says about the hosts of an Ingress, and what else is known of TLS.
//!
//! `spec.tls` says nothing about TLS that ends before the Ingress, at a load balancer or with a default certificate:
//! the words chosen from this must not claim more. Some annotations tell of it, and the operator can name classes.

use std::sync::Arc;

use crate::ingress::{Ingress, Tls};

/// Annotations by which a controller is told to end TLS with a certificate that is not in `spec.tls`, or told that TLS
/// has ended before it; with what their value holds when it says so.
///
/// - AWS Load Balancer Controller: a certificate, or a listener for which it discovers one.
///   <https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/>
/// - GKE: certificates of Google, or of the project.
///   <https://cloud.google.com/kubernetes-engine/docs/how-to/ingress-multi-ssl>
/// - Azure Application Gateway: a certificate that is installed there.
///   <https://azure.github.io/application-gateway-kubernetes-ingress/annotations/>
/// - ingress-nginx: redirects to https without a certificate, for TLS that ends outside of the cluster.
///   <https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/>
/// - Traefik: TLS with its default certificate.
///   <https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/ingress/>
const EDGE_ANNOTATIONS: [(&str, &str); 7] = [
    ("alb.ingress.kubernetes.io/certificate-arn", ""),
    ("alb.ingress.kubernetes.io/listen-ports", "HTTPS"),
    ("networking.gke.io/managed-certificates", ""),
    ("ingress.gcp.kubernetes.io/pre-shared-cert", ""),
    ("appgw.ingress.kubernetes.io/appgw-ssl-certificate", ""),
    ("nginx.ingress.kubernetes.io/force-ssl-redirect", "true"),
    ("traefik.ingress.kubernetes.io/router.tls", "true"),
];

/// The classes of which the operator says that their TLS ends before the Ingress; clones share them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EdgeClasses(Arc<[String]>);

impl EdgeClasses {
    /// These classes.
    pub fn new(classes: impl IntoIterator<Item = String>) -> Self {
        Self(classes.into_iter().collect())
    }
}

/// What is known of an Ingress's TLS, from the least to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TlsState {
    /// `spec.tls` names none of the hosts, and nothing says that TLS ends before the Ingress.
    None,
    /// `spec.tls` names some of the hosts.
    Partial,
    /// `spec.tls` does not name every host, but TLS ends before the Ingress.
    Edge,
    /// `spec.tls` names every host.
    Full,
}

impl TlsState {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Full, Self::Partial, Self::Edge, Self::None];

    /// What is known of this Ingress.
    pub fn of(ingress: &Ingress, edge: &EdgeClasses) -> Self {
        match coverage(ingress) {
            TlsCoverage::Full => Self::Full,
            _ if ends_at_edge(ingress, edge) => Self::Edge,
            TlsCoverage::Partial { .. } => Self::Partial,
            TlsCoverage::None => Self::None,
        }
    }

    /// How it is written in a query.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "no",
            Self::Partial => "partial",
            Self::Edge => "edge",
            Self::Full => "yes",
        }
    }

    /// The state of this name, in any case.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name().eq_ignore_ascii_case(name))
    }
}

/// Whether TLS of this Ingress is known to end before it, or with a certificate that is not its own.
pub fn ends_at_edge(ingress: &Ingress, edge: &EdgeClasses) -> bool {
    let is_told = |(key, part): &(&str, &str)| {
        ingress.annotations.get(*key).is_some_and(|value| !value.is_empty() && value.contains(part))
    };
    ingress.class.as_ref().is_some_and(|class| edge.0.contains(class)) || EDGE_ANNOTATIONS.iter().any(is_told)
}

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
    let (mut hosts, mut covered) = (0, 0);
    for host in ingress.hosts().flatten() {
        hosts += 1;
        covered += usize::from(covers_host(ingress, host));
    }
    match covered {
        _ if covered == hosts => TlsCoverage::Full,
        0 => TlsCoverage::None,
        _ => TlsCoverage::Partial { covered, hosts },
    }
}

/// Whether `spec.tls` names this host, itself or by a wildcard for its parent domain.
pub fn covers_host(ingress: &Ingress, host: &str) -> bool {
    ingress.tls.iter().any(|tls| tls.covers_host(host))
}

impl Tls {
    /// Whether the entry names this host, itself or by a wildcard for its parent domain; without hosts it names all.
    pub fn covers_host(&self, host: &str) -> bool {
        self.hosts.is_empty() || self.hosts.iter().any(|named| stands_for(named, host))
    }
}

/// Whether what a certificate names is this host, or a wildcard for its parent domain.
pub fn stands_for(named: &str, host: &str) -> bool {
    let is_parent =
        |domain: &str| host.split_once('.').is_some_and(|(_, parent)| domain.eq_ignore_ascii_case(parent));
    named.eq_ignore_ascii_case(host) || named.strip_prefix("*.").is_some_and(is_parent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingress::Rule;
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

    #[test]
    fn annotations_and_classes_tell_of_tls_before_the_ingress() {
        let none = EdgeClasses::default();
        let mut web = with(&["a.example.com"], &[]);
        assert_eq!(TlsState::of(&web, &none), TlsState::None);
        assert_eq!(TlsState::of(&web, &EdgeClasses::new(["nginx".to_owned()])), TlsState::Edge);
        for (key, value, expected) in [
            ("alb.ingress.kubernetes.io/certificate-arn", "arn:aws:acm:::certificate/1", TlsState::Edge),
            ("alb.ingress.kubernetes.io/listen-ports", "[{\"HTTP\": 80}]", TlsState::None),
            ("alb.ingress.kubernetes.io/listen-ports", "[{\"HTTP\": 80}, {\"HTTPS\": 443}]", TlsState::Edge),
            ("networking.gke.io/managed-certificates", "", TlsState::None),
            ("nginx.ingress.kubernetes.io/force-ssl-redirect", "false", TlsState::None),
        ] {
            web.annotations = [(key.to_owned(), value.to_owned())].into();
            assert_eq!(TlsState::of(&web, &none), expected, "{key}: {value}");
        }
        web.annotations = [("networking.gke.io/managed-certificates".to_owned(), "web".to_owned())].into();
        web.tls = vec![Tls { hosts: vec!["a.example.com".to_owned()], secret: None }];
        assert_eq!(TlsState::of(&web, &none), TlsState::Full);
    }
}
