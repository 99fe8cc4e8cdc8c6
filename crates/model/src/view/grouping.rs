//! What rows can be put together by.

use std::cmp::Ordering;

use crate::ingress::Ingress;
use crate::order::natural;
use crate::tls::{TlsCoverage, coverage};

/// What the rows of a group have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Grouping {
    /// Nothing: there are no groups.
    #[default]
    None,
    /// The namespace.
    Namespace,
    /// The class.
    Class,
    /// The first host.
    Host,
    /// The domain of the first host, as [`domain`] has it.
    Domain,
    /// What `spec.tls` says.
    Tls,
}

impl Grouping {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 6] =
        [Self::None, Self::Namespace, Self::Class, Self::Host, Self::Domain, Self::Tls];

    /// The word in the page's address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Namespace => "namespace",
            Self::Class => "class",
            Self::Host => "host",
            Self::Domain => "domain",
            Self::Tls => "tls",
        }
    }

    /// The grouping of this word; none for any that is unknown.
    pub fn parse(word: &str) -> Self {
        Self::ALL.into_iter().find(|grouping| grouping.as_str() == word).unwrap_or_default()
    }

    /// What stands over the row's group; null where the row has no value.
    pub fn label(self, row: &Ingress) -> Option<&str> {
        match self {
            Self::None => None,
            Self::Namespace => Some(&row.namespace),
            Self::Class => row.class.as_deref(),
            Self::Host => row.first_host(),
            Self::Domain => row.first_host().map(domain),
            Self::Tls => Some(match coverage(row) {
                TlsCoverage::Full => "TLS",
                TlsCoverage::Partial { .. } => "TLS for some hosts",
                TlsCoverage::None => "not in spec.tls",
            }),
        }
    }
}

/// The order of groups by their labels; the one without a value is last.
pub(super) fn compare(left: Option<&str>, right: Option<&str>) -> Ordering {
    match (left, right) {
        (Some(left), Some(right)) => natural(left, right).then_with(|| left.cmp(right)),
        (left, right) => right.is_some().cmp(&left.is_some()),
    }
}

/// The domain that a host most likely belongs to: its last two labels, or three where the last but one is as short as in
/// `example.co.uk`. The list of public suffixes would tell better and weighs more than this page.
pub fn domain(host: &str) -> &str {
    let host = host.strip_prefix("*.").unwrap_or(host);
    let mut ends = host.rmatch_indices('.').map(|(dot, _)| dot);
    let (Some(last), Some(second)) = (ends.next(), ends.next()) else { return host };
    let is_short = host.len() - last <= 3 && last - second <= 4;
    match ends.next() {
        Some(third) if is_short => &host[third + 1..],
        None if is_short => host,
        _ => &host[second + 1..],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_what_hosts_share() {
        for (host, of) in [
            ("shop.example.com", "example.com"),
            ("*.a.example.com", "example.com"),
            ("example.com", "example.com"),
            ("localhost", "localhost"),
            ("www.example.co.uk", "example.co.uk"),
            ("example.co.uk", "example.co.uk"),
            ("a.b.example.de", "example.de"),
            ("", ""),
        ] {
            assert_eq!(domain(host), of, "{host}");
        }
    }

    #[test]
    fn each_word_is_read_as_it_is_written() {
        for grouping in Grouping::ALL {
            assert_eq!(Grouping::parse(grouping.as_str()), grouping);
        }
        assert_eq!(Grouping::parse("colour"), Grouping::None);
    }
}
