//! The figures above the table, kept current row by row: to count anew among a hundred thousand rows takes longer than
//! a frame.

use std::collections::HashMap;
use std::hash::BuildHasher as _;

use foldhash::fast::FixedState;

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

/// Counts rows that come and go. A row may go before it has come: what counts is the sum.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    ingresses: isize,
    with_tls: isize,
    /// How often each host occurs, by its hash: that two of a million hosts share one of 64 bits has odds of one in
    /// forty million.
    hosts: HashMap<u64, isize, FixedState>,
    namespaces: HashMap<String, isize>,
}

impl Summary {
    /// The share of rows with TLS in whole percent, rounded down so that 100 means all; null without rows.
    pub fn tls_percent(&self) -> Option<usize> {
        (self.with_tls * 100).checked_div(self.ingresses)
    }
}

impl Tally {
    /// Counts a row.
    pub(crate) fn add(&mut self, row: &Ingress) {
        self.count(row, 1);
    }

    /// Counts a row no longer.
    pub(crate) fn remove(&mut self, row: &Ingress) {
        self.count(row, -1);
    }

    /// What the rows amount to.
    pub(crate) fn summary(&self) -> Summary {
        let whole = |count: isize| usize::try_from(count).unwrap_or_default();
        Summary {
            ingresses: whole(self.ingresses),
            hosts: self.hosts.len(),
            with_tls: whole(self.with_tls),
            namespaces: self.namespaces.len(),
        }
    }

    fn count(&mut self, row: &Ingress, times: isize) {
        self.ingresses += times;
        if tls::coverage(row) == TlsCoverage::Full {
            self.with_tls += times;
        }
        for host in row.hosts().flatten() {
            let hash = self.hosts.hasher().hash_one(host);
            let count = self.hosts.entry(hash).or_default();
            *count += times;
            if *count == 0 {
                self.hosts.remove(&hash);
            }
        }
        let count = match self.namespaces.get_mut(&row.namespace) {
            Some(count) => count,
            None => self.namespaces.entry(row.namespace.clone()).or_default(),
        };
        *count += times;
        if *count == 0 {
            self.namespaces.remove(&row.namespace);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::ingress;

    #[test]
    fn hosts_and_namespaces_are_counted_once() {
        let mut tally = Tally::default();
        for row in [ingress("shop", "web"), ingress("pay", "web"), ingress("pay", "api")] {
            tally.add(&row);
        }
        let summary = tally.summary();
        assert_eq!(summary, Summary { ingresses: 3, hosts: 2, with_tls: 0, namespaces: 2 });
        assert_eq!(summary.tls_percent(), Some(0));
        assert_eq!(Summary::default().tls_percent(), None);
    }

    #[test]
    fn a_row_may_go_before_it_has_come() {
        let mut tally = Tally::default();
        tally.remove(&ingress("shop", "web"));
        tally.add(&ingress("pay", "web"));
        tally.add(&ingress("shop", "web"));
        assert_eq!(tally.summary(), Summary { ingresses: 1, hosts: 1, with_tls: 0, namespaces: 1 });
    }
}
