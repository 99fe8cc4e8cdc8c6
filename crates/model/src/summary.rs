//! The figures above the table.

use std::collections::HashSet;

use crate::ingress::Ingress;
use crate::tls::{self, TlsCoverage};

/// What a set of rows amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// How many rows.
    pub ingresses: usize,
    /// How many different hosts.
    pub hosts: usize,
    /// How many rows have all their hosts in `spec.tls`.
    pub with_tls: usize,
    /// How many different namespaces.
    pub namespaces: usize,
}

impl Summary {
    /// Counts these rows.
    pub fn of<'a>(rows: impl IntoIterator<Item = &'a Ingress>) -> Self {
        let mut hosts = HashSet::new();
        let mut namespaces = HashSet::new();
        let mut summary = Self::default();
        for row in rows {
            summary.ingresses += 1;
            summary.with_tls += usize::from(tls::coverage(row) == TlsCoverage::Full);
            hosts.extend(row.hosts().flatten());
            namespaces.insert(row.namespace.as_str());
        }
        summary.hosts = hosts.len();
        summary.namespaces = namespaces.len();
        summary
    }

    /// The share of rows with TLS in whole percent, rounded down so that 100 means all; null without rows.
    pub fn tls_percent(&self) -> Option<usize> {
        (self.with_tls * 100).checked_div(self.ingresses)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::ingress;

    #[test]
    fn hosts_and_namespaces_are_counted_once() {
        let rows = [ingress("shop", "web"), ingress("pay", "web"), ingress("pay", "api")];
        let summary = Summary::of(&rows);
        assert_eq!(summary, Summary { ingresses: 3, hosts: 2, with_tls: 0, namespaces: 2 });
        assert_eq!(summary.tls_percent(), Some(0));
        assert_eq!(Summary::default().tls_percent(), None);
    }
}
