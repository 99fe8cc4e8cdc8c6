//! The hosts of all Ingresses as a tree: a domain, its hosts, their paths; with what collides and what has no TLS.
//!
//! It is kept up with changes: one looks at the hosts of the row alone.

mod host;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use crate::change::Change;
use crate::ingress::Ingress;
use crate::key::IngressKey;
use crate::tls::EdgeClasses;
use crate::view::domain;

pub use host::Claim;
use host::Host;

/// The name of rules for any host, and of the domain that they are put under.
pub const ANY: &str = "*";

/// A domain or a host.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Node {
    domain: Arc<str>,
    /// The host; none is the domain itself.
    host: Option<Arc<str>>,
}

/// What a domain or a host amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// How many hosts; of a host, one.
    pub hosts: usize,
    /// How many paths.
    pub paths: usize,
    /// How many paths several Ingresses of a class have alike.
    pub collisions: usize,
    /// How many hosts no `spec.tls` names, and TLS does not end before them.
    pub without_tls: usize,
}

/// A line of the tree as it is unfolded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// A domain or a host.
    Node {
        /// Which.
        node: Node,
        /// What it amounts to.
        totals: Totals,
        /// Whether what is below it follows.
        is_unfolded: bool,
    },
    /// A path of the host above, or a rule without paths.
    Claim(Claim),
}

/// What tells a line from others, whatever stands in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum LineId {
    /// A domain or a host.
    Node(Node),
    /// The Ingress of a claim, its rule, and the path of that.
    Claim(IngressKey, usize, Option<usize>),
}

/// The tree.
#[derive(Debug, Default)]
pub struct Domains {
    edge: EdgeClasses,
    domains: BTreeMap<Arc<str>, Domain>,
}

#[derive(Debug, Default)]
struct Domain {
    totals: Totals,
    hosts: BTreeMap<Arc<str>, Host>,
}

impl Node {
    /// What people read: of a host, what comes before its domain.
    pub fn label(&self) -> &str {
        if &*self.domain == ANY {
            return "any host";
        }
        let Some(host) = &self.host else { return &self.domain };
        match host.strip_suffix(&*self.domain).and_then(|rest| rest.strip_suffix('.')) {
            Some(rest) => rest,
            None => host,
        }
    }

    /// The host, if it is one.
    pub fn host(&self) -> Option<&str> {
        self.host.as_deref()
    }

    /// The whole name.
    pub fn name(&self) -> &str {
        self.host.as_deref().unwrap_or(&self.domain)
    }
}

impl Line {
    /// What tells it from other lines.
    pub fn id(&self) -> LineId {
        match self {
            Self::Node { node, .. } => LineId::Node(node.clone()),
            Self::Claim(claim) => claim.id(),
        }
    }
}

impl Line {
    /// Whether this is the line that the id tells from others.
    pub fn is(&self, id: &LineId) -> bool {
        match (self, id) {
            (Self::Node { node, .. }, LineId::Node(id)) => node == id,
            (Self::Claim(claim), LineId::Claim(key, rule, path)) => claim.is(key, *rule, *path),
            _ => false,
        }
    }
}

impl Totals {
    /// What the domains of these lines amount to.
    pub fn of(lines: &[Line]) -> Self {
        let mut totals = Self::default();
        for line in lines {
            if let Line::Node { node: Node { host: None, .. }, totals: own, .. } = line {
                totals.add(*own);
            }
        }
        totals
    }

    fn add(&mut self, other: Self) {
        self.hosts += other.hosts;
        self.paths += other.paths;
        self.collisions += other.collisions;
        self.without_tls += other.without_tls;
    }

    fn subtract(&mut self, other: Self) {
        self.hosts -= other.hosts;
        self.paths -= other.paths;
        self.collisions -= other.collisions;
        self.without_tls -= other.without_tls;
    }
}

impl Domains {
    /// A tree without Ingresses, where TLS of these classes ends before them.
    pub fn new(edge: EdgeClasses) -> Self {
        Self { edge, domains: BTreeMap::new() }
    }

    /// A row is there.
    pub fn insert(&mut self, row: &Arc<Ingress>) {
        for name in hosts(row) {
            self.change(&name, |host| host.insert(row, &name));
        }
    }

    /// A row has changed, is there or is gone.
    pub fn apply(&mut self, change: &Change) {
        if let Some(before) = change.before() {
            let key = before.key();
            for name in hosts(before) {
                self.change(&name, |host| host.remove(&key));
            }
        }
        if let Some(after) = change.after() {
            self.insert(after);
        }
    }

    /// The lines, with what is below the unfolded nodes. `wanted` is a part of the hosts that are listed, in lower case;
    /// where it is not empty all domains are unfolded.
    pub fn lines(&self, unfolded: &HashSet<Node>, wanted: &str, only_troubled: bool) -> Vec<Line> {
        let mut lines = Vec::new();
        for (name, domain) in &self.domains {
            let is_listed = |host: &&(&Arc<str>, &Host)| {
                host.0.to_lowercase().contains(wanted)
                    && (!only_troubled || host.1.totals(&self.edge).is_troubled())
            };
            let is_whole = wanted.is_empty() && !only_troubled;
            let node = Node { domain: Arc::clone(name), host: None };
            let is_unfolded = !wanted.is_empty() || unfolded.contains(&node);
            let mut totals = domain.totals;
            let mut below = Vec::new();
            if !is_whole || is_unfolded {
                let listed: Vec<_> =
                    domain.hosts.iter().filter(|host| is_whole || is_listed(&host)).collect();
                if !is_whole {
                    totals = Totals::default();
                    for (_, host) in &listed {
                        totals.add(host.totals(&self.edge));
                    }
                }
                below = listed;
            }
            if totals.hosts == 0 {
                continue;
            }
            lines.push(Line::Node { node, totals, is_unfolded });
            if is_unfolded {
                for (host_name, host) in below {
                    self.host_lines(name, host_name, host, unfolded, &mut lines);
                }
            }
        }
        lines
    }

    fn host_lines(
        &self,
        domain: &Arc<str>,
        name: &Arc<str>,
        host: &Host,
        unfolded: &HashSet<Node>,
        lines: &mut Vec<Line>,
    ) {
        let node = Node { domain: Arc::clone(domain), host: Some(Arc::clone(name)) };
        let is_unfolded = unfolded.contains(&node);
        lines.push(Line::Node { node, totals: host.totals(&self.edge), is_unfolded });
        if is_unfolded {
            lines.extend(host.claims().iter().cloned().map(Line::Claim));
        }
    }

    fn change(&mut self, name: &str, change: impl FnOnce(&mut Host)) {
        let of = domain(name);
        let domain = self.domains.entry(of.into()).or_default();
        let host = domain.hosts.entry(name.into()).or_default();
        domain.totals.subtract(host.totals(&self.edge));
        change(host);
        domain.totals.add(host.totals(&self.edge));
        if host.claims().is_empty() {
            domain.hosts.remove(name);
        }
        if domain.hosts.is_empty() {
            self.domains.remove(of);
        }
    }
}

impl Totals {
    /// Whether something collides or has no TLS.
    pub const fn is_troubled(&self) -> bool {
        self.collisions > 0 || self.without_tls > 0
    }
}

/// The different hosts of a row, in lower case.
fn hosts(row: &Ingress) -> HashSet<String> {
    row.hosts().map(|host| host.unwrap_or(ANY).to_lowercase()).collect()
}
