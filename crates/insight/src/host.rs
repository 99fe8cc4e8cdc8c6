//! Hosts as keys: two rules are for the same host when their keys are equal.

use std::cmp::Ordering;

use crate::texts::Text;

/// A host in lower case, without a final dot. The empty text is any host. Clones share the text.
///
/// In their order the hosts of one parent domain lie side by side, so that those for which a wildcard stands are a range.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Host(Text);

impl Host {
    /// The key of any host.
    pub(crate) const fn any() -> Self {
        Self(Text::new())
    }

    /// Whether it is the key of any host.
    pub(crate) fn is_any(&self) -> bool {
        self.0.is_empty()
    }

    /// The key of a rule's host; none is any.
    pub(crate) fn of(host: Option<&str>) -> Self {
        Self(bare(host).to_ascii_lowercase().into())
    }

    /// The same, of a text that is shared if it is the key already.
    pub(crate) fn shared(host: &Text) -> Self {
        let is_key = !host.ends_with('.') && !host.bytes().any(|byte| byte.is_ascii_uppercase());
        if is_key { Self(host.clone()) } else { Self::of(Some(host)) }
    }

    /// Whether it is the key of this host.
    pub(crate) fn is_of(&self, host: Option<&str>) -> bool {
        bare(host).eq_ignore_ascii_case(&self.0)
    }

    /// The key of the wildcard that stands for this host; none for wildcards and for hosts without a dot.
    pub(crate) fn wildcard(&self) -> Option<Self> {
        let parent = self.parent_of_name()?;
        Some(Self(format!("*.{parent}").into()))
    }

    /// Whether it is a wildcard, and stands for this host.
    pub(crate) fn stands_for(&self, host: &Self) -> bool {
        let domain = self.0.strip_prefix("*.");
        domain.is_some() && domain == host.parent_of_name()
    }

    /// What comes before every host for which this wildcard stands; none for hosts that are no wildcards.
    pub(crate) fn before_those_below(&self) -> Option<Self> {
        let domain = self.0.strip_prefix("*.")?;
        Some(Self(format!(".{domain}").into()))
    }

    /// Whether both have the same parent domain.
    pub(crate) fn is_beside(&self, other: &Self) -> bool {
        self.parts().0 == other.parts().0
    }

    /// The parent domain, of hosts for which a wildcard can stand.
    fn parent_of_name(&self) -> Option<&str> {
        let (label, parent) = self.0.split_once('.')?;
        (label != "*" && !label.is_empty() && !parent.is_empty()).then_some(parent)
    }

    /// The parent domain, if there is one, and the first label.
    fn parts(&self) -> (Option<&str>, &str) {
        self.0.split_once('.').map_or((None, &self.0), |(label, parent)| (Some(parent), label))
    }

    /// The key itself, which is empty for any host.
    pub(crate) fn key(&self) -> &str {
        &self.0
    }

    /// The text of the key; `*` is any host.
    pub(crate) fn text(&self) -> &str {
        if self.is_any() { "*" } else { &self.0 }
    }
}

impl Ord for Host {
    fn cmp(&self, other: &Self) -> Ordering {
        self.parts().cmp(&other.parts())
    }
}

impl PartialOrd for Host {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn bare(host: Option<&str>) -> &str {
    let host = host.unwrap_or_default();
    host.strip_suffix('.').unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_below_a_wildcard_are_a_range_in_which_it_is_too() {
        let written =
            ["b.example.com", "example.com", "com", "a.b.example.com", "*.example.com", "a.example.com"];
        let mut hosts: Vec<_> = written.iter().map(|host| Host::of(Some(host))).collect();
        hosts.sort();
        let wildcard = Host::of(Some("*.example.com"));
        let from = wildcard.before_those_below().unwrap();
        let range: Vec<_> = hosts.iter().filter(|host| **host >= from && host.is_beside(&wildcard)).collect();
        assert_eq!(
            range.iter().map(|host| host.text()).collect::<Vec<_>>(),
            ["*.example.com", "a.example.com", "b.example.com"]
        );
        let after_domain = hosts.iter().skip_while(|host| **host < from);
        assert!(after_domain.take(range.len()).eq(range));
    }

    #[test]
    fn a_wildcard_stands_for_one_label() {
        let stands_for = |wildcard, host| Host::of(Some(wildcard)).stands_for(&Host::of(Some(host)));
        assert!(stands_for("*.example.com", "A.example.com."));
        for host in ["example.com", "a.b.example.com", "*.example.com", ".example.com", "a.example.org", ""] {
            assert!(!stands_for("*.example.com", host), "{host}");
        }
        assert!(!stands_for("b.example.com", "a.example.com"));
        assert!(!stands_for("*.", "a."));
    }

    #[test]
    fn only_equal_hosts_are_equal_in_their_order() {
        assert_ne!(Host::of(Some("a..")).cmp(&Host::of(Some("a"))), Ordering::Equal);
    }
}
